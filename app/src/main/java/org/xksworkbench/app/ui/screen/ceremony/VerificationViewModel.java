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
import org.xksworkbench.app.ceremony.ToldEvidence;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.ceremony.Fingerprint;

/// Checks the evidence of a ceremony, as `hsm-bridge ceremony verify` does.
public final class VerificationViewModel implements AutoCloseable {

  private static final Words WORDS = Words.of(VerificationViewModel.class);

  /// What is said of the evidence.
  enum VerificationVerdict {
    /// Changed, or no evidence at all.
    DOES_NOT_HOLD,
    /// Consistent, but of a rehearsal where a real one is required.
    REHEARSAL_REFUSED,
    /// Consistent, but not what stands on the paper.
    ANOTHER,
    /// Consistent, and no more is known.
    CONSISTENT,
    /// Consistent, and what stands on the paper.
    AS_ON_PAPER
  }

  /// @param onPaper what was typed from it
  record VerificationOutcome(
      Path path, VerificationVerdict verdict, ToldEvidence check, Optional<Fingerprint> onPaper) {}

  private final Tasks tasks;
  private final Dialogs dialogs;
  private final Runnable onBack;
  private final TaskScope scope;
  private final StringProperty onPaper = new SimpleStringProperty("");
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

  /// The fingerprint of the ceremony as it stands on paper, digits or words; may be empty. Of
  /// version 1 also that of the key that signed.
  StringProperty onPaper() {
    return onPaper;
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
    var typed = onPaper.get().strip();
    var mustBeReal = real.get();
    tasks
        .task(WORDS.text("task.verify"))
        .on(
            Job.FILES,
            _ -> {
              Optional<Fingerprint> required =
                  typed.isEmpty() ? Optional.empty() : Optional.of(Fingerprint.parse(typed));
              var check = ToldEvidence.of(path);
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
      ToldEvidence check, Optional<Fingerprint> required, boolean mustBeReal) {
    if (!check.consistent()) {
      return VerificationVerdict.DOES_NOT_HOLD;
    }
    if (mustBeReal && check.rehearsal()) {
      return VerificationVerdict.REHEARSAL_REFUSED;
    }
    if (required.isEmpty()) {
      return VerificationVerdict.CONSISTENT;
    }
    return check.is(required.get()) ? VerificationVerdict.AS_ON_PAPER : VerificationVerdict.ANOTHER;
  }

  void back() {
    onBack.run();
  }

  @Override
  public void close() {
    scope.close();
  }
}
