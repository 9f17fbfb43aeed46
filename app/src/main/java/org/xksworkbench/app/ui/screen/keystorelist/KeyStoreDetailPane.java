package org.xksworkbench.app.ui.screen.keystorelist;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.problem.ConnectionErrors;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.widget.ConnectionStateBadge;
import org.xksworkbench.app.ui.widget.Dates;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.app.ui.widget.PropertyGrid;
import org.xksworkbench.app.ui.widget.TwoColumns;

/// All of one external key store, and what can be done with it.
final class KeyStoreDetailPane extends VBox {

  private final KeyStoreListViewModel viewModel;

  KeyStoreDetailPane(KeyStoreListViewModel viewModel) {
    this.viewModel = viewModel;
    setId("key-store-detail");
    getStyleClass().add("card");
    setMinHeight(0);
    viewModel.selected().subscribe(row -> render(row));
    viewModel.actionProblem().subscribe(_ -> render(viewModel.selected().get()));
  }

  private void render(@Nullable KeyStoreRow row) {
    setVisible(row != null);
    if (row == null) {
      getChildren().clear();
      return;
    }
    var body = new VBox(body(row));
    body.getStyleClass().add("card-body");
    var scroll = new ScrollPane(body);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    getChildren().setAll(head(row), scroll);
  }

  private HBox head(KeyStoreRow row) {
    var name = new Label(row.store().name());
    name.getStyleClass().add("heading");
    var connect = new Button("Connect");
    connect.setId("connect");
    connect.setOnAction(_ -> viewModel.connect());
    connect.visibleProperty().bind(viewModel.canConnect());
    connect.managedProperty().bind(connect.visibleProperty());
    var disconnect = new Button("Disconnect…");
    disconnect.setId("disconnect");
    disconnect.getStyleClass().addAll("danger", "button-outlined");
    disconnect.setOnAction(_ -> viewModel.disconnect());
    disconnect.visibleProperty().bind(viewModel.canDisconnect());
    disconnect.managedProperty().bind(disconnect.visibleProperty());
    var create = new Button("Create a KMS key in this key store");
    create.setId("create-key");
    create.setDefaultButton(true);
    create.setOnAction(_ -> viewModel.createKey());
    for (var button : new Button[] {connect, disconnect, create}) {
      button.setMinWidth(USE_PREF_SIZE);
    }
    var head =
        new HBox(
            name,
            ConnectionStateBadge.of(row.store().connectionState()),
            Page.grow(),
            connect,
            disconnect,
            create);
    head.getStyleClass().add("card-head");
    return head;
  }

  private Node[] body(KeyStoreRow row) {
    var parts = new java.util.ArrayList<Node>();
    Problem problem = viewModel.actionProblem().get();
    if (problem != null) {
      parts.add(new ProblemPane(problem));
    }
    if (row.store().connectionState() instanceof ConnectionState.Failed(var code)) {
      var remedy = ConnectionErrors.of(code);
      var note =
          new Note(
              Note.Tone.BAD,
              "The last connection attempt failed: " + code,
              Note.text(remedy.cause()),
              Note.text("What to do: " + remedy.remedy()),
              Note.text(
                  "A failed key store must be disconnected before it can be connected again."));
      note.setId("connection-error");
      parts.add(note);
    }
    parts.add(properties(row));
    parts.add(keys(row));
    return parts.toArray(Node[]::new);
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
    return new TwoColumns(30, general, proxy);
  }

  private Node keys(KeyStoreRow row) {
    var title = new Label("KMS KEYS IN THIS KEY STORE");
    title.getStyleClass().add("section-title");
    var list = new VBox(2);
    if (row.keys().isEmpty()) {
      var none = new Label("None yet.");
      none.getStyleClass().add("muted");
      list.getChildren().add(none);
    }
    for (var key : row.keys()) {
      var link = new Hyperlink(key.keyId());
      link.getStyleClass().add("mono");
      link.setOnAction(_ -> viewModel.open(key));
      var about =
          new Label("external key %s · %s".formatted(key.xksKeyId().orElse("?"), key.keyState()));
      about.getStyleClass().add("muted");
      var line = new HBox(8, link, about);
      line.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
      list.getChildren().add(line);
    }
    return new VBox(4, title, list);
  }
}
