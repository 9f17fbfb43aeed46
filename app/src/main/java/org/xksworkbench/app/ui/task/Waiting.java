package org.xksworkbench.app.ui.task;

import java.time.Duration;
import java.util.List;
import org.xksworkbench.app.problem.Problem;

/// What a user reads when nobody waits for a job any more.
final class Waiting {

  private Waiting() {}

  static Problem stopped(TaskHandle task) {
    return new Problem(
        Problem.Kind.TIMEOUT,
        "You stopped waiting: " + task.name(),
        List.of(task.job().goesOn()),
        "Try again when there is time.",
        "",
        "STOPPED_WAITING",
        "");
  }

  /// @param committed whether it may have changed something
  static Problem tooLong(TaskHandle task, Duration deadline, boolean committed) {
    var what = task.name().isEmpty() ? "Work in the background" : task.name();
    return new Problem(
        Problem.Kind.TIMEOUT,
        what + " got no answer within " + seconds(deadline),
        List.of(
            task.begun()
                ? "It waited for " + task.job().waitsFor() + "."
                : "It waited for its turn behind other work that waits for "
                    + task.job().waitsFor()
                    + ".",
            task.begun() ? task.job().goesOn() : "Nothing of it was begun."),
        committed
            ? "It is not known whether it was done. Look before you try again."
            : "Try again. If it takes as long, see whether this computer is busy.",
        "",
        "DEADLINE",
        "");
  }

  private static String seconds(Duration time) {
    var seconds = Math.max(1, time.toSeconds());
    return seconds == 1 ? "1 second" : seconds + " seconds";
  }
}
