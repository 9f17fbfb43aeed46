package org.xksworkbench.app.ui.task;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/// Work and its outcome wait until a test lets them go on, so that it can act in between.
final class HeldTasks extends Tasks {

  private final Deque<Runnable> work = new ArrayDeque<>();
  private final Deque<Runnable> outcomes = new ArrayDeque<>();

  HeldTasks(ProblemReporter reporter) {
    super(reporter);
  }

  void doWork() {
    work.removeFirst().run();
  }

  void deliverOutcome() {
    outcomes.removeFirst().run();
  }

  @Override
  protected Future<?> execute(Lane lane, Runnable next) {
    work.addLast(next);
    return new CompletableFuture<>();
  }

  @Override
  protected void deliver(Runnable action) {
    outcomes.addLast(action);
  }

  @Override
  protected void schedule(Duration delay, Runnable action) {
    outcomes.addLast(action);
  }

  @Override
  public void close() {}
}
