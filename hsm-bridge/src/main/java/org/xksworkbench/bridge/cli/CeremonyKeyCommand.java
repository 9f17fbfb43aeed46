package org.xksworkbench.bridge.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ceremony.transcript.OperatorKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `ceremony key`
@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    description = {
      "Makes an Ed25519 key that signs transcripts, under a passphrase,",
      "and prints its fingerprint, which belongs on paper."
    })
final class CeremonyKeyCommand implements Callable<Integer> {

  @Option(names = "--out", required = true, description = "The PEM file; it must not exist yet.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path out;

  @Option(
      names = "--passphrase-file",
      description =
          "File with the passphrase, readable by its owner alone; - reads standard" + " input.")
  private @Nullable Path passphraseFile;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    var passphrase = Pin.freshPassphrase(passphraseFile, "Passphrase of the new key");
    try {
      if (passphrase.length < 8) {
        throw new CommandFailure("A passphrase has 8 characters at least; no key was made.");
      }
      var key = OperatorKey.generate();
      key.write(out, passphrase);
      var print = spec.commandLine().getOut();
      print.println("Fingerprint of the signing key:");
      print.println(CeremonyCommand.asWords(key.fingerprint()));
      print.flush();
      return 0;
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }
}
