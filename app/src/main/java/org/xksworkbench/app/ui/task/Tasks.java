package org.xksworkbench.app.ui.task;

import com.google.errorprone.annotations.CheckReturnValue;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.problem.Problems;

/// Starts work in the background and brings its outcome to the window's thread.
///
/// The rules of failure are here, once: [FxTasks] and its same-thread twin for tests only say where
/// things run.
public abstract class Tasks implements AutoCloseable {

  private final ProblemReporter reporter;
  private final ObservableList<String> running = FXCollections.observableArrayList();

  protected Tasks(ProblemReporter reporter) {
    this.reporter = reporter;
  }

  /// Names of the tasks at work, oldest first.
  public final ObservableList<String> running() {
    return running;
  }

  public final TaskScope scope() {
    return new TaskScope();
  }

  /// @param name what is being done, for the status bar, such as "Connecting payments-hsm"; empty
  ///   for what is done again and again and nobody needs to see
  public final Named named(String name) {
    return new Named(this, name);
  }

  /// Does something on the window's thread after a while, unless the scope is closed by then.
  public final void after(Duration delay, TaskScope scope, Runnable action) {
    schedule(
        delay,
        () -> {
          if (!scope.closed()) {
            guarded(action);
          }
        });
  }

  /// Runs blocking work on a lane.
  protected abstract Future<?> execute(Lane lane, Runnable work);

  /// Runs on the window's thread, after the present event.
  protected abstract void deliver(Runnable action);

  /// Runs on the window's thread after a while.
  protected abstract void schedule(Duration delay, Runnable action);

  @Override
  public abstract void close();

  private void guarded(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      reporter.report(Problems.of(e), e);
    }
  }

  /// A task with a name; it still needs work.
  @CheckReturnValue
  public static final class Named {
    private final Tasks tasks;
    private final String name;

    private Named(Tasks tasks, String name) {
      this.tasks = tasks;
      this.name = name;
    }

    public <T extends @Nullable Object> Builder<T> on(Lane lane, Work<T> work) {
      return new Builder<>(tasks, name, lane, work);
    }
  }

  /// A task that is being described; nothing happens before [#start].
  @CheckReturnValue
  public static final class Builder<T extends @Nullable Object> {
    private final Tasks tasks;
    private final String name;
    private final Lane lane;
    private final Work<T> work;
    private TaskScope scope = new TaskScope();
    private String supersedes = "";
    private @Nullable BooleanProperty busy;
    private @Nullable BooleanProperty committed;
    private @Nullable StringProperty progress;
    private @Nullable Consumer<T> onSuccess;
    private @Nullable Consumer<Problem> onProblem;

    private Builder(Tasks tasks, String name, Lane lane, Work<T> work) {
      this.tasks = tasks;
      this.name = name;
      this.lane = lane;
      this.work = work;
    }

    /// The screen that it belongs to.
    public Builder<T> in(TaskScope scope) {
      this.scope = scope;
      return this;
    }

    /// Cancels the task that was started before under the same key in the same scope.
    public Builder<T> latest(String key) {
      supersedes = key;
      return this;
    }

    /// True while it runs.
    public Builder<T> busy(BooleanProperty busy) {
      this.busy = busy;
      return this;
    }

    /// True from the point of no return on, until it is over.
    public Builder<T> committed(BooleanProperty committed) {
      this.committed = committed;
      return this;
    }

    /// What the work tells of how far it is; empty when it is over.
    public Builder<T> progress(StringProperty progress) {
      this.progress = progress;
      return this;
    }

    public Builder<T> onSuccess(Consumer<T> onSuccess) {
      this.onSuccess = onSuccess;
      return this;
    }

    /// Takes a failure in its place. Without it, the failure goes to the reporter.
    public Builder<T> onProblem(Consumer<Problem> onProblem) {
      this.onProblem = onProblem;
      return this;
    }

    /// Called on the window's thread.
    @com.google.errorprone.annotations.CanIgnoreReturnValue
    public TaskHandle start() {
      var handle = new TaskHandle();
      if (scope.closed()) {
        handle.cancel();
        return handle;
      }
      scope.add(handle, supersedes);
      if (!name.isEmpty()) {
        tasks.running.add(name);
      }
      if (busy != null) {
        busy.set(true);
      }
      handle.telling(this::tellCommitted, this::tellProgress);
      handle.runningAs(tasks.execute(lane, () -> run(handle)));
      return handle;
    }

    private void run(TaskHandle handle) {
      Runnable outcome;
      try {
        var result = work.run(handle);
        outcome = () -> succeed(result);
      } catch (Exception | Error e) {
        outcome = () -> fail(e);
      }
      var then = outcome;
      tasks.deliver(() -> {
        tasks.running.remove(name);
        scope.done(handle);
        if (busy != null) {
          busy.set(false);
        }
        if (committed != null) {
          committed.set(false);
        }
        if (progress != null) {
          progress.set("");
        }
        if (handle.finish()) {
          tasks.guarded(then);
        }
      });
    }

    private void tellCommitted() {
      var property = committed;
      if (property != null) {
        tasks.deliver(() -> property.set(true));
      }
    }

    private void tellProgress(String how) {
      var property = progress;
      if (property != null) {
        tasks.deliver(() -> property.set(how));
      }
    }

    private void succeed(T result) {
      if (onSuccess != null) {
        onSuccess.accept(result);
      }
    }

    private void fail(Throwable failure) {
      var problem = Problems.of(failure);
      // A defect is never explained away by a screen alone: it is reported as well.
      if (onProblem == null || problem.kind() == Problem.Kind.BUG) {
        tasks.reporter.report(problem, failure);
      }
      if (onProblem != null) {
        onProblem.accept(problem);
      }
    }
  }
}
