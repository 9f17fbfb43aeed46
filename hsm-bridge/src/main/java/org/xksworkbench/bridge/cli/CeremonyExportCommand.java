package org.xksworkbench.bridge.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.xksworkbench.bridge.ceremony.writing.BundleSealing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ceremony export`
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Writes a sealed bundle in one file. It verifies as its folder does.")
final class CeremonyExportCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "BUNDLE",
      description = "The folder of the bundle, such as bundle in the folder of the ceremony.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path bundle;

  @Option(names = "--to", required = true, description = "A file *.xkcb; nothing may be there yet.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path target;

  @Override
  public Integer call() {
    BundleSealing.pack(bundle, target);
    return 0;
  }
}
