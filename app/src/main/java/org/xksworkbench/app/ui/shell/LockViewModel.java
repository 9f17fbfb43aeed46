package org.xksworkbench.app.ui.shell;

import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.guard.ChangeLock;

/// Shows whether the profile may change anything, and lets the user unlock and lock it. The lock
/// itself works below the window.
public final class LockViewModel {

  private static final Words WORDS = Words.of(LockViewModel.class);

  private final ChangeLock lock;
  private final Tasks tasks;
  private final Dialogs dialogs;
  private final ReadOnlyBooleanWrapper readOnly;
  private final BooleanProperty looking = new SimpleBooleanProperty();

  /// @param readOnly how the lock was when it was looked at last
  public LockViewModel(ChangeLock lock, boolean readOnly, Tasks tasks, Dialogs dialogs) {
    this.lock = lock;
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.readOnly = new ReadOnlyBooleanWrapper(readOnly);
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
    if (!looking.get()) {
      look(() -> {});
    }
  }

  private void look(Runnable then) {
    tasks
        .task("")
        .on(Job.FILE, _ -> lock.readOnly())
        .busy(looking)
        .onSuccess(now -> {
          readOnly.set(now);
          then.run();
        })
        // Told of the file itself, once.
        .onProblem(_ -> {})
        .start();
  }

  /// Locks at once; unlocks after a question.
  ///
  /// @param where account and Region, for the question
  public void toggle(String where) {
    look(() -> {
      if (lock.keptBy().isPresent()) {
        set(false);
      } else if (!readOnly.get()) {
        set(true);
      } else if (dialogs.confirm(
          WORDS.text("lock.question", lock.profile()),
          WORDS.text("lock.about", where),
          WORDS.text("lock.button"))) {
        set(false);
      }
    });
  }

  private void set(boolean toReadOnly) {
    tasks
        .task(WORDS.text(toReadOnly ? "lock.locking" : "lock.unlocking", lock.profile()))
        .on(
            Job.FILE,
            _ -> {
              lock.setReadOnly(toReadOnly);
              return lock.readOnly();
            })
        .onSuccess(readOnly::set)
        .onProblem(problem -> {
          dialogs.show(problem);
          look(() -> {});
        })
        .start();
  }
}
