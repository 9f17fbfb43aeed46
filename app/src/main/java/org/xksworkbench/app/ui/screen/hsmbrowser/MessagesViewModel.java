package org.xksworkbench.app.ui.screen.hsmbrowser;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.problem.Problem;

/// What is told above the content: what failed last, and what happened last that is worth reading.
public final class MessagesViewModel {

  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable HsmNotice> notice = new ReadOnlyObjectWrapper<>();

  MessagesViewModel() {}

  public ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return problem.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable HsmNotice> notice() {
    return notice.getReadOnlyProperty();
  }

  /// Something new begins.
  void clear() {
    clearProblem();
    notice.set(null);
  }

  void clearProblem() {
    problem.set(null);
  }

  void tell(Problem failure) {
    problem.set(failure);
  }

  void tell(HsmNotice happened) {
    notice.set(happened);
  }

  /// What the user gave cannot be taken.
  void refuse(String headline, String cause, String nextStep) {
    tell(Problem.of(Problem.ProblemKind.INVALID, headline).because(cause).toDo(nextStep));
  }

  /// An answer has come after all: what was said is not true any more.
  void clearIfSame(Problem said) {
    if (said.equals(problem.get())) {
      clearProblem();
    }
  }
}
