package org.xksworkbench.app.ui.widget;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.app.settings.TableState;

/// The gear of a table: which columns are shown. Their choice, order and widths are kept.
public final class ColumnChooser {

  private ColumnChooser() {}

  /// @param table whose id names it in the settings
  /// @param hiddenAtFirst titles of the columns that wait behind the gear
  public static <R> MenuButton of(
      TableView<R> table, Settings settings, Set<String> hiddenAtFirst) {
    arrange(
        table,
        settings
            .table(table.getId())
            .orElseGet(() -> new TableState(List.of(), Set.of(), java.util.Map.of())),
        hiddenAtFirst);
    var gear = Buttons.menu("");
    gear.setGraphic(new FontIcon(Feather.SETTINGS));
    gear.setId(table.getId() + "-columns");
    gear.setAccessibleText("Columns of the table");
    gear.setTooltip(new Tooltip("Columns"));
    for (var column : List.copyOf(table.getColumns())) {
      var item = Buttons.checkMenuItem(column.getText());
      item.setSelected(column.isVisible());
      item.setOnAction(_ -> {
        var others = table.getVisibleLeafColumns().size() > 1;
        if (item.isSelected() || others) {
          column.setVisible(item.isSelected());
        } else {
          item.setSelected(true);
        }
        keep(table, settings);
      });
      column.widthProperty().subscribe((_, _) -> keepIfUser(table, settings));
      gear.getItems().add(item);
    }
    table
        .getColumns()
        .addListener(
            (javafx.collections.ListChangeListener<TableColumn<R, ?>>) _ -> keep(table, settings));
    return gear;
  }

  /// A column that is newer than what was kept is as at first.
  private static <R> void arrange(TableView<R> table, TableState state, Set<String> hiddenAtFirst) {
    var order = state.order();
    if (!order.isEmpty()) {
      var columns = new ArrayList<>(table.getColumns());
      columns.sort(
          Comparator.comparingInt(column -> {
            var place = order.indexOf(column.getText());
            return place < 0 ? Integer.MAX_VALUE : place;
          }));
      table.getColumns().setAll(columns);
    }
    for (var column : table.getColumns()) {
      var hidden = order.contains(column.getText()) ? state.hidden() : hiddenAtFirst;
      column.setVisible(!hidden.contains(column.getText()));
      var width = state.widths().get(column.getText());
      if (width != null) {
        column.setPrefWidth(width);
      }
    }
  }

  /// Widths change with the window too; what the user's mouse does is what is worth keeping.
  private static <R> void keepIfUser(TableView<R> table, Settings settings) {
    if (table.isPressed()
        || table.lookupAll(".column-resize-line").stream().anyMatch(n -> n.isVisible())) {
      keep(table, settings);
    }
  }

  private static <R> void keep(TableView<R> table, Settings settings) {
    var hidden = new HashSet<String>();
    var widths = new HashMap<String, Double>();
    for (var column : table.getColumns()) {
      if (!column.isVisible()) {
        hidden.add(column.getText());
      }
      widths.put(column.getText(), Math.rint(column.getWidth()));
    }
    settings.keepTable(
        table.getId(),
        new TableState(
            table.getColumns().stream().map(TableColumn::getText).toList(), hidden, widths));
  }
}
