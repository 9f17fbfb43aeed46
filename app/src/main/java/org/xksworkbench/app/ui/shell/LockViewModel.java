package org.xksworkbench.app.ui.shell;

import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import org.xksworkbench.app.problem.Problems;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.guard.ReadOnlyException;
import org.xksworkbench.bridge.store.StoreException;

/// Shows whether the profile may change anything, and lets the user unlock and lock it. The lock
/// itself works below the window.
public final class LockViewModel {

  private final ChangeLock lock;
  private final Dialogs dialogs;
  private final ReadOnlyBooleanWrapper readOnly;

  public LockViewModel(ChangeLock lock, Dialogs dialogs) {
    this.lock = lock;
    this.dialogs = dialogs;
    this.readOnly = new ReadOnlyBooleanWrapper(lock.readOnly());
  }

  public ReadOnlyBooleanProperty readOnly() {
    return readOnly.getReadOnlyProperty();
  }

  /// Why nobody unlocks it here: the policy of this machine. Empty if the user can.
  public Optional<String> keptBy() {
    return lock.keptBy();
  }

  /// Looks again: the command line can lock and unlock as well.
  public void refresh() {
    readOnly.set(lock.readOnly());
  }

  /// Locks at once; unlocks after a question.
  ///
  /// @param where account and Region, for the question
  public void toggle(String where) {
    refresh();
    if (lock.keptBy().isPresent()) {
      set(false);
    } else if (!readOnly.get()) {
      set(true);
    } else if (dialogs.confirm(
        "Unlock " + lock.profile() + " for changes?",
        "This profile works in "
            + where
            + ". Unlocked, it can create, change and delete there and"
            + " in the attached HSM, in this window and by hsm-bridge, until you lock it again.",
        "Unlock for changes")) {
      set(false);
    }
    refresh();
  }

  private void set(boolean toReadOnly) {
    try {
      lock.setReadOnly(toReadOnly);
    } catch (ReadOnlyException | StoreException e) {
      dialogs.show(Problems.of(e));
    }
  }
}
