package org.xksworkbench.app.ui.task;

import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.xksworkbench.app.problem.Problem;

/// What a screen shows of something that is fetched, again and again: [TaskBuilder#into] brings it.
/// Used on the window's thread.
public final class Fetched<T> extends ReadOnlyObjectWrapper<Loadable<T>> {

  public Fetched() {
    super(new Loadable.Loading<>());
  }

  /// Empty while it is fetched, and where that failed.
  public Optional<T> value() {
    return get() instanceof Loadable.Ready<T>(var value) ? Optional.of(value) : Optional.empty();
  }

  public void loading() {
    set(new Loadable.Loading<>());
  }

  public void ready(T value) {
    set(new Loadable.Ready<>(value));
  }

  public void fail(Problem problem) {
    set(new Loadable.LoadFailed<>(problem));
  }
}
