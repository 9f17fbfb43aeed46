package org.xksworkbench.app.ui.task;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.waiting.SignsOfLife;
import org.xksworkbench.bridge.hsm.CallWatch;

/// A task that was started. Its state only goes forward: RUNNING to COMMITTED, either to one of the
/// others, and from LEFT on if its outcome is wanted late.
public final class TaskHandle implements TaskContext, CallWatch {

  /// How far it is.
  public enum TaskState {
    RUNNING,
    COMMITTED,
    /// Nobody wants its outcome.
    CANCELLED,
    /// Nobody waits any more, and that was told in place of its outcome.
    LEFT,
    DONE
  }

  private final String name;
  private final Job job;
  private final LongSupplier nanos;
  private final long started;
  private final AtomicReference<TaskState> state = new AtomicReference<>(TaskState.RUNNING);
  private final ReadOnlyObjectWrapper<Duration> elapsed =
      new ReadOnlyObjectWrapper<>(Duration.ZERO);

  private volatile long lastSign;
  private volatile boolean begun;
  private volatile boolean committed;
  private volatile boolean turnedBack;
  private volatile @Nullable String behind;
  private volatile LanePlace place = LanePlace.NONE;
  private volatile Runnable onCommit = () -> {};
  private volatile Consumer<String> onProgress = _ -> {};
  private Runnable onCancel = () -> {};
  private Consumer<Problem> onLeft = _ -> {};
  private boolean evenLate;
  private boolean late;

  TaskHandle(String name, Job job, LongSupplier nanos) {
    this.name = name;
    this.job = job;
    this.nanos = nanos;
    this.started = nanos.getAsLong();
    this.lastSign = started;
  }

  /// What is being done; empty for what nobody needs to see.
  @Override
  public String name() {
    return name;
  }

  public Job job() {
    return job;
  }

  public TaskState state() {
    return Objects.requireNonNull(state.get());
  }

  /// How long it is at work; changes several times a second.
  public ReadOnlyObjectProperty<Duration> elapsed() {
    return elapsed.getReadOnlyProperty();
  }

  /// Drops it: nothing of it is shown. Called on the window's thread.
  ///
  /// @return false if it is past the point of no return, or over
  public boolean cancel() {
    if (!state.compareAndSet(TaskState.RUNNING, TaskState.CANCELLED)) {
      forget();
      return false;
    }
    place.giveUp(true);
    onCancel.run();
    return true;
  }

  /// What comes late is not wanted any more.
  private void forget() {
    if (late && state.compareAndSet(TaskState.LEFT, TaskState.CANCELLED)) {
      // What cannot be undone is not disturbed in the middle.
      if (!committed) {
        place.giveUp(true);
      }
      onCancel.run();
    }
  }

  /// As the user wants it: the screen that started the task says that nobody waits any more. Called
  /// on the window's thread.
  ///
  /// @return false if it is past the point of no return, or over
  public boolean stopWaiting() {
    if (!state.compareAndSet(TaskState.RUNNING, TaskState.LEFT)) {
      return false;
    }
    place.giveUp(true);
    onLeft.accept(WaitProblems.afterStop(this));
    return true;
  }

  /// @return true before the point of no return
  public boolean canBeLeft() {
    return state.get() == TaskState.RUNNING;
  }

  @Override
  public void commit() {
    // Before: who leaves it at that moment knows.
    committed = true;
    if (!state.compareAndSet(TaskState.RUNNING, TaskState.COMMITTED)
        && state.get() != TaskState.COMMITTED) {
      committed = false;
      turnedBack = true;
      throw new CancellationException("nobody waited at the point of no return");
    }
    onCommit.run();
  }

  @Override
  public void progress(String how) {
    signOfLife();
    onProgress.accept(how);
  }

  @Override
  public void signOfLife() {
    lastSign = nanos.getAsLong();
  }

  @Override
  public void waitsBehind(String other) {
    behind = other;
  }

  @Override
  public void hasTurn() {
    behind = null;
  }

  /// The name of what it waits behind, which may be empty; null if it waits for no turn.
  public @Nullable String behind() {
    return behind;
  }

  <T extends @Nullable Object> T run(Work<T> work) throws Exception {
    begun = true;
    signOfLife();
    return SignsOfLife.listening(this, () -> work.run(this));
  }

  void telling(Runnable committed, Consumer<String> progressed) {
    onCommit = committed;
    onProgress = progressed;
  }

  void ending(Runnable cancelled, Consumer<Problem> left) {
    onCancel = cancelled;
    onLeft = left;
  }

  /// Its outcome is taken even after its deadline.
  void wantedEvenLate() {
    evenLate = true;
  }

  /// Whether it was left and its outcome is taken nevertheless.
  boolean late() {
    return late;
  }

  void standsAt(LanePlace place) {
    this.place = place;
    switch (state()) {
      case CANCELLED, LEFT -> place.giveUp(true);
      case RUNNING, COMMITTED, DONE -> {}
    }
  }

  /// Whether its turn has come.
  boolean begun() {
    return begun;
  }

  boolean over() {
    return switch (state()) {
      case RUNNING, COMMITTED -> false;
      case CANCELLED, LEFT, DONE -> true;
    };
  }

  /// Tells the time, and leaves it if there was no sign of life for too long. Called on the
  /// window's thread.
  void tick(Duration deadline) {
    var now = nanos.getAsLong();
    elapsed.set(Duration.ofNanos(now - started));
    if (now - lastSign >= deadline.toNanos()) {
      var present = state();
      if (!over()) {
        leave(present, deadline);
      }
    }
  }

  private void leave(TaskState present, Duration deadline) {
    if (state.compareAndSet(present, TaskState.LEFT)) {
      late = evenLate && begun;
      // What cannot be undone is not disturbed in the middle, nor what is wanted late.
      place.giveUp(present == TaskState.RUNNING && !late);
      onLeft.accept(WaitProblems.tooLong(this, deadline, present == TaskState.COMMITTED));
    }
  }

  /// @return whether the outcome is wanted
  boolean finish() {
    return state.compareAndSet(TaskState.RUNNING, TaskState.DONE)
        || state.compareAndSet(TaskState.COMMITTED, TaskState.DONE);
  }

  /// @return whether the outcome is wanted although the task was left
  boolean finishLate() {
    return late && !turnedBack && state.compareAndSet(TaskState.LEFT, TaskState.DONE);
  }
}
