package org.xksworkbench.app.ui.task;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// The twin of [FxTasks] without a toolkit: work runs on other threads for real, and the test's
/// thread is the window's: what is to happen there happens while the test waits.
public final class ThreadedTasks extends Tasks {

  private final Thread window = Thread.currentThread();
  private final Lanes lanes = new Lanes();
  private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("timer").daemon().factory());

  /// A failure that nobody takes fails the test.
  public ThreadedTasks() {
    this(NoProblem::report);
  }

  public ThreadedTasks(ProblemReporter reporter) {
    super(reporter);
  }

  public ThreadedTasks(ProblemReporter reporter, Function<Job, Duration> deadlines) {
    super(reporter, deadlines);
  }

  /// Waits on the window's thread, where everything else happens meanwhile.
  public void await(String what, Duration patience, BooleanSupplier condition) {
    if (Thread.currentThread() != window) {
      throw new AssertionError("only the window's thread waits here");
    }
    var end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      try {
        var event = events.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (event == null) {
          throw new AssertionError("Waited in vain: " + what);
        }
        event.run();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Override
  LanePlace execute(Lane lane, Runnable work) {
    return lanes.submit(lane, work);
  }

  @Override
  protected void deliver(Runnable action) {
    events.add(action);
  }

  @Override
  protected void schedule(Duration delay, Runnable action) {
    if (!timer.isShutdown()) {
      var _ = timer.schedule(() -> events.add(action), delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    lanes.close();
  }
}
