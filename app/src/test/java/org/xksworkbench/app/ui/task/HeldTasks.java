package org.xksworkbench.app.ui.task;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Work, its outcome and time wait until a test lets them go on, so that it can act in between.
public final class HeldTasks extends Tasks {

  private final Deque<Runnable> work = new ArrayDeque<>();
  private final Deque<Runnable> outcomes = new ArrayDeque<>();
  private final List<Runnable> scheduled = new ArrayList<>();
  private long nanos;

  /// A failure that nobody takes fails the test.
  public HeldTasks() {
    this(NoProblem::report);
  }

  public HeldTasks(ProblemReporter reporter) {
    super(reporter);
  }

  public void doWork() {
    work.removeFirst().run();
  }

  /// Nothing happens if the work has brought none.
  public void deliverOutcomes() {
    while (!outcomes.isEmpty()) {
      outcomes.removeFirst().run();
    }
  }

  /// Everything that was to happen by then happens; deadlines are looked at once.
  public void timePasses(Duration time) {
    nanos += time.toNanos();
    var due = List.copyOf(scheduled);
    scheduled.clear();
    due.forEach(Runnable::run);
  }

  @Override
  LanePlace execute(Lane lane, Runnable next) {
    work.addLast(next);
    return LanePlace.NONE;
  }

  @Override
  protected void deliver(Runnable action) {
    outcomes.addLast(action);
  }

  @Override
  protected void schedule(Duration delay, Runnable action) {
    scheduled.add(action);
  }

  @Override
  protected long nanos() {
    return nanos;
  }

  @Override
  public void close() {}
}
