package org.xksworkbench.app.ui.task;

import org.xksworkbench.app.problem.Problem;

/// Takes every problem that nobody else took. Called on the window's thread.
@FunctionalInterface
public interface ProblemReporter {
  void report(Problem problem, Throwable cause);
}
