package org.xksworkbench.bridge.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.run.CountingObstacles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ceremony check`
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Checks a plan, and prints its fingerprint to be read aloud.",
      "What stands in the way of a ceremony that counts is told; a rehearsal can be held all the"
          + " same."
    })
final class CeremonyCheckCommand implements Callable<Integer> {

  @Parameters(paramLabel = "PLAN", description = "A plan, YAML.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path file;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    var plan = Plan.read(file);
    var out = spec.commandLine().getOut();
    out.println(plan.title());
    out.println(plan.steps().size() + " steps, roles: " + String.join(", ", plan.roles().keySet()));
    out.println("SHA-256 of the plan:");
    out.println(CeremonyCommand.asWords(plan.fingerprint()));
    CountingObstacles.of(plan).forEach(out::println);
    var unpinned = CountingObstacles.missingPins(plan);
    if (CountingObstacles.of(plan).isEmpty() && !unpinned.isEmpty()) {
      out.println(
          "It does not say what it is held on: " + String.join(", ", unpinned) + " may be any.");
    }
    out.flush();
    return 0;
  }
}
