package org.xksworkbench.app.ui.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.xksworkbench.app.problem.Problem;

/// What a user reads when nobody waits for a job any more.
final class WaitProblems {

  private WaitProblems() {}

  static Problem afterStop(TaskHandle task) {
    return Problem.of(Problem.ProblemKind.TIMEOUT, "You stopped waiting: " + task.name())
        .because(task.job().goesOn())
        .toDo("Try again when there is time.")
        .withCode("STOPPED_WAITING");
  }

  /// @param committed whether it may have changed something
  static Problem tooLong(TaskHandle task, Duration deadline, boolean committed) {
    var what = task.name().isEmpty() ? "Work in the background" : task.name();
    return Problem.of(
            Problem.ProblemKind.TIMEOUT, what + " got no answer within " + seconds(deadline))
        .because(causes(task))
        .toDo(
            committed
                ? "It is not known whether it was done. Look before you try again."
                : "Try again. If it takes as long, see whether this computer is busy.")
        .withCode("DEADLINE");
  }

  private static List<String> causes(TaskHandle task) {
    var waitsFor = task.job().waitsFor();
    if (!task.begun()) {
      return List.of(
          "It waited for its turn behind other work that waits for " + waitsFor + ".",
          "Nothing of it was begun.");
    }
    var causes = new ArrayList<String>();
    var behind = task.behind();
    causes.add(
        behind == null
            ? "It waited for " + waitsFor + "."
            : "It waited for its turn behind "
                + sentenceOn(behind)
                + ", which "
                + waitsFor
                + " has not answered.");
    causes.add(task.job().goesOn());
    if (task.late()) {
      causes.add("If the answer comes after all, it is shown here.");
    }
    return List.copyOf(causes);
  }

  /// What work waits behind, in words.
  private static String sentenceOn(String other) {
    return other.isEmpty() ? "another call" : "“" + other + "”";
  }

  private static String seconds(Duration time) {
    var seconds = Math.max(1, time.toSeconds());
    return seconds == 1 ? "1 second" : seconds + " seconds";
  }
}
