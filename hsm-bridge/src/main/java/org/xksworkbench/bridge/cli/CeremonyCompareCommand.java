package org.xksworkbench.bridge.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.xksworkbench.bridge.ceremony.bundle.RehearsalComparison;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ceremony compare`
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Compares what came on the day with what came in the rehearsal.")
final class CeremonyCompareCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "REHEARSAL", description = "Bundle of the rehearsal.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path rehearsal;

  @Parameters(index = "1", paramLabel = "BUNDLE", description = "Bundle of the ceremony.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path bundle;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    var differences = CeremonyCommand.reading(() -> RehearsalComparison.of(rehearsal, bundle));
    var out = spec.commandLine().getOut();
    if (differences.isEmpty()) {
      out.println("What came is what came in the rehearsal.");
    } else {
      differences.forEach(out::println);
    }
    out.flush();
    return differences.isEmpty() ? 0 : 1;
  }
}
