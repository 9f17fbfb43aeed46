package org.xksworkbench.app.ui.screen.keydetail;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.xksworkbench.app.kms.KeyInputs;

/// What is entered before a deletion is scheduled.
public final class KeyDeletion {

  /// What has to be typed.
  public static final String WORD = "delete";

  private final BooleanProperty open = new SimpleBooleanProperty();
  private final IntegerProperty days = new SimpleIntegerProperty(KeyInputs.LONGEST_DELETION_DAYS);
  private final StringProperty typed = new SimpleStringProperty("");

  KeyDeletion() {}

  /// Whether the user is being asked.
  public BooleanProperty open() {
    return open;
  }

  /// The waiting period.
  public IntegerProperty days() {
    return days;
  }

  public StringProperty typed() {
    return typed;
  }

  public BooleanBinding confirmed() {
    return Bindings.createBooleanBinding(this::isConfirmed, days, typed);
  }

  /// Whether AWS KMS takes the waiting period.
  public BooleanBinding mayWait() {
    return Bindings.createBooleanBinding(
        () -> KeyInputs.deletionDaysProblem(days.get()).isEmpty(), days);
  }

  boolean isConfirmed() {
    return typed.get().strip().equals(WORD) && KeyInputs.deletionDaysProblem(days.get()).isEmpty();
  }

  void reset() {
    open.set(false);
    typed.set("");
    days.set(KeyInputs.LONGEST_DELETION_DAYS);
  }
}
