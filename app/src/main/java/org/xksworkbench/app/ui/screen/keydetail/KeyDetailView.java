package org.xksworkbench.app.ui.screen.keydetail;

import java.util.ArrayList;
import java.util.function.Supplier;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Card;
import org.xksworkbench.app.ui.widget.ConnectionStateBadge;
import org.xksworkbench.app.ui.widget.CopyableText;
import org.xksworkbench.app.ui.widget.Dates;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.app.ui.widget.PropertyGrid;

/// The proof on top, general configuration, then a tab for each side of the key.
public final class KeyDetailView implements Screen {

  private static final String NOT_REPORTED = "not reported by AWS KMS";

  private final KeyDetailViewModel viewModel;
  private final Page page = new Page("KMS key", "");
  private final VBox told = new VBox(8);
  private int chosenTab;

  public KeyDetailView(KeyDetailViewModel viewModel) {
    this.viewModel = viewModel;
    page.bindTitle(
        viewModel.details().map(KeyDetailView::title),
        viewModel.details().map(KeyDetailView::subtitle));
    var refresh = Buttons.button("refresh", "Refresh", viewModel::load);
    var prove = Buttons.button("prove", "Prove it", viewModel.proof()::prove);
    prove.setDefaultButton(true);
    prove.disableProperty().bind(viewModel.proof().proving());
    page.actions(refresh, actions(), prove);
    told.managedProperty().bind(Bindings.isNotEmpty(told.getChildren()));
    told.setId("told");
    var content = new LoadablePane<>(viewModel.details(), this::content, viewModel::load);
    VBox.setVgrow(content, Priority.ALWAYS);
    page.content(told, content);
    viewModel.changes().problem().subscribe(_ -> renderTold());
    viewModel.changes().done().subscribe(_ -> renderTold());
    viewModel.load();
  }

  @Override
  public Parent root() {
    return page;
  }

  @Override
  public void close() {
    viewModel.close();
  }

  private MenuButton actions() {
    var menu = Buttons.menu("Key actions");
    menu.setId("key-actions");
    menu.setMinWidth(MenuButton.USE_PREF_SIZE);
    menu.disableProperty().bind(viewModel.changes().changing());
    var enable = Buttons.menuItem("enable-key", "Enable", viewModel.changes()::enable);
    var disable = Buttons.menuItem("disable-key", "Disable…", viewModel.changes()::disable);
    var schedule =
        Buttons.menuItem(
            "schedule-deletion",
            "Schedule key deletion…",
            () -> viewModel.changes().deletion().open().set(true));
    var cancel =
        Buttons.menuItem(
            "cancel-deletion", "Cancel key deletion", viewModel.changes()::cancelDeletion);
    menu.getItems().addAll(enable, disable, schedule, cancel);
    viewModel
        .details()
        .subscribe(_ -> {
          enable.setDisable(!viewModel.canEnable());
          disable.setDisable(!viewModel.canDisable());
          schedule.setDisable(viewModel.pendingDeletion());
          cancel.setDisable(!viewModel.pendingDeletion());
        });
    return menu;
  }

  private void renderTold() {
    var nodes = new ArrayList<Node>();
    var problem = viewModel.changes().problem().get();
    if (problem != null) {
      nodes.add(new ProblemPane(problem, viewModel.changes()::reload));
    }
    if (!viewModel.changes().done().get().isEmpty()) {
      nodes.add(new Note(Note.NoteTone.GOOD, viewModel.changes().done().get()));
    }
    told.getChildren().setAll(nodes);
  }

  private static String title(Loadable<KeyDetails> details) {
    return details instanceof Loadable.Ready<KeyDetails>(var ready) ? ready.name() : "KMS key";
  }

  private static String subtitle(Loadable<KeyDetails> details) {
    return details instanceof Loadable.Ready<KeyDetails>(var ready) ? ready.key().arn() : "";
  }

  private Node content(KeyDetails details) {
    var tabs =
        new TabPane(
            tab("Cryptographic configuration", () -> padding(cryptographic(details))),
            tab("Key policy", () -> new PolicyPane(viewModel, details)),
            tab("Tags", () -> new TagsPane(viewModel, details)),
            tab("Aliases", () -> new AliasesPane(viewModel, details)),
            tab("Creation", () -> new CreationPane(viewModel.creation(), details)));
    tabs.setId("key-tabs");
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    tabs.getSelectionModel().select(chosenTab);
    tabs.getSelectionModel()
        .selectedIndexProperty()
        .addListener((_, _, index) -> chosenTab = index.intValue());
    var card = new VBox(tabs);
    card.getStyleClass().add("card");
    var stack =
        new VBox(
            14,
            new DeletionPane(viewModel, details),
            new ProofPane(viewModel.proof()),
            Card.withTitle("General configuration", new GeneralPane(viewModel, details)),
            card);
    var scroll = new ScrollPane(stack);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    return scroll;
  }

  /// Its content is made when it is first looked at.
  private static Tab tab(String name, Supplier<Node> content) {
    var tab = new Tab(name);
    tab.selectedProperty()
        .subscribe(selected -> {
          if (selected && tab.getContent() == null) {
            tab.setContent(content.get());
          }
        });
    return tab;
  }

  static VBox padding(Node... nodes) {
    var box = new VBox(12, nodes);
    box.getStyleClass().add("card-body");
    return box;
  }

  private PropertyGrid cryptographic(KeyDetails details) {
    var key = details.key();
    var grid =
        new PropertyGrid()
            .row(
                "Key type", key.keySpec().equals("SYMMETRIC_DEFAULT") ? "Symmetric" : key.keySpec())
            .row("Origin", key.external() ? "External key store" : key.origin().text())
            .row("Key spec", key.keySpec())
            .row("Key usage", key.keyUsage());
    details.store().ifPresent(store -> addStore(grid, store));
    key.xksKeyId()
        .ifPresent(id -> {
          grid.row("External key ID", new CopyableText(id, "external key ID"));
          grid.row("External key status", externalKeyStatus());
        });
    return grid;
  }

  private static void addStore(PropertyGrid grid, ExternalKeyStore store) {
    grid.row("Custom key store", store.name())
        .copyable("Custom key store ID", store.id())
        .row("Custom key store type", "External key store")
        .row("Key store created", Dates.full(store.creationDate()))
        .row("Connection state", ConnectionStateBadge.of(store.connectionState()));
  }

  /// AWS KMS has no field for it: only a proxy that is ours can be asked.
  private Node externalKeyStatus() {
    var box = new VBox(2);
    box.setId("external-key-status");
    viewModel
        .externalKey()
        .status()
        .subscribe(state ->
            box.getChildren()
                .setAll(
                    switch (state) {
                      case null -> Labels.mutedLabel(NOT_REPORTED);
                      case Loadable.Loading<?> _ -> Labels.mutedLabel("asking the XKS proxy…");
                      case Loadable.LoadFailed<?>(var problem) ->
                          new HBox(
                              8, new Badge(Badge.BadgeTone.BAD, problem.headline()), askAgain());
                      case Loadable.Ready<org.xksworkbench.app.proxy.ExternalKeyStatus>(
                              var status) ->
                          new VBox(
                              2,
                              new HBox(
                                  8,
                                  new Badge(
                                      status.keyStatus().equals("ENABLED")
                                          ? Badge.BadgeTone.GOOD
                                          : Badge.BadgeTone.WARNING,
                                      status.keyStatus()),
                                  new Label(
                                      status.keySpec()
                                          + ", "
                                          + String.join(", ", status.keyUsage()))),
                              Labels.mutedLabel(
                                  "GetKeyMetadata from the XKS proxy at "
                                      + Dates.clock(status.askedAt())));
                    }));
    return box;
  }

  private Button askAgain() {
    var again = Buttons.button("Ask again", viewModel.externalKey()::ask);
    again.getStyleClass().add("small");
    return again;
  }
}
