package org.xksworkbench.app.ui.widget;

import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;

/// Labels in the styles of the program's style sheet.
public final class Labels {

  private Labels() {}

  public static Label styled(String text, String... styles) {
    var label = new Label(text);
    label.getStyleClass().addAll(styles);
    return label;
  }

  /// One whose text changes.
  public static Label styled(ObservableValue<String> text, String... styles) {
    var label = styled("", styles);
    label.textProperty().bind(text);
    return label;
  }

  public static Label heading(String text) {
    return styled(text, "heading");
  }

  public static Label strong(String text) {
    return styled(text, "strong");
  }

  public static Label muted(String text) {
    return styled(text, "muted");
  }

  public static Label mono(String text) {
    return styled(text, "mono");
  }

  /// A paragraph that wraps, in the colour of what is secondary.
  public static Label about(String text) {
    var label = Note.text(text);
    label.getStyleClass().add("muted");
    return label;
  }
}
