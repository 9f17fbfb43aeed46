package org.xksworkbench.app.ui.shell;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.collections.FXCollections;
import javafx.collections.transformation.FilteredList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.words.Words;

/// Every destination and action by its name: Ctrl+K, some letters, Enter. Escape closes it. The
/// focus goes back to where it was.
final class CommandPalette extends StackPane {

  private static final Words WORDS = Words.of(CommandPalette.class);

  /// Something to go to or to do.
  record Command(String name, Runnable action) {}

  private static final double WIDTH = 560;
  private static final double LIST_HEIGHT = 300;

  private final Supplier<List<Command>> commands;
  private final Function<String, Optional<Command>> named;
  private final FilteredList<Command> shown;
  private final TextField search = new TextField();
  private final ListView<Command> list = new ListView<>();
  private final javafx.collections.ObservableList<Command> all =
      FXCollections.observableArrayList();

  private @Nullable Node focusBefore;

  /// @param named what a text that was pasted leads to, if it is the name of something
  CommandPalette(Supplier<List<Command>> commands, Function<String, Optional<Command>> named) {
    this.commands = commands;
    this.named = named;
    this.shown = new FilteredList<>(all);
    setId("palette");
    getStyleClass().add("palette-backdrop");
    search.setId("palette-search");
    search.setPromptText(WORDS.text("command.search"));
    search.setAccessibleText(WORDS.text("command.field"));
    search.textProperty().subscribe(text -> filter(text));
    list.setId("palette-commands");
    list.setItems(shown);
    list.setFocusTraversable(false);
    list.setCellFactory(_ ->
        new ListCell<>() {
          @Override
          protected void updateItem(@Nullable Command item, boolean empty) {
            super.updateItem(item, empty);
            setText(empty || item == null ? null : item.name());
          }
        });
    list.setMinHeight(0);
    list.setPrefHeight(LIST_HEIGHT);
    list.setOnMouseClicked(_ -> run());
    var box = new VBox(8, search, list);
    box.getStyleClass().add("palette");
    box.setMaxSize(WIDTH, VBox.USE_PREF_SIZE);
    StackPane.setAlignment(box, Pos.TOP_CENTER);
    getChildren().add(box);
    setVisible(false);
    addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    setOnMousePressed(event -> {
      if (event.getTarget() == this) {
        close();
      }
    });
  }

  void open() {
    all.setAll(commands.get());
    search.clear();
    filter("");
    focusBefore = getScene().getFocusOwner();
    setVisible(true);
    toFront();
    search.requestFocus();
  }

  /// Left to JavaFX, the focus would go to the first button of the window, whatever that does.
  private void close() {
    var before = focusBefore;
    focusBefore = null;
    setVisible(false);
    if (before != null) {
      before.requestFocus();
    }
  }

  private void filter(String text) {
    var words = text.toLowerCase(Locale.ROOT).strip().split("\\s+");
    shown.setPredicate(command -> {
      var name = command.name().toLowerCase(Locale.ROOT);
      return List.of(words).stream().allMatch(name::contains);
    });
    var one = named.apply(text.strip());
    list.setItems(one.isPresent() ? FXCollections.observableArrayList(one.get()) : shown);
    list.getSelectionModel().selectFirst();
  }

  private void key(KeyEvent event) {
    switch (event.getCode()) {
      case ESCAPE -> close();
      case ENTER -> run();
      case DOWN, UP -> move(event.getCode() == KeyCode.DOWN ? 1 : -1);
      default -> {
        return;
      }
    }
    event.consume();
  }

  private void move(int by) {
    var selection = list.getSelectionModel();
    selection.select(Math.clamp(selection.getSelectedIndex() + by, 0, list.getItems().size() - 1));
    list.scrollTo(selection.getSelectedIndex());
  }

  private void run() {
    var command = list.getSelectionModel().getSelectedItem();
    if (command != null) {
      close();
      command.action().run();
    }
  }
}
