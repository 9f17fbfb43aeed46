package org.xksworkbench.app.ui.screen.hsmbrowser;

import javafx.scene.control.Button;
import javafx.scene.control.MenuItem;

/// What the user can press.
final class Actions {

  private Actions() {}

  static Button button(String text, Runnable action) {
    var button = new Button(text);
    button.setOnAction(_ -> action.run());
    return button;
  }

  static Button button(String text, String id, Runnable action) {
    var button = button(text, action);
    button.setId(id);
    return button;
  }

  static MenuItem item(String text, Runnable action) {
    var item = new MenuItem(text);
    item.setOnAction(_ -> action.run());
    return item;
  }
}
