package org.xksworkbench.app.ui.task;

import org.xksworkbench.app.problem.Problem;

/// What a screen shows of something that is fetched: one property instead of several booleans.
public sealed interface Loadable<T> {

  /// Nothing was fetched yet.
  record Loading<T>() implements Loadable<T> {}

  record Ready<T>(T value) implements Loadable<T> {}

  record LoadFailed<T>(Problem problem) implements Loadable<T> {}
}
