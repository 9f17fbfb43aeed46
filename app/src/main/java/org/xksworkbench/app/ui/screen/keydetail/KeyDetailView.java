package org.xksworkbench.app.ui.screen.keydetail;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.ConnectionStateBadge;
import org.xksworkbench.app.ui.widget.CopyableText;
import org.xksworkbench.app.ui.widget.Dates;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.PropertyGrid;
import org.xksworkbench.app.ui.widget.TwoColumns;

/// General configuration and cryptographic configuration side by side, the proof below.
public final class KeyDetailView implements Screen {

  private static final String NOT_REPORTED = "not reported by AWS KMS";

  private final KeyDetailViewModel viewModel;
  private final Page page = new Page("KMS key", "");

  public KeyDetailView(KeyDetailViewModel viewModel) {
    this.viewModel = viewModel;
    page.titled(
        viewModel.details().map(KeyDetailView::title),
        viewModel.details().map(KeyDetailView::subtitle));
    var refresh = new Button("Refresh");
    refresh.setId("refresh");
    refresh.setOnAction(_ -> viewModel.load());
    var prove = new Button("Prove it");
    prove.setId("prove");
    prove.setDefaultButton(true);
    prove.disableProperty().bind(viewModel.proving());
    prove.setOnAction(_ -> viewModel.prove());
    page.actions(refresh, prove);
    var content = new LoadablePane<>(viewModel.details(), this::content, viewModel::load);
    VBox.setVgrow(content, Priority.ALWAYS);
    page.content(content);
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

  private static String title(Loadable<KeyDetails> details) {
    return details instanceof Loadable.Ready<KeyDetails>(var ready) ? ready.name() : "KMS key";
  }

  private static String subtitle(Loadable<KeyDetails> details) {
    return details instanceof Loadable.Ready<KeyDetails>(var ready) ? ready.key().arn() : "";
  }

  private Node content(KeyDetails details) {
    var left = card("General configuration", general(details));
    var right = card("Cryptographic configuration", cryptographic(details));
    var columns = new TwoColumns(14, left, right);
    var scroll = new ScrollPane(new VBox(14, new ProofPane(viewModel), columns));
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    return scroll;
  }

  private static PropertyGrid general(KeyDetails details) {
    var key = details.key();
    var grid =
        new PropertyGrid()
            .row(
                "Alias",
                details.aliases().isEmpty() ? "none" : String.join(", ", details.aliases()))
            .copyable("ARN", key.arn())
            .copyable("Key ID", key.keyId())
            .row("Status", status(key))
            .row("Description", key.description().isEmpty() ? "–" : key.description())
            .row("Created", Dates.full(key.creationDate()))
            .row("Regionality", key.multiRegion() ? "Multi-Region" : "Single-Region");
    grid.row(
        "Tags",
        details.tags().isEmpty()
            ? "none"
            : String.join(
                ", ",
                details.tags().entrySet().stream()
                    .map(tag -> tag.getKey() + " = " + tag.getValue())
                    .sorted()
                    .toList()));
    return grid;
  }

  private static Badge status(KmsKey key) {
    var tone =
        switch (key.keyState()) {
          case "Enabled" -> Badge.Tone.GOOD;
          case "Disabled" -> Badge.Tone.NEUTRAL;
          case "Unavailable", "PendingDeletion" -> Badge.Tone.WARNING;
          default -> Badge.Tone.NEUTRAL;
        };
    return new Badge(tone, key.keyState());
  }

  private PropertyGrid cryptographic(KeyDetails details) {
    var key = details.key();
    var grid =
        new PropertyGrid()
            .row("Key spec", key.keySpec())
            .row("Key usage", key.keyUsage())
            .row("Origin", key.external() ? "External key store" : key.origin());
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
        .row("Connection state", ConnectionStateBadge.of(store.connectionState()));
  }

  /// AWS KMS has no field for it: only a proxy that is ours can be asked.
  private Node externalKeyStatus() {
    var box = new VBox(2);
    box.setId("external-key-status");
    viewModel
        .externalKey()
        .subscribe(state ->
            box.getChildren()
                .setAll(
                    switch (state) {
                      case null -> muted(NOT_REPORTED);
                      case Loadable.Loading<?> _ -> muted("asking the XKS proxy…");
                      case Loadable.Failed<?>(var problem) ->
                          new Badge(Badge.Tone.BAD, problem.headline());
                      case Loadable.Ready<org.xksworkbench.app.proxy.ExternalKeyStatus>(
                              var status) ->
                          new VBox(
                              2,
                              new HBox(
                                  8,
                                  new Badge(
                                      status.keyStatus().equals("ENABLED")
                                          ? Badge.Tone.GOOD
                                          : Badge.Tone.WARNING,
                                      status.keyStatus()),
                                  new Label(
                                      status.keySpec()
                                          + ", "
                                          + String.join(", ", status.keyUsage()))),
                              muted(
                                  "GetKeyMetadata from the XKS proxy at "
                                      + Dates.clock(status.askedAt())));
                    }));
    return box;
  }

  private static Label muted(String text) {
    var label = new Label(text);
    label.getStyleClass().add("muted");
    return label;
  }

  private static VBox card(String name, Node content) {
    var title = new Label(name);
    title.getStyleClass().add("strong");
    var head = new HBox(title);
    head.getStyleClass().add("card-head");
    var body = new VBox(content);
    body.getStyleClass().add("card-body");
    var card = new VBox(head, body);
    card.getStyleClass().add("card");
    return card;
  }
}
