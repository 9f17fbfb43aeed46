package org.xksworkbench.app.ui.task;

import java.time.Duration;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.problem.Problem;

/// The tasks of one screen, or of a part of it: whether one of them is at work, and what the last
/// of them met. Used on the window's thread.
public final class ScreenTasks implements AutoCloseable {

  private final Tasks tasks;
  private final TaskScope scope;
  private final BooleanProperty busy = new SimpleBooleanProperty();
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();

  public ScreenTasks(Tasks tasks) {
    this(tasks, tasks.scope());
  }

  /// @param scope of the screen that this is a part of
  public ScreenTasks(Tasks tasks, TaskScope scope) {
    this.tasks = tasks;
    this.scope = scope;
  }

  public TaskScope scope() {
    return scope;
  }

  public BooleanProperty busy() {
    return busy;
  }

  public ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return problem.getReadOnlyProperty();
  }

  public void showProblem(Problem met) {
    problem.set(met);
  }

  public void clearProblem() {
    problem.set(null);
  }

  /// The screen is busy while it runs, and shows what it meets.
  public <T extends @Nullable Object> TaskBuilder<T> task(String name, Job job, Work<T> work) {
    return aside(name, job, work).busy(busy).onProblem(problem::set);
  }

  /// The screen can be used while it runs. What it meets goes to whoever takes it.
  public <T extends @Nullable Object> TaskBuilder<T> aside(String name, Job job, Work<T> work) {
    return tasks.task(name).on(job, work).in(scope);
  }

  /// Does something on the window's thread, for what another thread noticed.
  public void soon(Runnable action) {
    tasks.soon(scope, action);
  }

  /// Does something on the window's thread after a while, unless the screen is closed by then.
  public void after(Duration delay, Runnable action) {
    tasks.after(delay, scope, action);
  }

  @Override
  public void close() {
    scope.close();
  }
}
