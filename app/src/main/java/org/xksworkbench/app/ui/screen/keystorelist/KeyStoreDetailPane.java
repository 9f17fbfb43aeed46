package org.xksworkbench.app.ui.screen.keystorelist;

import java.util.ArrayList;
import javafx.beans.value.ObservableBooleanValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.problem.ConnectionErrorCode;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.ConnectionStateBadge;
import org.xksworkbench.app.ui.widget.Dates;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.app.ui.widget.PropertyGrid;
import org.xksworkbench.app.ui.widget.TwoColumns;
import org.xksworkbench.app.ui.widget.Visibility;

/// All of one external key store, and what can be done with it.
final class KeyStoreDetailPane extends VBox {

  /// From this width on, the name, its state and every action stand side by side.
  private static final double ROOMY = 960;

  private final KeyStoreListViewModel viewModel;
  private int chosenTab;

  KeyStoreDetailPane(KeyStoreListViewModel viewModel) {
    this.viewModel = viewModel;
    setId("key-store-detail");
    getStyleClass().add("card");
    setMinHeight(0);
    viewModel.rows().selected().subscribe(row -> render(row));
    viewModel.changes().problem().subscribe(_ -> render(viewModel.rows().selected().get()));
  }

  private void render(@Nullable KeyStoreRow row) {
    setVisible(row != null);
    if (row == null) {
      getChildren().clear();
      return;
    }
    var tabs =
        new TabPane(
            tab("General", general(row)),
            tab("KMS keys (%s)".formatted(row.keyCount()), keys(row)),
            monitoring(row),
            tab("History", history()));
    tabs.setId("key-store-tabs");
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    tabs.getSelectionModel().select(chosenTab);
    tabs.getSelectionModel()
        .selectedIndexProperty()
        .subscribe(index -> chosenTab = index.intValue());
    VBox.setVgrow(tabs, Priority.ALWAYS);
    getChildren().setAll(head(row));
    Problem problem = viewModel.changes().problem().get();
    if (problem != null) {
      var pane = new VBox(new ProblemPane(problem));
      pane.getStyleClass().add("card-body");
      getChildren().add(pane);
    }
    getChildren().add(tabs);
  }

  /// CloudWatch is asked when somebody looks at the tab, and not before.
  private Tab monitoring(KeyStoreRow row) {
    var pane =
        new MonitoringPane(
            viewModel.figures(),
            viewModel.cloudWatch().map(watch -> new CloudWatchPane(watch, row.store().id())));
    var tab = tab("Monitoring", pane);
    tab.selectedProperty()
        .subscribe(selected -> {
          if (selected) {
            pane.onShown();
          }
        });
    return tab;
  }

  private static Tab tab(String name, Node content) {
    var body = new VBox(content);
    body.getStyleClass().add("card-body");
    var scroll = new ScrollPane(body);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    return new Tab(name, scroll);
  }

  private HBox head(KeyStoreRow row) {
    var name = Labels.heading(row.store().name());
    name.setMinWidth(0);
    name.setTooltip(new Tooltip(row.store().name()));
    var check = Buttons.button("check-connection", "Check connection", viewModel::checkConnection);
    var edit = Buttons.button("edit", "Edit", viewModel::edit);
    edit.disableProperty().bind(viewModel.changes().canEdit().not());
    var connect = Buttons.button("connect", "Connect", viewModel.changes()::connect);
    Visibility.onlyIf(connect, viewModel.changes().canConnect());
    var disconnect =
        Buttons.outlinedDanger("disconnect", "Disconnect…", viewModel.changes()::disconnect);
    Visibility.onlyIf(disconnect, viewModel.changes().canDisconnect());
    var create =
        Buttons.button("create-key", "Create a KMS key in this key store", viewModel::createKey);
    create.setDefaultButton(true);
    var state = ConnectionStateBadge.of(row.store().connectionState());
    var head = new HBox();
    head.setId("key-store-bar");
    // The state stands in the table and below too, and Edit fits into the menu.
    var narrow = head.widthProperty().greaterThan(0).and(head.widthProperty().lessThan(ROOMY));
    Visibility.onlyIf(state, narrow.not());
    Visibility.onlyIf(edit, narrow.not());
    head.getChildren()
        .addAll(name, state, Page.grow(), check, edit, connect, disconnect, more(narrow), create);
    head.getStyleClass().add("card-head");
    return head;
  }

  private MenuButton more(ObservableBooleanValue narrow) {
    var edit = Buttons.menuItem("Edit", viewModel::edit);
    edit.visibleProperty().bind(narrow);
    edit.disableProperty().bind(viewModel.changes().canEdit().not());
    var rotate =
        Buttons.menuItem("rotate-credential", "Rotate credential…", viewModel::rotateCredential);
    rotate.disableProperty().bind(viewModel.changes().canEdit().not());
    var delete = Buttons.menuItem("delete", "Delete…", viewModel.changes()::delete);
    var whatIf = Buttons.menuItem("What if it fails…", viewModel::whatIf);
    var menu = Buttons.menu("More", edit, rotate, whatIf, delete);
    menu.setId("key-store-actions");
    menu.setAccessibleText("More key store actions");
    menu.setMinWidth(USE_PREF_SIZE);
    return menu;
  }

  private static Node general(KeyStoreRow row) {
    var parts = new ArrayList<Node>();
    switch (row.store().connectionState()) {
      case ConnectionState.Failed(var code) -> {
        var remedy = ConnectionErrorCode.of(code);
        var note =
            new Note(
                Note.NoteTone.BAD,
                "The last connection attempt failed: " + code,
                Note.text(remedy.cause()),
                Note.text("What to do: " + remedy.remedy()),
                Note.text("Connect disconnects it first, as AWS KMS wants it."));
        note.setId("connection-error");
        parts.add(note);
      }
      case ConnectionState.Disconnected _ ->
          parts.add(
              new Note(
                  Note.NoteTone.INFO,
                  "Not connected",
                  "AWS KMS sends nothing to the proxy, and no KMS key of this key store can be"
                      + " created or used. Nothing connects a key store by itself."));
      case ConnectionState.Connected _,
          ConnectionState.Connecting _,
          ConnectionState.Disconnecting _ -> {}
    }
    parts.add(properties(row));
    return new VBox(10, parts.toArray(Node[]::new));
  }

  private static TwoColumns properties(KeyStoreRow row) {
    var store = row.store();
    var general =
        new PropertyGrid()
            .copyable("Custom key store ID", store.id())
            .row("Custom key store type", "External key store")
            .row("Connection state", ConnectionStateBadge.of(store.connectionState()))
            .row("Created", Dates.full(store.creationDate()));
    var proxy =
        new PropertyGrid()
            .row("Proxy connectivity", row.connectivity())
            .copyable("Proxy URI endpoint", store.proxy().uriEndpoint())
            .copyable("Proxy URI path", store.proxy().uriPath())
            .copyable("Access key ID", store.proxy().accessKeyId());
    store
        .proxy()
        .vpcEndpointServiceName()
        .ifPresent(name -> proxy.copyable("VPC endpoint service", name));
    store
        .proxy()
        .vpcEndpointServiceOwner()
        .ifPresent(owner -> proxy.copyable("Service owner", owner));
    return new TwoColumns(30, general, proxy);
  }

  private Node keys(KeyStoreRow row) {
    var list = new VBox(2);
    switch (row.known()) {
      case NOTHING -> list.getChildren().add(Labels.mutedLabel("The KMS keys are being listed…"));
      case SOME ->
          list.getChildren()
              .add(
                  Labels.mutedLabel(
                      "Some KMS keys of the account may not be described: they may be in this key"
                          + " store, too."));
      case ALL -> {
        if (row.keys().isEmpty()) {
          list.getChildren()
              .add(Labels.mutedLabel("No KMS key is in this key store. Create one above."));
        }
      }
    }
    for (var key : row.keys()) {
      var alias = row.names().alias(key.keyId());
      var link = Buttons.link(alias.orElse(key.keyId()));
      if (alias.isEmpty()) {
        link.getStyleClass().add("mono");
      }
      link.setOnAction(_ -> viewModel.open(key));
      var line =
          new HBox(
              8,
              link,
              Labels.mutedLabel(
                  "%sexternal key %s · %s"
                      .formatted(
                          alias.isEmpty() ? "" : key.keyId() + " · ",
                          key.xksKeyId().orElse("?"),
                          key.keyState().text())));
      line.setAlignment(Pos.CENTER_LEFT);
      list.getChildren().add(line);
    }
    return list;
  }

  private Node history() {
    var list = new VBox(4);
    list.setId("history");
    list.getChildren()
        .add(
            Labels.mutedLabel(
                "As this workstation saw it, newest first. AWS KMS itself keeps no history that"
                    + " could be asked."));
    for (var seen : viewModel.history()) {
      var at = new Label(Dates.full(seen.at()));
      at.setMinWidth(210);
      var line = new HBox(8, at, badge(seen.state()), new Label(seen.errorCode()));
      line.setAlignment(Pos.CENTER_LEFT);
      list.getChildren().add(line);
    }
    return list;
  }

  private static Badge badge(String state) {
    return switch (state) {
      case "CONNECTED" -> new Badge(Badge.BadgeTone.GOOD, "Connected");
      case "FAILED" -> new Badge(Badge.BadgeTone.BAD, "Failed");
      case "DISCONNECTED" -> new Badge(Badge.BadgeTone.NEUTRAL, "Disconnected");
      default ->
          new Badge(
              Badge.BadgeTone.BUSY, state.equals("CONNECTING") ? "Connecting" : "Disconnecting");
    };
  }
}
