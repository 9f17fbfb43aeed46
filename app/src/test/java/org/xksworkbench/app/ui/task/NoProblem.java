package org.xksworkbench.app.ui.task;

import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.problem.Problem;

/// For tests in which nothing may fail without being taken by whoever began it.
final class NoProblem {

  private NoProblem() {}

  static void report(Problem problem, @Nullable Throwable cause) {
    throw new AssertionError(problem.toString(), cause);
  }
}
