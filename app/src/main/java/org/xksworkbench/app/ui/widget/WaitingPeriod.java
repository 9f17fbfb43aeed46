package org.xksworkbench.app.ui.widget;

import java.util.regex.Pattern;
import javafx.beans.property.IntegerProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import org.xksworkbench.app.kms.KeyInputs;

/// How many days AWS KMS waits before it deletes a key. What it would refuse stays as it was typed
/// and is told: a number that changes by itself is not what was meant.
public final class WaitingPeriod {

  private static final int COLUMNS = 3;
  private static final double LINE = 16;
  private static final Pattern DAYS = Pattern.compile("[0-9]{1,3}");

  /// No period at all.
  private static final int NONE = 0;

  private final TextField field;
  private final Label error = new Label();

  /// @param id of the field; that of its error ends with `-error`
  public WaitingPeriod(String id, IntegerProperty days) {
    field = Keyboard.deafToEnter(new TextField(Integer.toString(days.get())));
    field.setId(id);
    field.setPrefColumnCount(COLUMNS);
    field.setAccessibleText("Waiting period in days");
    field.textProperty().addListener((_, _, text) -> days.set(parse(text.strip())));
    ObservableValue<String> wrong =
        days.map(number -> KeyInputs.deletionDaysProblem(number.intValue()).orElse(""));
    error.setId(id + "-error");
    error.getStyleClass().add("field-error");
    error.textProperty().bind(wrong);
    // Its room is kept: a button that moves is missed.
    error.setMinHeight(LINE);
    field.accessibleHelpProperty().bind(wrong);
  }

  /// Where it is typed.
  public TextField field() {
    return field;
  }

  /// What is wrong with it, to stand below.
  public Label error() {
    return error;
  }

  private static int parse(String text) {
    return DAYS.matcher(text).matches() ? Integer.parseInt(text) : NONE;
  }
}
