package org.xksworkbench.app.ui.widget;

import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.ObservableList;
import javafx.collections.transformation.SortedList;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// Tables as this program has them: dense, sortable, in a card.
public final class Tables {

  private static final double ROW_HEIGHT = 34;
  private static final double HEADER_HEIGHT = 42;
  private static final int FEWEST_ROWS = 2;

  private Tables() {}

  /// @param name for those who do not see what stands above it
  /// @param empty what stands there if no row is left; says what to do next
  public static <R> TableView<R> of(
      String id,
      String name,
      ObservableList<R> rows,
      String empty,
      Iterable<TableColumn<R, ?>> columns) {
    return of(id, name, rows, new ReadOnlyStringWrapper(empty), columns);
  }

  /// @param name for those who do not see what stands above it
  /// @param empty what stands there if no row is left, as long as it is true
  public static <R> TableView<R> of(
      String id,
      String name,
      ObservableList<R> rows,
      ObservableValue<String> empty,
      Iterable<TableColumn<R, ?>> columns) {
    var table = new TableView<R>();
    table.setId(id);
    table.setAccessibleText(name);
    table.setFixedCellSize(ROW_HEIGHT);
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    columns.forEach(table.getColumns()::add);
    var sorted = new SortedList<>(rows);
    sorted.comparatorProperty().bind(table.comparatorProperty());
    table.setItems(sorted);
    var placeholder = new Label();
    placeholder.textProperty().bind(empty);
    placeholder.getStyleClass().add("muted");
    table.setPlaceholder(placeholder);
    TableText.copyByKeyboard(table);
    return table;
  }

  /// Makes it as high as its rows, up to a number of them.
  public static <R> TableView<R> fitRows(TableView<R> table, int most) {
    table
        .prefHeightProperty()
        .bind(
            Bindings.createDoubleBinding(
                () ->
                    HEADER_HEIGHT
                        + Math.clamp(table.getItems().size(), FEWEST_ROWS, most) * ROW_HEIGHT,
                table.getItems()));
    table.setMinHeight(Region.USE_PREF_SIZE);
    return table;
  }

  /// Makes it as high as a number of rows, however many it has: what stands below it stays where it
  /// is while its rows come and are searched.
  public static <R> TableView<R> fixRows(TableView<R> table, int number) {
    table.setPrefHeight(heightOf(number));
    table.setMinHeight(Region.USE_PREF_SIZE);
    return table;
  }

  /// Of a table with so many rows.
  public static double heightOf(int rows) {
    return HEADER_HEIGHT + rows * ROW_HEIGHT;
  }

  /// Keeps the selection of table and view model the same. A refresh replaces all rows and for a
  /// moment selects none: that is not passed on.
  public static <R> void bindSelection(TableView<R> table, ObjectProperty<@Nullable R> selected) {
    whenSelected(table, selected::set);
    selected.subscribe(row -> {
      if (row != null) {
        table.getSelectionModel().select(row);
      }
    });
  }

  public static <R> void whenSelected(TableView<R> table, Consumer<R> then) {
    table
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(row -> {
          if (row != null) {
            then.accept(row);
          }
        });
  }

  /// A click anywhere in a row counts; a row that cannot be chosen looks so.
  public static <R> void whenClicked(TableView<R> table, Predicate<R> refused, Consumer<R> then) {
    table.setRowFactory(_ -> {
      var row = new ChoiceRow<>(refused);
      row.setOnMouseClicked(event -> {
        if (row.getItem() != null && event.getClickCount() == 1) {
          then.accept(row.getItem());
        }
      });
      return row;
    });
  }

  private static final class ChoiceRow<R> extends TableRow<R> {

    private static final PseudoClass REFUSED = PseudoClass.getPseudoClass("refused");

    private final Predicate<R> refused;

    ChoiceRow(Predicate<R> refused) {
      this.refused = refused;
    }

    @Override
    protected void updateItem(@Nullable R item, boolean empty) {
      super.updateItem(item, empty);
      pseudoClassStateChanged(REFUSED, item != null && !empty && refused.test(item));
    }
  }

  public static StackPane card(TableView<?> table) {
    var card = new StackPane(table);
    card.getStyleClass().addAll("card", "table-card");
    return card;
  }
}
