package org.xksworkbench.app.ui.screen.ceremony;

import java.nio.file.Path;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.bundle.BundleCheck;

/// Checks the evidence of a ceremony, as `hsm-bridge ceremony verify` does.
public final class VerificationViewModel implements AutoCloseable {

  private static final Words WORDS = Words.of(VerificationViewModel.class);

  /// What is said of the evidence.
  enum VerificationVerdict {
    /// Changed, or no evidence at all.
    DOES_NOT_HOLD,
    /// Consistent, but of a rehearsal where a real one is required.
    REHEARSAL_REFUSED,
    /// Consistent, but by another key than the required one.
    ANOTHER_SIGNER,
    /// Consistent, and no more is known.
    CONSISTENT,
    /// Consistent, and by the required key.
    SIGNED_AS_REQUIRED
  }

  /// @param signer that was required
  record VerificationOutcome(
      Path path,
      VerificationVerdict verdict,
      BundleCheck.BundleVerification check,
      Optional<Fingerprint> signer) {}

  private final Tasks tasks;
  private final Dialogs dialogs;
  private final Runnable onBack;
  private final TaskScope scope;
  private final StringProperty signer = new SimpleStringProperty("");
  private final BooleanProperty real = new SimpleBooleanProperty();
  private final BooleanProperty busy = new SimpleBooleanProperty();
  private final ReadOnlyObjectWrapper<Optional<VerificationOutcome>> outcome =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();

  VerificationViewModel(Tasks tasks, Dialogs dialogs, Runnable onBack) {
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.onBack = onBack;
    this.scope = tasks.scope();
  }

  /// Fingerprint of the key that must have signed, digits or words, from paper; may be empty.
  StringProperty signer() {
    return signer;
  }

  /// Whether the evidence of a rehearsal is refused.
  BooleanProperty real() {
    return real;
  }

  BooleanProperty busy() {
    return busy;
  }

  ReadOnlyObjectProperty<Optional<VerificationOutcome>> outcome() {
    return outcome.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return problem.getReadOnlyProperty();
  }

  void chooseFolder() {
    dialogs.chooseFolder(WORDS.text("ask.bundle-folder")).ifPresent(this::verify);
  }

  void chooseFile() {
    dialogs.chooseFile(WORDS.text("ask.bundle-file")).ifPresent(this::verify);
  }

  void verify(Path path) {
    problem.set(null);
    outcome.set(Optional.empty());
    var typed = signer.get().strip();
    var mustBeReal = real.get();
    tasks
        .task(WORDS.text("task.verify"))
        .on(
            Job.FILES,
            _ -> {
              Optional<Fingerprint> required =
                  typed.isEmpty() ? Optional.empty() : Optional.of(Fingerprint.parse(typed));
              var check = BundleCheck.of(path);
              return new VerificationOutcome(
                  path, verdict(check, required, mustBeReal), check, required);
            })
        .in(scope)
        .latest("verify")
        .busy(busy)
        .onSuccess(told -> outcome.set(Optional.of(told)))
        .onProblem(problem::set)
        .start();
  }

  private static VerificationVerdict verdict(
      BundleCheck.BundleVerification check, Optional<Fingerprint> required, boolean mustBeReal) {
    if (!check.consistent()) {
      return VerificationVerdict.DOES_NOT_HOLD;
    }
    if (mustBeReal && check.rehearsal()) {
      return VerificationVerdict.REHEARSAL_REFUSED;
    }
    if (required.isEmpty()) {
      return VerificationVerdict.CONSISTENT;
    }
    return check.signer().equals(required)
        ? VerificationVerdict.SIGNED_AS_REQUIRED
        : VerificationVerdict.ANOTHER_SIGNER;
  }

  void back() {
    onBack.run();
  }

  @Override
  public void close() {
    scope.close();
  }
}
