package org.xksworkbench.app.ui.task;

import com.google.errorprone.annotations.CheckReturnValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.problem.Problems;

/// Starts work in the background and brings its outcome to the window's thread.
///
/// The rules of failures and deadlines are here, once: [FxTasks] and its twins for tests only say
/// where things run.
public abstract class Tasks implements AutoCloseable {

  /// How often deadlines are looked at and times told.
  private static final Duration TICK = Duration.ofMillis(250);

  private final ProblemReporter reporter;
  private final Function<Job, Duration> deadlines;
  private final ObservableList<TaskHandle> running =
      FXCollections.observableArrayList(task -> new Observable[] {task.elapsed()});
  private final List<TaskHandle> live = new ArrayList<>();
  private final IdentityHashMap<BooleanProperty, Integer> busy = new IdentityHashMap<>();
  private boolean ticking;
  private boolean personAsked;

  protected Tasks(ProblemReporter reporter) {
    this(reporter, Job::deadline);
  }

  /// @param deadlines how long a job may go without a sign of life
  protected Tasks(ProblemReporter reporter, Function<Job, Duration> deadlines) {
    this.reporter = reporter;
    this.deadlines = deadlines;
  }

  /// The tasks at work that have a name, oldest first. Changes also as their times do.
  public final ObservableList<TaskHandle> running() {
    return running;
  }

  public final TaskScope scope() {
    return new TaskScope();
  }

  /// @param name what is being done, for the status bar, such as "Connecting payments-hsm"; empty
  ///   for what is done again and again and nobody needs to see
  public final Named task(String name) {
    return new Named(this, name);
  }

  /// Does something on the window's thread after a while, unless the scope is closed by then.
  public final void after(Duration delay, TaskScope scope, Runnable action) {
    schedule(
        delay,
        () -> {
          if (!scope.closed()) {
            runGuarded(action);
          }
        });
  }

  /// Does something on the window's thread, for what another thread noticed, unless the scope is
  /// closed by then.
  public final void soon(TaskScope scope, Runnable action) {
    deliver(() -> {
      if (!scope.closed()) {
        runGuarded(action);
      }
    });
  }

  /// Asks something on the window's thread, such as the user, and waits for the answer. Called on
  /// another thread.
  public final <T> T ask(Supplier<T> question) {
    return CompletableFuture.supplyAsync(question, this::deliver).join();
  }

  /// While a person is asked to sign in, no deadline passes. Called on the window's thread.
  public final void personAsked(boolean asked) {
    personAsked = asked;
    live.forEach(TaskHandle::signOfLife);
  }

  /// Runs blocking work on a lane.
  abstract LanePlace execute(Lane lane, Runnable work);

  /// Runs on the window's thread, after the present event.
  protected abstract void deliver(Runnable action);

  /// Runs on the window's thread after a while.
  protected abstract void schedule(Duration delay, Runnable action);

  /// The time, for deadlines.
  protected long nanos() {
    return System.nanoTime();
  }

  @Override
  public abstract void close();

  void begin(TaskHandle task, @Nullable BooleanProperty busyProperty) {
    live.add(task);
    if (!task.name().isEmpty()) {
      running.add(task);
    }
    if (busyProperty != null) {
      busy.merge(busyProperty, 1, Integer::sum);
      busyProperty.set(true);
    }
  }

  /// Several tasks may share a property: it is false when the last of them is over.
  void end(TaskHandle task, @Nullable BooleanProperty busyProperty) {
    live.remove(task);
    running.remove(task);
    if (busyProperty != null
        && busy.computeIfPresent(busyProperty, (_, n) -> n > 1 ? n - 1 : null) == null) {
      busyProperty.set(false);
    }
  }

  /// From now on time counts for what is at work.
  void watch() {
    if (!ticking && !live.isEmpty()) {
      ticking = true;
      schedule(TICK, this::tick);
    }
  }

  private void tick() {
    ticking = false;
    for (var task : List.copyOf(live)) {
      if (personAsked) {
        task.signOfLife();
      }
      task.tick(deadlines.apply(task.job()));
    }
    watch();
  }

  void runGuarded(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      reporter.report(Problems.of(e), e);
    }
  }

  void report(Problem problem, Throwable cause) {
    reporter.report(problem, cause);
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

    /// @param job what kind of work it is, which sets its deadline
    public <T extends @Nullable Object> TaskBuilder<T> on(Job job, Work<T> work) {
      return new TaskBuilder<>(tasks, name, job, work);
    }
  }
}
