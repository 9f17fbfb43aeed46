package org.xksworkbench.app.ui.widget;

import java.util.function.BiConsumer;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableView;

/// Writes what a table shows to a file, as CSV or JSON.
public final class ExportMenu {

  private ExportMenu() {}

  /// @param save takes a proposed file name and the text
  public static MenuButton of(TableView<?> table, BiConsumer<String, String> save) {
    var csv =
        Buttons.menuItem(
            "What is shown, as CSV…",
            () -> save.accept(table.getId() + ".csv", TableText.csv(table)));
    var json =
        Buttons.menuItem(
            "What is shown, as JSON…",
            () -> save.accept(table.getId() + ".json", TableText.json(table)));
    var menu = Buttons.menu("Export", csv, json);
    menu.setId(table.getId() + "-export");
    return menu;
  }
}
