package org.xksworkbench.app.ui.widget;

import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;

/// Labels in the styles of the program's style sheet.
public final class Labels {

  private Labels() {}

  public static Label withStyle(String text, String... styles) {
    var label = new Label(text);
    label.getStyleClass().addAll(styles);
    return label;
  }

  /// One whose text changes.
  public static Label withStyle(ObservableValue<String> text, String... styles) {
    var label = withStyle("", styles);
    label.textProperty().bind(text);
    return label;
  }

  public static Label heading(String text) {
    return withStyle(text, "heading");
  }

  public static Label strong(String text) {
    return withStyle(text, "strong");
  }

  public static Label mutedLabel(String text) {
    return withStyle(text, "muted");
  }

  public static Label mono(String text) {
    return withStyle(text, "mono");
  }

  /// A paragraph that wraps, in the colour of what is secondary.
  public static Label about(String text) {
    var label = Note.text(text);
    label.getStyleClass().add("muted");
    return label;
  }
}
