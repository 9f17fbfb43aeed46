package org.xksworkbench.app.ui.task;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A task that was started. Its state only goes forward: RUNNING to COMMITTED or CANCELLED, either
/// to DONE.
public final class TaskHandle implements TaskContext {

  /// How far it is.
  public enum State {
    RUNNING,
    COMMITTED,
    CANCELLED,
    DONE
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
  private volatile @Nullable Future<?> future;

  private volatile Runnable onCommit = () -> {};
  private volatile Consumer<String> onProgress = _ -> {};

  TaskHandle() {}

  public State state() {
    return Objects.requireNonNull(state.get());
  }

  /// @return false if it is past the point of no return, or over
  public boolean cancel() {
    if (!state.compareAndSet(State.RUNNING, State.CANCELLED)) {
      return false;
    }
    var running = future;
    if (running != null) {
      running.cancel(true);
    }
    return true;
  }

  @Override
  public void commit() {
    if (!state.compareAndSet(State.RUNNING, State.COMMITTED) && state.get() != State.COMMITTED) {
      throw new CancellationException("cancelled before the point of no return");
    }
    onCommit.run();
  }

  @Override
  public void progress(String how) {
    onProgress.accept(how);
  }

  void telling(Runnable committed, Consumer<String> progressed) {
    onCommit = committed;
    onProgress = progressed;
  }

  void runningAs(Future<?> future) {
    this.future = future;
    if (state.get() == State.CANCELLED) {
      future.cancel(true);
    }
  }

  /// @return whether the outcome is wanted
  boolean finish() {
    return state.getAndSet(State.DONE) != State.CANCELLED;
  }
}
