package org.xksworkbench.app.problem;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the log of a problem. An ordinary event, such as no network or an expired sign-in, is one
/// line; its trace is for who reads the log file. A defect keeps its trace with its line.
public final class ProblemLog {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemLog.class);

  private ProblemLog() {}

  public static void tell(Problem problem, Throwable cause) {
    var line = (problem.code() + " " + problem.headline() + why(problem)).strip();
    if (problem.kind() == Problem.ProblemKind.BUG) {
      LOG.error(line, cause);
    } else {
      LOG.warn(line);
      LOG.debug("What led to {}", problem.code(), cause);
    }
  }

  /// Words of AWS, of an HSM or of a file may have several lines.
  private static String why(Problem problem) {
    return problem.kind() == Problem.ProblemKind.BUG || problem.causes().isEmpty()
        ? ""
        : ": " + problem.causes().getFirst().replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
