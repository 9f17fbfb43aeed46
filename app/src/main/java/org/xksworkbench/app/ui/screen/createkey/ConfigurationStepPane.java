package org.xksworkbench.app.ui.screen.createkey;

import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.problem.ConnectionErrors;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.widget.ConnectionStateBadge;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.app.ui.widget.PropertyGrid;

/// The values that AWS KMS requires, the connection, and what the user must know and accept.
final class ConfigurationStepPane extends VBox {

  private final CreateKeyViewModel viewModel;
  private final VBox connection = new VBox(8);

  ConfigurationStepPane(CreateKeyViewModel viewModel) {
    super(14);
    this.viewModel = viewModel;
    var title = new Label("Key configuration");
    title.getStyleClass().add("heading");
    connection.setId("connection");
    getChildren().addAll(title, connection, required(), acknowledgement());
    viewModel.store().subscribe(_ -> renderConnection());
    viewModel.connecting().subscribe(_ -> renderConnection());
    viewModel.connectProblem().subscribe(_ -> renderConnection());
  }

  private void renderConnection() {
    connection.getChildren().clear();
    connection.managedProperty().bind(Bindings.isNotEmpty(connection.getChildren()));
    var problem = viewModel.connectProblem().get();
    if (problem != null) {
      connection.getChildren().add(new ProblemPane(problem));
    }
    if (viewModel.store().get() instanceof Loadable.Ready<ExternalKeyStore>(var store)) {
      connectionOf(store).ifPresent(connection.getChildren()::add);
    }
  }

  /// Nothing if the key store was connected all along.
  private Optional<Node> connectionOf(ExternalKeyStore store) {
    if (viewModel.connecting().get()) {
      var indicator = new ProgressIndicator();
      indicator.setMaxSize(16, 16);
      var text =
          new HBox(
              8,
              indicator,
              new Label("Connecting " + store.name() + ". With AWS this can take some minutes."));
      return Optional.of(new Note(Note.Tone.INFO, "AWS KMS is connecting the key store", text));
    }
    return switch (store.connectionState()) {
      case ConnectionState.Connected _ ->
          viewModel.connectedHere().get()
              ? Optional.of(
                  new Note(
                      Note.Tone.GOOD,
                      store.name() + " is connected now",
                      "AWS KMS reached its XKS proxy, and the proxy accepted the credential."))
              : Optional.empty();
      case ConnectionState.Disconnected _ ->
          Optional.of(
              new Note(
                  Note.Tone.WARNING,
                  store.name() + " is disconnected",
                  Note.text("KMS keys can only be created in a connected key store."),
                  connectButton("Connect " + store.name())));
      case ConnectionState.Failed(var code) -> {
        var error = ConnectionErrors.of(code);
        yield Optional.of(
            new Note(
                Note.Tone.BAD,
                "The last connection attempt of " + store.name() + " failed: " + code,
                Note.text(error.cause()),
                Note.text("What to do: " + error.remedy()),
                connectButton("Disconnect and connect again")));
      }
      case ConnectionState.Connecting _, ConnectionState.Disconnecting _ ->
          Optional.of(
              new Note(
                  Note.Tone.INFO,
                  store.name() + " is changing its state",
                  Note.text("AWS KMS is at work. Ask again in a moment."),
                  refreshButton()));
    };
  }

  private Button connectButton(String text) {
    var button = new Button(text);
    button.setId("connect-first");
    button.setOnAction(_ -> viewModel.connect());
    return button;
  }

  private Button refreshButton() {
    var button = new Button("Refresh");
    button.setOnAction(_ -> viewModel.load());
    return button;
  }

  private Node required() {
    var grid =
        new PropertyGrid()
            .row("Key spec", "SYMMETRIC_DEFAULT (symmetric, 256-bit AES-GCM)")
            .row("Key usage", "ENCRYPT_DECRYPT")
            .row("Origin", "EXTERNAL_KEY_STORE")
            .row("Regionality", "Single-Region");
    if (viewModel.store().get() instanceof Loadable.Ready<ExternalKeyStore>(var store)) {
      var badge = new HBox();
      viewModel
          .store()
          .subscribe(value -> {
            if (value instanceof Loadable.Ready<ExternalKeyStore>(var now)) {
              badge.getChildren().setAll(ConnectionStateBadge.of(now.connectionState()));
            }
          });
      grid.row("Key store", store.name())
          .copyable("Custom key store ID", store.id())
          .row("Connection state", badge);
    }
    var card = new VBox(grid);
    card.getStyleClass().addAll("card", "card-body");
    return card;
  }

  private Node acknowledgement() {
    var box = new CheckBox("I understand this, and want a KMS key with these properties.");
    box.setId("acknowledge");
    box.setSelected(viewModel.draft().get().acknowledged());
    box.selectedProperty()
        .subscribe(value -> {
          if (value != viewModel.draft().get().acknowledged()) {
            viewModel.edit(draft -> draft.withAcknowledged(value));
          }
        });
    return new Note(
        Note.Tone.WARNING,
        "A KMS key in an external key store depends on components outside AWS",
        Note.text(
            "Its latency, durability and availability may be poorer than those of a standard KMS"
                + " key: when the proxy or the HSM does not answer, the key cannot be used, and"
                + " when the external key is lost, everything encrypted under it is lost."),
        Note.text(
            "The key store, the external key, key spec, key usage and origin cannot be changed"
                + " after the key is created."),
        box);
  }
}
