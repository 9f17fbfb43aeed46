package org.xksworkbench.app.problem;

import org.jspecify.annotations.Nullable;

/// A failure that is in words already, by the only one who knows what to do about it.
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  public ProblemException(Problem problem, @Nullable Throwable cause) {
    super(problem.headline(), cause);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
