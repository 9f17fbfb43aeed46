package org.xksworkbench.bridge.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.xksworkbench.bridge.ceremony.bundle.ScriptPdf;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ceremony script`
@Command(
    name = "script",
    mixinStandardHelpOptions = true,
    description = "Makes the printable script of a plan, with room for initials and times.")
final class CeremonyScriptCommand implements Callable<Integer> {

  @Parameters(paramLabel = "PLAN", description = "A plan, YAML.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path file;

  @Option(names = "--out", required = true, description = "The PDF; it must not exist yet.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path out;

  @Override
  public Integer call() {
    CeremonyCommand.writeNew(out, ScriptPdf.of(Plan.read(file)));
    return 0;
  }
}
