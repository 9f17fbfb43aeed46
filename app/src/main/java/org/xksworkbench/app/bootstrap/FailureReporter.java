package org.xksworkbench.app.bootstrap;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.problem.ProblemLog;
import org.xksworkbench.app.problem.Problems;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.ProblemReporter;
import org.xksworkbench.app.ui.task.Tasks;

/// Tells log and user of what nobody else took: a problem of a task that has no place on a screen,
/// and a failure that ended the work of a thread or of an event.
///
/// Of failures of the second kind the same is shown once: what fails while the window is drawn
/// fails again at each frame.
final class FailureReporter implements ProblemReporter {

  private final Dialogs dialogs;
  private final Set<String> shown = ConcurrentHashMap.newKeySet();

  FailureReporter(Dialogs dialogs) {
    this.dialogs = dialogs;
  }

  @Override
  public void report(Problem problem, Throwable cause) {
    ProblemLog.tell(problem, cause);
    dialogs.show(problem);
  }

  /// Takes what ended the work of a thread or of an event.
  Thread.UncaughtExceptionHandler handlerOfUncaught(Tasks tasks) {
    var scope = tasks.scope();
    return (_, failure) -> {
      var problem = Problems.of(failure);
      ProblemLog.tell(problem, failure);
      if (shown.add(problem.code())) {
        tasks.soon(scope, () -> dialogs.show(problem));
      }
    };
  }
}
