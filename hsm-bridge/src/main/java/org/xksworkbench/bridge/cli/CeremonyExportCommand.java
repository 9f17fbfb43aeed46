package org.xksworkbench.bridge.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ceremony.bundle.BundleWriter;
import org.xksworkbench.bridge.ceremony.run.CeremonyFolder;
import org.xksworkbench.bridge.ceremony.transcript.OperatorKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ceremony export`
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Writes the evidence bundle of a ceremony whose transcript is signed.")
final class CeremonyExportCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FOLDER", description = "The folder of the ceremony.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path folder;

  @Option(names = "--key", required = true, description = "The key that signed, PEM.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path key;

  @Option(
      names = "--passphrase-file",
      description =
          "File with its passphrase, readable by its owner alone; - reads standard" + " input.")
  private @Nullable Path passphraseFile;

  @Option(
      names = "--to",
      required = true,
      description = "A folder, or a file *.xkcb; nothing may be there yet.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path target;

  @Override
  public Integer call() {
    var passphrase = Pin.passphrase(passphraseFile, "Passphrase of the key");
    try {
      BundleWriter.write(new CeremonyFolder(folder), OperatorKey.read(key, passphrase), target);
      return 0;
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }
}
