package org.xksworkbench.app.ui.screen.createkey;

import java.util.List;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.problem.ConnectionErrorCode;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Columns;
import org.xksworkbench.app.ui.widget.ConnectionStateBadge;
import org.xksworkbench.app.ui.widget.Keys;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.app.ui.widget.PropertyGrid;
import org.xksworkbench.app.ui.widget.Tables;

/// The key store: a table of all, of which connected ones can be chosen, or the chosen one with a
/// way to change it. How its connection is, and how to connect it.
final class KeyStoreChoicePane extends VBox {

  private static final int MOST_ROWS = 8;

  private final KeyStoreStepViewModel viewModel;
  private final VBox connection = new VBox(8);
  private final VBox chosen = new VBox(8);
  private final ObservableList<ExternalKeyStore> stores = FXCollections.observableArrayList();
  private boolean asTable;

  /// @param folded shows the chosen key store alone until the user wants another
  KeyStoreChoicePane(KeyStoreStepViewModel viewModel, boolean folded) {
    super(12);
    this.viewModel = viewModel;
    this.asTable = !folded;
    connection.setId("connection");
    connection
        .managedProperty()
        .bind(javafx.beans.binding.Bindings.isNotEmpty(connection.getChildren()));
    getChildren().addAll(connection, chosen);
    renderChosen();
    viewModel.surroundings().subscribe(_ -> refresh());
    viewModel.draft().subscribe(_ -> refresh());
    viewModel.connecting().subscribe(_ -> renderConnection());
    viewModel.connectProblem().subscribe(_ -> renderConnection());
  }

  private void refresh() {
    viewModel
        .surroundingsNow()
        .map(Surroundings::stores)
        .filter(now -> !now.equals(stores))
        .ifPresent(stores::setAll);
    if (!asTable) {
      renderChosen();
    }
    renderConnection();
  }

  private void renderChosen() {
    chosen.getChildren().setAll(asTable ? table() : card());
  }

  private Node card() {
    var grid = new PropertyGrid();
    viewModel
        .store()
        .ifPresent(store -> {
          var change = Buttons.button("Change the key store");
          change.setId("change-key-store");
          change.getStyleClass().add("small");
          change.setOnAction(_ -> {
            asTable = true;
            renderChosen();
          });
          grid.row("Key store", new HBox(12, new Label(store.name()), change))
              .copyable("Custom key store ID", store.id())
              .row("Connection state", ConnectionStateBadge.of(store.connectionState()));
        });
    var card = new VBox(grid);
    card.getStyleClass().addAll("card", "card-body");
    return card;
  }

  private Node table() {
    TableView<ExternalKeyStore> table =
        Tables.fitRows(
            Tables.of(
                "store-choice",
                stores,
                "There is no external key store. Create one under External key stores.",
                List.<TableColumn<ExternalKeyStore, ?>>of(
                    Columns.node("", 40, this::radio, ExternalKeyStore::id),
                    Columns.text("Custom key store name", 200, ExternalKeyStore::name),
                    Columns.mono("Custom key store ID", 220, ExternalKeyStore::id),
                    Columns.text("Proxy connectivity", 170, KeyStoreChoicePane::connectivity),
                    Columns.node(
                        "Connection state",
                        130,
                        store -> ConnectionStateBadge.of(store.connectionState()),
                        store -> store.connectionState().getClass().getSimpleName()),
                    Columns.node("", 200, this::wayToConnect, ExternalKeyStore::id))),
            MOST_ROWS);
    table.setRowFactory(_ -> new StoreRow());
    table.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          var store = table.getSelectionModel().getSelectedItem();
          if (event.getCode() == KeyCode.SPACE && store != null) {
            viewModel.choose(store.id());
          }
        });
    return Tables.card(Keys.startsAt(table));
  }

  private Node radio(ExternalKeyStore store) {
    var radio = Buttons.radioButton("");
    radio.setAccessibleText(store.name());
    radio.setDisable(!store.connectionState().usable());
    radio.setSelected(viewModel.isChosen(store));
    viewModel.draft().addListener((_, _, _) -> radio.setSelected(viewModel.isChosen(store)));
    radio.setOnAction(_ -> viewModel.choose(store.id()));
    return radio;
  }

  private Node wayToConnect(ExternalKeyStore store) {
    if (store.connectionState().usable() || store.connectionState().transitional()) {
      return new Label();
    }
    var button =
        Buttons.button(
            "connect-" + store.name(), "Connect to choose it", () -> viewModel.connect(store.id()));
    button.getStyleClass().add("small");
    button.disableProperty().bind(viewModel.connecting());
    return button;
  }

  private static String connectivity(ExternalKeyStore store) {
    return switch (store.proxy().connectivity()) {
      case PUBLIC_ENDPOINT -> "Public endpoint";
      case VPC_ENDPOINT_SERVICE -> "VPC endpoint service";
    };
  }

  private void renderConnection() {
    connection.getChildren().clear();
    var problem = viewModel.connectProblem().get();
    if (problem != null) {
      connection.getChildren().add(new ProblemPane(problem));
    }
    if (viewModel.connecting().get()) {
      connection.getChildren().add(connecting());
    } else {
      viewModel.store().flatMap(this::connectionOf).ifPresent(connection.getChildren()::add);
    }
  }

  private static Note connecting() {
    var indicator = new ProgressIndicator();
    indicator.setMaxSize(16, 16);
    return new Note(
        Note.Tone.INFO,
        "AWS KMS is connecting the key store",
        new HBox(8, indicator, new Label("With AWS this can take some minutes.")));
  }

  /// Nothing if the key store was connected all along.
  private Optional<Node> connectionOf(ExternalKeyStore store) {
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
                  connectButton("Connect " + store.name(), store)));
      case ConnectionState.Failed(var code) -> {
        var error = ConnectionErrorCode.of(code);
        yield Optional.of(
            new Note(
                Note.Tone.BAD,
                "The last connection attempt of " + store.name() + " failed: " + code,
                Note.text(error.cause()),
                Note.text("What to do: " + error.remedy()),
                connectButton("Disconnect and connect again", store)));
      }
      case ConnectionState.Connecting _, ConnectionState.Disconnecting _ ->
          Optional.of(
              new Note(
                  Note.Tone.INFO,
                  store.name() + " is changing its state",
                  Note.text("AWS KMS is at work; this page follows it.")));
    };
  }

  private Button connectButton(String text, ExternalKeyStore store) {
    return Buttons.button("connect-first", text, () -> viewModel.connect(store.id()));
  }

  /// A row that can be chosen is chosen by a click anywhere in it.
  private final class StoreRow extends TableRow<ExternalKeyStore> {

    private static final PseudoClass REFUSED = PseudoClass.getPseudoClass("refused");

    StoreRow() {
      setOnMouseClicked(_ -> {
        if (getItem() != null) {
          viewModel.choose(getItem().id());
        }
      });
    }

    @Override
    protected void updateItem(@Nullable ExternalKeyStore item, boolean empty) {
      super.updateItem(item, empty);
      pseudoClassStateChanged(REFUSED, item != null && !empty && !item.connectionState().usable());
    }
  }
}
