package org.xksworkbench.bridge.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ceremony.person.KeyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `ceremony person`
@Command(
    name = "person",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the key by which a person signs in ceremonies, under a passphrase, and prints its",
      "fingerprint, which belongs on paper. The person brings the file to the ceremony."
    })
final class CeremonyPersonCommand implements Callable<Integer> {

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
      var key = KeyFile.create(out, passphrase).key();
      var print = spec.commandLine().getOut();
      print.println("Fingerprint of the key, " + key.algorithm().title() + ":");
      print.println(CeremonyCommand.asWords(key.keyid()));
      print.flush();
      return 0;
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }
}
