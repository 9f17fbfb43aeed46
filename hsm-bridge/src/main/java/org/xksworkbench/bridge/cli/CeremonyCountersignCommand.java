package org.xksworkbench.bridge.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ExitStatus;
import org.xksworkbench.bridge.ceremony.evidence.CounterSignature;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceCheck;
import org.xksworkbench.bridge.ceremony.evidence.Participant;
import org.xksworkbench.bridge.ceremony.evidence.Pins;
import org.xksworkbench.bridge.ceremony.format.KeyedSignature;
import org.xksworkbench.bridge.ceremony.format.Members;
import org.xksworkbench.bridge.ceremony.format.VerifyingKey;
import org.xksworkbench.bridge.ceremony.person.CardKey;
import org.xksworkbench.bridge.ceremony.person.HeldKey;
import org.xksworkbench.bridge.ceremony.person.KeyFile;
import org.xksworkbench.bridge.ceremony.person.LineSigner;
import org.xksworkbench.bridge.ceremony.writing.BundleAdditions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ceremony countersign`
@Command(
    name = "countersign",
    mixinStandardHelpOptions = true,
    description = {
      "Verifies a bundle as verify does, on a machine of your own, and signs what you say of it.",
      "What was compared with paper stands in the signature.",
      "Exit code 0: signed. 1: the evidence does not hold. 2: wrong use, or it cannot be read. 3: it"
          + " was compared with nothing. Nothing is signed with 1, 2 and 3."
    })
final class CeremonyCountersignCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "BUNDLE",
      description = "A bundle's folder, to which the signature is added, or a file *.xkcb.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path bundle;

  @Option(
      names = "--key",
      description =
          "Your key, PEM, as \"ceremony person\" makes it. A key that was made at the table is"
              + " refused.")
  private @Nullable Path key;

  @Option(
      names = "--key-label",
      paramLabel = "LABEL",
      description =
          "Instead of --key: the label of your key pair (EC, P-256) on a smart card or another token,"
              + " which --module and --token name.")
  private @Nullable String keyLabel;

  @Mixin private final TokenOptions token = new TokenOptions();

  @Option(
      names = "--passphrase-file",
      description =
          "File with the key's passphrase, readable by its owner alone; - reads standard input.")
  private @Nullable Path passphraseFile;

  @Option(
      names = "--exception",
      paramLabel = "SENTENCE",
      description =
          "Something that you except from what you accept; may be given several times. It can be"
              + " read in the public version, too.")
  private List<String> exceptions = List.of();

  @Option(names = "--reject", description = "You do not accept the ceremony; --exception says why.")
  private boolean reject;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "Of a file *.xkcb: the new file *.xkcb that has the signature.")
  private @Nullable Path target;

  @Mixin private final PinOptions asked = new PinOptions();

  @Option(names = "--json", description = "Prints one object.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    return CeremonyCommand.reading(this::sign).code();
  }

  private ExitStatus sign() {
    if ((key == null) == (keyLabel == null)) {
      throw new CommandFailure(
          ExitStatus.USAGE,
          "Name your key: a file by --key, or a key on a token by --key-label, one of the two.");
    }
    if (reject && exceptions.isEmpty()) {
      throw new CommandFailure(ExitStatus.USAGE, "Say why you reject it, by --exception.");
    }
    var err = spec.commandLine().getErr();
    var pins = asked.pins();
    var evidence = SealedEvidence.read(bundle, pins, err);
    if (evidence.isEmpty()) {
      return ExitStatus.FAILED;
    }
    if (evidence.get().result().verdict() != EvidenceCheck.EvidenceVerdict.HOLDS) {
      err.println(
          "It was compared with nothing, so nothing was signed. Give the fingerprint from paper by"
              + " --fingerprint, or the key of each person by --person.");
      err.flush();
      return ExitStatus.NOT_ESTABLISHED;
    }
    if (keyLabel != null) {
      var label = keyLabel;
      token.withSession(session -> {
        try (var card = CardKey.on(session, label)) {
          requireOwnKey(card.key(), evidence.get().summary());
          sign(card, evidence.get(), pins);
        }
        return 0;
      });
      return ExitStatus.DONE;
    }
    var file = KeyFile.at(Objects.requireNonNull(key));
    requireOwnKey(file.key(), evidence.get().summary());
    try (var open = open(file)) {
      sign(open, evidence.get(), pins);
    }
    return ExitStatus.DONE;
  }

  private void sign(LineSigner signer, SealedEvidence evidence, Pins pins) {
    var key = signer.key();
    var opinion = new CounterSignature(key, verdict(), pins.names(), List.copyOf(exceptions));
    var unsigned = opinion.unsignedEnvelope(evidence.seal());
    var signature = signer.sign(unsigned.message());
    if (!key.holds(unsigned.message(), signature)) {
      throw new CommandFailure(
          ExitStatus.FAILED,
          "The key signed, and the signature does not hold, so nothing was added. See that the card"
              + " or token works, then sign again.");
    }
    var signed = unsigned.signedBy(List.of(new KeyedSignature(key.keyid(), signature)));
    var added = new TreeMap<String, byte[]>();
    added.put(opinion.file(), CounterSignature.file(signed));
    BundleAdditions.add(bundle, Optional.ofNullable(target), added);
    tell(opinion);
  }

  private CounterSignature.Opinion verdict() {
    if (reject) {
      return CounterSignature.Opinion.REJECTED;
    }
    return exceptions.isEmpty()
        ? CounterSignature.Opinion.ACCEPTED
        : CounterSignature.Opinion.ACCEPTED_WITH_EXCEPTIONS;
  }

  private static void requireOwnKey(VerifyingKey own, EvidenceCheck.EvidenceSummary summary) {
    summary.people().stream()
        .map(EvidenceCheck.KnownParticipant::person)
        .filter(person -> person.key().equals(own))
        .filter(person -> person.store() == Participant.KeyPlace.FILE)
        .findFirst()
        .ifPresent(person -> {
          throw new CommandFailure(
              ExitStatus.USAGE,
              "This key of "
                  + person.id()
                  + " was made at the table, for that ceremony alone. Sign with one of your own.");
        });
  }

  private HeldKey open(KeyFile file) {
    var passphrase = Pin.passphrase(passphraseFile, "Passphrase of your key");
    try {
      return file.open(passphrase)
          .orElseThrow(() ->
              new CommandFailure(
                  ExitStatus.PIN_REFUSED,
                  "That is not the passphrase of this key, so nothing was signed."));
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  private void tell(CounterSignature opinion) {
    var out = spec.commandLine().getOut();
    if (json) {
      var node =
          JsonNodeFactory.instance
              .objectNode()
              .put("bundle", Optional.ofNullable(target).orElse(bundle).toString())
              .put("file", opinion.file())
              .put("keyid", opinion.key().keyid().hex())
              .put("verdict", Members.word(opinion.verdict()));
      opinion.checked().forEach(node.putArray("checked")::add);
      opinion.exceptions().forEach(node.putArray("exceptions")::add);
      out.println(node);
    } else {
      out.println("Counter-signed: " + opinion.file() + ", by the key");
      out.println(CeremonyCommand.asWords(opinion.key().keyid()));
      out.println("Compared: " + String.join(", ", opinion.checked()) + ".");
    }
    out.flush();
  }
}
