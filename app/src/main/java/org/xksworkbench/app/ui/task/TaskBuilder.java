package org.xksworkbench.app.ui.task;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.problem.Problems;

/// A task that is being described; nothing happens before [#start].
@CheckReturnValue
public final class TaskBuilder<T extends @Nullable Object> {

  private final Tasks tasks;
  private final String name;
  private final Job job;
  private final Work<T> work;
  private TaskScope scope = new TaskScope();
  private Object supersedes = "";
  private @Nullable Fetched<T> target;
  private @Nullable BooleanProperty busy;
  private @Nullable BooleanProperty committed;
  private @Nullable StringProperty progress;
  private @Nullable Consumer<T> onSuccess;
  private @Nullable Consumer<Problem> onProblem;
  private @Nullable Consumer<Problem> evenLate;
  private @Nullable Problem told;

  TaskBuilder(Tasks tasks, String name, Job job, Work<T> work) {
    this.tasks = tasks;
    this.name = name;
    this.job = job;
    this.work = work;
  }

  /// The screen that it belongs to.
  public TaskBuilder<T> in(TaskScope scope) {
    this.scope = scope;
    return this;
  }

  /// Cancels the task that was started before under the same key in the same scope.
  public TaskBuilder<T> latest(String key) {
    supersedes = key;
    return this;
  }

  /// Brings the result, or the problem, to where it is shown; drops what another task would bring
  /// there. What is shown stays until then.
  public TaskBuilder<T> into(Fetched<T> target) {
    this.target = target;
    supersedes = target;
    return this;
  }

  /// True while it runs, or another task with the same property does.
  public TaskBuilder<T> busy(BooleanProperty busy) {
    this.busy = busy;
    return this;
  }

  /// True from the point of no return on, until it is over.
  public TaskBuilder<T> committing(BooleanProperty committed) {
    this.committed = committed;
    return this;
  }

  /// What the work tells of how far it is; empty when it is over.
  public TaskBuilder<T> progress(StringProperty progress) {
    this.progress = progress;
    return this;
  }

  public TaskBuilder<T> onSuccess(Consumer<T> onSuccess) {
    this.onSuccess = onSuccess;
    return this;
  }

  /// Takes a failure in its place. Without it, the failure goes to the reporter.
  public TaskBuilder<T> onProblem(Consumer<Problem> onProblem) {
    this.onProblem = onProblem;
    return this;
  }

  /// Its outcome is taken even after its deadline, by the same handlers, unless the screen was
  /// closed or the task superseded. For calls that cannot be stopped: what they changed must be
  /// seen, and what they read is there.
  ///
  /// @param answered hears before a success which problem is not true any more
  public TaskBuilder<T> evenLate(Consumer<Problem> answered) {
    this.evenLate = answered;
    return this;
  }

  /// As [#evenLate(Consumer)], where a success takes the place of the problem.
  public TaskBuilder<T> evenLate() {
    return evenLate(_ -> {});
  }

  /// Called on the window's thread.
  @CanIgnoreReturnValue
  public TaskHandle start() {
    var task = new TaskHandle(name, job, tasks::nanos);
    if (scope.closed()) {
      task.cancel();
      return task;
    }
    scope.add(task, supersedes);
    tasks.begin(task, busy);
    if (evenLate != null) {
      task.wantedEvenLate();
    }
    task.telling(() -> tellCommitted(task), how -> tellProgress(task, how));
    task.ending(() -> onCancelled(task), problem -> giveUp(task, problem));
    task.standsAt(tasks.execute(job.lane(), () -> run(task)));
    tasks.watch();
    return task;
  }

  private void run(TaskHandle task) {
    if (task.over()) {
      return;
    }
    Runnable outcome;
    try {
      var result = task.run(work);
      outcome = () -> succeed(result);
    } catch (Exception | Error e) {
      outcome = () -> fail(Problems.of(e), e);
    }
    var then = outcome;
    tasks.deliver(() -> {
      // What comes after the task was cancelled or left is shown nowhere, or late.
      if (task.finish()) {
        settle(task);
        tasks.runGuarded(then);
      } else if (task.finishLate()) {
        scope.remove(task);
        tasks.runGuarded(then);
      }
    });
  }

  private void giveUp(TaskHandle task, Problem problem) {
    release(task);
    if (task.late()) {
      told = problem;
    } else {
      scope.remove(task);
    }
    tasks.runGuarded(() -> fail(problem, new TimeoutException(problem.headline())));
  }

  private void onCancelled(TaskHandle task) {
    if (task.late()) {
      scope.remove(task);
    } else {
      settle(task);
    }
  }

  private void settle(TaskHandle task) {
    scope.remove(task);
    release(task);
  }

  private void release(TaskHandle task) {
    tasks.end(task, busy);
    if (committed != null) {
      committed.set(false);
    }
    if (progress != null) {
      progress.set("");
    }
  }

  private void tellCommitted(TaskHandle task) {
    var property = committed;
    if (property != null) {
      deliverTo(task, () -> property.set(true));
    }
  }

  private void tellProgress(TaskHandle task, String how) {
    var property = progress;
    if (property != null) {
      deliverTo(task, () -> property.set(how));
    }
  }

  private void deliverTo(TaskHandle task, Runnable action) {
    tasks.deliver(() -> {
      if (!task.over()) {
        action.run();
      }
    });
  }

  private void succeed(T result) {
    if (told != null && evenLate != null) {
      evenLate.accept(told);
    }
    if (target != null) {
      target.ready(result);
    }
    if (onSuccess != null) {
      onSuccess.accept(result);
    }
  }

  private void fail(Problem problem, Throwable failure) {
    // A defect is never explained away by a screen alone: it is reported as well.
    if ((onProblem == null && target == null) || problem.kind() == Problem.ProblemKind.BUG) {
      tasks.report(problem, failure);
    }
    if (target != null) {
      target.fail(problem);
    }
    if (onProblem != null) {
      onProblem.accept(problem);
    }
  }
}
