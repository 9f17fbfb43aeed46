package org.xksworkbench.bridge.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ExitStatus;
import org.xksworkbench.bridge.ceremony.format.VerifyingKey;
import org.xksworkbench.bridge.ceremony.person.CardKey;
import org.xksworkbench.bridge.ceremony.person.KeyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `ceremony person`
@Command(
    name = "person",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the key by which a person signs in ceremonies, under a passphrase, and prints its",
      "fingerprint, which belongs on paper. The person brings the file to the ceremony.",
      "With --key-label, prints the fingerprint of a key that is on a card or another token."
    })
final class CeremonyPersonCommand implements Callable<Integer> {

  @Option(names = "--out", description = "The PEM file; it must not exist yet.")
  private @Nullable Path out;

  @Option(
      names = "--key-label",
      paramLabel = "LABEL",
      description =
          "Instead of --out: the label of a key pair (EC, P-256) on a token, which --module and"
              + " --token name. Nothing is made.")
  private @Nullable String keyLabel;

  @Mixin private final TokenOptions token = new TokenOptions();

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
    if ((out == null) == (keyLabel == null)) {
      throw new CommandFailure(
          ExitStatus.USAGE,
          "Name the file of a new key by --out, or a key on a token by --key-label, one of the"
              + " two.");
    }
    if (keyLabel != null) {
      var label = keyLabel;
      return CeremonyCommand.reading(() ->
          token.withSession(session -> {
            try (var card = CardKey.on(session, label)) {
              tell(card.key());
            }
            return 0;
          }));
    }
    var passphrase = Pin.freshPassphrase(passphraseFile, "Passphrase of the new key");
    try {
      tell(KeyFile.create(Objects.requireNonNull(out), passphrase).key());
      return 0;
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  private void tell(VerifyingKey key) {
    var print = spec.commandLine().getOut();
    print.println("Fingerprint of the key, " + key.algorithm().title() + ":");
    print.println(CeremonyCommand.asWords(key.keyid()));
    print.flush();
  }
}
