package org.xksworkbench.bridge.cli;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ceremony.plan.ShippedPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ceremony plans`
@Command(
    name = "plans",
    mixinStandardHelpOptions = true,
    description = "Lists the plans that come with the program, or prints one to copy and adapt.")
final class CeremonyPlansCommand implements Callable<Integer> {

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Prints this plan.")
  private @Nullable String name;

  @Option(names = "--schema", description = "Prints the JSON schema of plans.")
  private boolean schema;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    if (schema) {
      out.print(ShippedPlan.schema());
    } else if (name == null) {
      for (var shipped : ShippedPlan.values()) {
        out.printf("%-14s %s%n", shipped.fileName(), shipped.plan().title());
      }
    } else {
      out.print(planOf(name).text());
    }
    out.flush();
    return 0;
  }

  private static ShippedPlan planOf(String name) {
    return Arrays.stream(ShippedPlan.values())
        .filter(shipped -> shipped.fileName().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new CommandFailure(
                "There is no plan \""
                    + name
                    + "\"; there are "
                    + Arrays.stream(ShippedPlan.values())
                        .map(ShippedPlan::fileName)
                        .collect(Collectors.joining(", "))
                    + "."));
  }
}
