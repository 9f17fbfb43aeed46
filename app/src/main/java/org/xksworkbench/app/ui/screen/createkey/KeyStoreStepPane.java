package org.xksworkbench.app.ui.screen.createkey;

import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.creation.AccountSnapshot;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.problem.ConnectionErrorCode;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Card;
import org.xksworkbench.app.ui.widget.Columns;
import org.xksworkbench.app.ui.widget.ConnectionStateBadge;
import org.xksworkbench.app.ui.widget.Keyboard;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.app.ui.widget.PropertyGrid;
import org.xksworkbench.app.ui.widget.Tables;
import org.xksworkbench.app.words.Words;

/// The key store: a table of all, of which connected ones can be chosen, or the chosen one with a
/// way to change it. How its connection is, and how to connect it.
final class KeyStoreStepPane extends VBox {

  private static final Words WORDS = Words.of(KeyStoreStepPane.class);
  private static final int MOST_ROWS = 8;

  private final KeyStoreStepViewModel viewModel;
  private final FormEntries entries;
  private final VBox connection = new VBox(8);
  private final VBox chosen = new VBox(8);
  private final ObservableList<ExternalKeyStore> stores = FXCollections.observableArrayList();
  private boolean asTable;

  /// Method 2: which external key store the key will be in.
  static Node page(KeyStoreStepViewModel viewModel, FormEntries entries) {
    return new VBox(
        12,
        Labels.heading(WORDS.text("key-store.title")),
        Labels.about(WORDS.text("key-store.about")),
        new KeyStoreStepPane(viewModel, entries, false));
  }

  /// @param folded shows the chosen key store alone until the user wants another
  KeyStoreStepPane(KeyStoreStepViewModel viewModel, FormEntries entries, boolean folded) {
    super(12);
    this.viewModel = viewModel;
    this.entries = entries;
    this.asTable = !folded;
    connection.setId("connection");
    connection.managedProperty().bind(Bindings.isNotEmpty(connection.getChildren()));
    getChildren().addAll(connection, chosen);
    renderChosen();
    viewModel.snapshot().subscribe(_ -> refresh());
    entries.draft().subscribe(_ -> refresh());
    viewModel.connecting().subscribe(_ -> renderConnection());
    viewModel.connectProblem().subscribe(_ -> renderConnection());
  }

  private void refresh() {
    viewModel
        .snapshotNow()
        .map(AccountSnapshot::stores)
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
          var change =
              Buttons.small(
                  "change-key-store",
                  WORDS.text("key-store.change"),
                  () -> {
                    asTable = true;
                    renderChosen();
                  });
          grid.row(WORDS.text("key-store.name"), new HBox(12, new Label(store.name()), change))
              .copyable(WORDS.text("key-store.id"), store.id())
              .row(WORDS.text("key-store.state"), ConnectionStateBadge.of(store.connectionState()));
        });
    return Card.of(grid);
  }

  private Node table() {
    TableView<ExternalKeyStore> table =
        Tables.fitRows(
            Tables.of(
                "store-choice",
                WORDS.text("key-store.title"),
                stores,
                WORDS.text("key-store.none"),
                List.<TableColumn<ExternalKeyStore, ?>>of(
                    Columns.node("", 40, this::radio, ExternalKeyStore::id),
                    Columns.text(WORDS.text("key-store.full-name"), 200, ExternalKeyStore::name),
                    Columns.mono(WORDS.text("key-store.id"), 220, ExternalKeyStore::id),
                    Columns.text(
                        WORDS.text("key-store.connectivity"), 170, KeyStoreStepPane::connectivity),
                    Columns.node(
                        WORDS.text("key-store.state"),
                        130,
                        store -> ConnectionStateBadge.of(store.connectionState()),
                        store -> store.connectionState().words()),
                    Columns.node("", 200, this::wayToConnect, ExternalKeyStore::id))),
            MOST_ROWS);
    Tables.whenClicked(
        table, store -> !store.connectionState().usable(), store -> viewModel.choose(store.id()));
    table.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          var store = table.getSelectionModel().getSelectedItem();
          if (event.getCode() == KeyCode.SPACE && store != null) {
            viewModel.choose(store.id());
          }
        });
    return Tables.card(Keyboard.startsAt(table));
  }

  private Node radio(ExternalKeyStore store) {
    var radio = Buttons.radioButton("");
    radio.setAccessibleText(store.name());
    radio.setDisable(!store.connectionState().usable());
    radio.setSelected(viewModel.isChosen(store));
    entries.draft().addListener((_, _, _) -> radio.setSelected(viewModel.isChosen(store)));
    radio.setOnAction(_ -> viewModel.choose(store.id()));
    return radio;
  }

  private Node wayToConnect(ExternalKeyStore store) {
    if (store.connectionState().usable() || store.connectionState().transitional()) {
      return new Label();
    }
    var button =
        Buttons.small(
            "connect-" + store.name(),
            WORDS.text("connect.to-choose"),
            () -> viewModel.connect(store.id()));
    button.disableProperty().bind(viewModel.connecting());
    return button;
  }

  private static String connectivity(ExternalKeyStore store) {
    return switch (store.proxy().connectivity()) {
      case PUBLIC_ENDPOINT -> WORDS.text("connectivity.public");
      case VPC_ENDPOINT_SERVICE -> WORDS.text("connectivity.vpc");
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
    return new Note(
        Note.NoteTone.INFO,
        WORDS.text("connect.running"),
        LoadablePane.working(WORDS.text("connect.running-about")));
  }

  /// Nothing if the key store was connected all along.
  private Optional<Node> connectionOf(ExternalKeyStore store) {
    return switch (store.connectionState()) {
      case ConnectionState.Connected _ ->
          viewModel.connectedHere().get()
              ? Optional.of(
                  new Note(
                      Note.NoteTone.GOOD,
                      WORDS.text("connect.done", store.name()),
                      WORDS.text("connect.done-about")))
              : Optional.empty();
      case ConnectionState.Disconnected _ ->
          Optional.of(
              new Note(
                  Note.NoteTone.WARNING,
                  WORDS.text("connect.needed", store.name()),
                  Note.text(WORDS.text("connect.needed-about")),
                  connectButton(WORDS.text("connect.button", store.name()), store)));
      case ConnectionState.Failed(var code) -> {
        var error = ConnectionErrorCode.of(code);
        yield Optional.of(
            new Note(
                Note.NoteTone.BAD,
                WORDS.text("connect.failed", store.name(), code),
                Note.text(error.cause()),
                Note.text(WORDS.text("connect.failed-to-do", error.remedy())),
                connectButton(WORDS.text("connect.again"), store)));
      }
      case ConnectionState.Connecting _, ConnectionState.Disconnecting _ ->
          Optional.of(
              new Note(
                  Note.NoteTone.INFO,
                  WORDS.text("connect.changing", store.name()),
                  Note.text(WORDS.text("connect.changing-about"))));
    };
  }

  private Button connectButton(String text, ExternalKeyStore store) {
    return Buttons.button("connect-first", text, () -> viewModel.connect(store.id()));
  }
}
