package org.xksworkbench.app.ui.task;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// The same-thread twin of [FxTasks]: everything happens at once, on the caller's thread, under the
/// same rules. What was to happen later waits for [#runScheduled].
public final class DirectTasks extends Tasks {

  private final Deque<Runnable> scheduled = new ArrayDeque<>();

  public DirectTasks(ProblemReporter reporter) {
    super(reporter);
  }

  /// For tests in which no problem may be left over.
  public DirectTasks() {
    super((problem, cause) -> {
      throw new AssertionError("unexpected: " + problem, cause);
    });
  }

  /// Runs what is scheduled now; what that schedules waits for the next call.
  ///
  /// @return how many actions there were
  public int runScheduled() {
    var due = new ArrayDeque<>(scheduled);
    scheduled.clear();
    due.forEach(Runnable::run);
    return due.size();
  }

  @Override
  LanePlace execute(Lane lane, Runnable work) {
    work.run();
    return LanePlace.NONE;
  }

  @Override
  protected void deliver(Runnable action) {
    action.run();
  }

  @Override
  protected void schedule(Duration delay, Runnable action) {
    scheduled.add(action);
  }

  @Override
  public void close() {
    scheduled.clear();
  }
}
