package org.xksworkbench.app.ui.widget;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.xksworkbench.app.kms.KeyInputs;

/// What is entered before the deletion of a KMS key is scheduled.
public final class DeletionEntry {

  /// What has to be typed.
  public static final String WORD = "delete";

  private final BooleanProperty open = new SimpleBooleanProperty();
  private final IntegerProperty days = new SimpleIntegerProperty(KeyInputs.LONGEST_DELETION_DAYS);
  private final StringProperty typed = new SimpleStringProperty("");

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

  public boolean isConfirmed() {
    return typed.get().strip().equals(WORD) && KeyInputs.deletionDaysProblem(days.get()).isEmpty();
  }

  public void reset() {
    open.set(false);
    typed.set("");
    days.set(KeyInputs.LONGEST_DELETION_DAYS);
  }
}
