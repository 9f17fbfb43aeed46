package org.xksworkbench.app.ui.widget;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import org.xksworkbench.app.csv.Csv;

/// What a table shows, as text: its visible columns, in their order, its rows in theirs.
public final class TableText {

  private static final String TEXT = "text of a cell";
  private static final KeyCombination COPY =
      new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

  private TableText() {}

  /// Tells what a column that draws nodes says.
  public static <R> void says(TableColumn<R, ?> column, Function<R, String> text) {
    column.getProperties().put(TEXT, text);
  }

  /// With a header.
  public static <R> String csv(TableView<R> table) {
    return Csv.of(
        table.getVisibleLeafColumns().stream().map(TableColumn::getText).toList(),
        table.getItems().stream()
            .map(row ->
                table.getVisibleLeafColumns().stream().map(column -> text(column, row)).toList())
            .toList());
  }

  /// An array of one object a row.
  public static <R> String json(TableView<R> table) {
    var array = new ObjectMapper().createArrayNode();
    table
        .getItems()
        .forEach(row -> {
          var object = array.addObject();
          table
              .getVisibleLeafColumns()
              .forEach(column -> object.put(column.getText(), text(column, row)));
        });
    return array.toPrettyString() + "\n";
  }

  /// Lets Ctrl+C copy the selected rows, with tabs between the cells.
  static <R> void copyByKeyboard(TableView<R> table) {
    table.setOnKeyPressed(event -> {
      var rows = table.getSelectionModel().getSelectedItems();
      if (COPY.match(event) && !rows.isEmpty()) {
        var content = new ClipboardContent();
        content.putString(
            rows.stream()
                .map(row ->
                    table.getVisibleLeafColumns().stream()
                        .map(column -> text(column, row))
                        .collect(Collectors.joining("\t")))
                .collect(Collectors.joining("\n")));
        Clipboard.getSystemClipboard().setContent(content);
        event.consume();
      }
    });
  }

  @SuppressWarnings("unchecked") // says() alone puts it there, with the type of the row
  private static <R> String text(TableColumn<R, ?> column, R row) {
    if (column.getProperties().get(TEXT) instanceof Function<?, ?> says) {
      return ((Function<R, String>) says).apply(row);
    }
    var value = column.getCellObservableValue(row);
    return value == null || value.getValue() == null ? "" : value.getValue().toString();
  }
}
