package org.xksworkbench.bridge.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ceremony.evidence.PinFile;
import org.xksworkbench.bridge.ceremony.evidence.Pins;
import picocli.CommandLine.Option;

/// What is known from paper, for commands that compare evidence with it.
final class PinOptions {

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "A TOML file with what is to be compared; options come on top of it.")
  private @Nullable Path policy;

  @Option(
      names = "--fingerprint",
      description = "The ceremony's fingerprint: digits or words, from paper.")
  private @Nullable String fingerprint;

  @Option(
      names = "--person",
      paramLabel = "ID=KEYID",
      description = "The key of a person: digits or words, from paper. Once for each person.")
  private Map<String, String> persons = new LinkedHashMap<>();

  @Option(names = "--plan", description = "SHA-256 of the plan: digits or words, from paper.")
  private @Nullable String plan;

  @Option(names = "--counts", description = "Refuses the evidence of a rehearsal.")
  private boolean counts;

  @Option(
      names = "--token-serial",
      paramLabel = "SERIAL",
      description = "The token on which it must have been held; may be given several times.")
  private List<String> tokenSerials = List.of();

  @Option(
      names = "--not-before",
      paramLabel = "TIME",
      description = "When it may have begun at the earliest, such as 2027-03-01T00:00:00Z.")
  private @Nullable String notBefore;

  @Option(
      names = "--not-after",
      paramLabel = "TIME",
      description = "When it may have ended at the latest.")
  private @Nullable String notAfter;

  @Option(
      names = "--counter-signer",
      paramLabel = "KEYID",
      description =
          "A key by which somebody must have counter-signed: digits or words, from paper. Needed of"
              + " those who did not take part.")
  private List<String> counterSigners = List.of();

  @Option(
      names = "--tsa-ca",
      paramLabel = "FILE",
      description =
          "Certificates of time stamp authorities that are believed, PEM; may be given several"
              + " times.")
  private List<Path> authorities = List.of();

  @Option(
      names = "--require",
      paramLabel = "THING",
      split = ",",
      description =
          "no-deviations, no-recovered, no-resumptions, smart-cards, beacon, counter-signature, anchor")
  private List<String> requirements = List.of();

  /// What is given, to be compared with evidence of version 2.
  Pins pins() {
    var pins = new Pins();
    if (policy != null) {
      PinFile.read(policy, pins);
    }
    Optional.ofNullable(fingerprint).ifPresent(pins::fingerprint);
    Optional.ofNullable(plan).ifPresent(pins::plan);
    persons.forEach(pins::person);
    tokenSerials.forEach(pins::tokenSerial);
    Optional.ofNullable(notBefore).ifPresent(pins::notBefore);
    Optional.ofNullable(notAfter).ifPresent(pins::notAfter);
    counterSigners.forEach(pins::counterSigner);
    authorities.forEach(pins::timeStampAuthority);
    requirements.forEach(pins::require);
    if (counts) {
      pins.counts("ceremony");
    }
    return pins;
  }

  Optional<String> fingerprint() {
    return Optional.ofNullable(fingerprint);
  }

  boolean counts() {
    return counts;
  }

  /// The key of a person, as it was typed.
  Optional<String> person(String id) {
    return Optional.ofNullable(persons.get(id));
  }

  /// Whether something is given that evidence of version 1 knows nothing of: all but the
  /// fingerprint, the operator's key and whether it counts.
  boolean isBeyondVersionOne() {
    return policy != null
        || plan != null
        || notBefore != null
        || notAfter != null
        || persons.keySet().stream().anyMatch(id -> !id.equals("operator"))
        || !tokenSerials.isEmpty()
        || !counterSigners.isEmpty()
        || !authorities.isEmpty()
        || !requirements.isEmpty();
  }
}
