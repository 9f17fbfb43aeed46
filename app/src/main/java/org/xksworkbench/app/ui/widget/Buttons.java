package org.xksworkbench.app.ui.widget;

import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// What is pressed. Its text is shown as it is: JavaFX would take the first underscore of a profile
/// or a path for the mark of a key.
public final class Buttons {

  private Buttons() {}

  /// @param id by which tests and style sheets find it
  public static Button button(String id, String text, Runnable action) {
    var button = button(text, action);
    button.setId(id);
    return button;
  }

  public static Button button(String text, Runnable action) {
    var button = button(text);
    button.setOnAction(_ -> action.run());
    return button;
  }

  /// One whose action comes later.
  public static Button button(String text) {
    var button = plain(new Button(text));
    // A button whose text is cut tells nobody what it does.
    button.setMinWidth(Region.USE_PREF_SIZE);
    return button;
  }

  /// One within a line of text or a table.
  ///
  /// @param id by which tests and style sheets find it
  public static Button small(String id, String text, Runnable action) {
    var button = button(id, text, action);
    button.getStyleClass().add("small");
    return button;
  }

  /// One that destroys: filled red.
  ///
  /// @param id by which tests and style sheets find it
  public static Button danger(String id, String text, Runnable action) {
    return destroys(button(id, text, action));
  }

  /// One that leads to a question before something is destroyed: red letters.
  ///
  /// @param id by which tests and style sheets find it
  public static Button outlinedDanger(String id, String text, Runnable action) {
    var button = button(id, text, action);
    button.getStyleClass().addAll("danger", "button-outlined");
    return button;
  }

  /// Makes a button that a dialog has made one that destroys: filled red. Enter never presses it;
  /// that takes a click, or Tab and Space.
  public static Button destroys(Button button) {
    button.getStyleClass().add("danger");
    button.setDefaultButton(false);
    return Keyboard.deafToEnter(button);
  }

  public static Button button(String id, String text, Feather icon, Runnable action) {
    var button = button(id, text, action);
    button.setGraphic(new FontIcon(icon));
    return button;
  }

  /// Space ticks it. Enter would take back what was agreed to a moment ago.
  public static CheckBox checkBox(String text) {
    return Keyboard.deafToEnter(plain(new CheckBox(text)));
  }

  public static RadioButton radioButton(String text) {
    return plain(new RadioButton(text));
  }

  public static ToggleButton toggleButton(String text, Feather icon) {
    var button = toggleButton(text);
    button.setGraphic(new FontIcon(icon));
    return button;
  }

  public static ToggleButton toggleButton(String text) {
    return plain(new ToggleButton(text));
  }

  public static Hyperlink link(String text) {
    return plain(new Hyperlink(text));
  }

  public static MenuButton menu(String text, MenuItem... items) {
    return plain(new MenuButton(text, null, items));
  }

  /// @param id by which tests and style sheets find it
  public static MenuItem menuItem(String id, String text, Runnable action) {
    var item = menuItem(text, action);
    item.setId(id);
    return item;
  }

  public static MenuItem menuItem(String text, Runnable action) {
    var item = plain(new MenuItem(text));
    item.setOnAction(_ -> action.run());
    return item;
  }

  public static CheckMenuItem checkMenuItem(String text) {
    return plain(new CheckMenuItem(text));
  }

  private static <T extends Labeled> T plain(T labeled) {
    labeled.setMnemonicParsing(false);
    return labeled;
  }

  private static <T extends MenuItem> T plain(T item) {
    item.setMnemonicParsing(false);
    return item;
  }
}
