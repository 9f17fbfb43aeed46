package org.xksworkbench.app.ui.widget;

import java.util.Comparator;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.hsm.ForeignText;

/// Table columns in the few kinds that this program shows.
public final class Columns {

  /// Shows words that may be anybody's; the value of the cell stays as it is.
  private static final class TextCell<R> extends TableCell<R, String> {
    @Override
    protected void updateItem(@Nullable String item, boolean empty) {
      super.updateItem(item, empty);
      setText(empty || item == null ? null : ForeignText.printable(item));
    }
  }

  private Columns() {}

  public static <R> TableColumn<R, String> text(
      String title, double width, Function<R, String> value) {
    var column = new TableColumn<R, String>(title);
    column.setPrefWidth(width);
    column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(value.apply(cell.getValue())));
    column.setCellFactory(_ -> new TextCell<>());
    return column;
  }

  /// An ID: fixed-width face.
  public static <R> TableColumn<R, String> mono(
      String title, double width, Function<R, String> value) {
    var column = text(title, width, value);
    column.getStyleClass().add("mono-column");
    column.setCellFactory(_ -> {
      var cell = new TextCell<R>();
      cell.getStyleClass().add("mono");
      return cell;
    });
    return column;
  }

  /// A value drawn by a node, sorted by what it says.
  public static <R> TableColumn<R, R> node(
      String title, double width, Function<R, Node> node, Function<R, String> sortKey) {
    var column = new TableColumn<R, R>(title);
    column.setPrefWidth(width);
    column.setComparator(Comparator.comparing(sortKey));
    TableText.says(column, sortKey);
    column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
    column.setCellFactory(_ ->
        new TableCell<>() {
          @Override
          protected void updateItem(@Nullable R item, boolean empty) {
            super.updateItem(item, empty);
            setText(null);
            setGraphic(empty || item == null ? null : node.apply(item));
          }
        });
    return column;
  }

  /// A value drawn by a node that each cell makes once and then only changes: for tables of many
  /// rows, where new nodes at each scroll would be felt.
  ///
  /// @param show lets the node say the row
  public static <R, N extends Node> TableColumn<R, R> reusingNodes(
      String title,
      double width,
      Supplier<N> make,
      BiConsumer<N, R> show,
      Function<R, String> sortKey) {
    var column = new TableColumn<R, R>(title);
    column.setPrefWidth(width);
    column.setComparator(Comparator.comparing(sortKey));
    column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
    column.setCellFactory(_ ->
        new TableCell<>() {
          private final N node = make.get();

          @Override
          protected void updateItem(@Nullable R item, boolean empty) {
            super.updateItem(item, empty);
            if (empty || item == null) {
              setGraphic(null);
            } else {
              show.accept(node, item);
              setGraphic(node);
            }
          }
        });
    return column;
  }

  /// A box to tick in each row.
  ///
  /// @param name of a row, for screen readers
  public static <R> TableColumn<R, R> tick(
      double width, Predicate<R> ticked, BiConsumer<R, Boolean> tick, Function<R, String> name) {
    var column = new TableColumn<R, R>("");
    column.setMinWidth(width);
    column.setMaxWidth(width);
    column.setSortable(false);
    column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
    column.setCellFactory(_ ->
        new TableCell<>() {
          private final CheckBox box = Buttons.checkBox("");

          {
            box.setOnAction(_ -> {
              if (getItem() != null) {
                tick.accept(getItem(), box.isSelected());
              }
            });
          }

          @Override
          protected void updateItem(@Nullable R item, boolean empty) {
            super.updateItem(item, empty);
            if (empty || item == null) {
              setGraphic(null);
            } else {
              box.setSelected(ticked.test(item));
              box.setAccessibleText(name.apply(item));
              setGraphic(box);
            }
          }
        });
    return column;
  }
}
