package org.xksworkbench.app.ui.task;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javafx.application.Platform;

/// The real one: [Lanes] for the work, the JavaFX application thread for the outcome.
public final class FxTasks extends Tasks {

  private final Lanes lanes = new Lanes();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("timer").daemon().factory());

  public FxTasks(ProblemReporter reporter) {
    super(reporter);
  }

  /// @param deadlines how long a job may go without a sign of life
  public FxTasks(ProblemReporter reporter, Function<Job, Duration> deadlines) {
    super(reporter, deadlines);
  }

  @Override
  LanePlace execute(Lane lane, Runnable work) {
    return lanes.submit(lane, work);
  }

  @Override
  protected void deliver(Runnable action) {
    Platform.runLater(action);
  }

  @Override
  protected void schedule(Duration delay, Runnable action) {
    // A timer that fires after close is refused by the executor and needs nobody.
    if (!timer.isShutdown()) {
      var _ = timer.schedule(() -> deliver(action), delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /// Hands something that another thread noticed to the window's thread.
  public static void onWindowThread(Runnable action) {
    Platform.runLater(action);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    lanes.close();
  }
}
