package org.xksworkbench.app.ui.widget;

import java.util.function.BiConsumer;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableView;

/// Writes what a table shows to a file, as CSV or JSON.
public final class ExportMenu {

  private ExportMenu() {}

  /// @param save takes a proposed file name and the text
  public static MenuButton of(TableView<?> table, BiConsumer<String, String> save) {
    var csv = new MenuItem("What is shown, as CSV…");
    csv.setOnAction(_ -> save.accept(table.getId() + ".csv", TableText.csv(table)));
    var json = new MenuItem("What is shown, as JSON…");
    json.setOnAction(_ -> save.accept(table.getId() + ".json", TableText.json(table)));
    var menu = new MenuButton("Export", null, csv, json);
    menu.setId(table.getId() + "-export");
    return menu;
  }
}
