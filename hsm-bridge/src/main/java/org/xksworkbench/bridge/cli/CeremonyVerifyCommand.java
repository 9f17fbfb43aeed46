package org.xksworkbench.bridge.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ExitStatus;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceVersion;
import org.xksworkbench.bridge.ceremony.evidence.PinFile;
import org.xksworkbench.bridge.ceremony.evidence.Pins;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ceremony verify`
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Verifies the evidence of a ceremony; needs no HSM and no network.",
      "What is known from paper is given by options or by a policy file, and compared.",
      "Exit code 0: everything that was asked holds, and the fingerprint or the keys of all persons"
          + " were asked. 1: it does not hold. 2: wrong use, or it cannot be read. 3: it is"
          + " consistent, but was compared with nothing. Evidence of version 1 has no 3: without"
          + " --signer, 0 means only that it is consistent in itself."
    })
final class CeremonyVerifyCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "BUNDLE",
      description = "A bundle's folder, a file *.xkcb, or one transcript *.jsonl.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path bundle;

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

  @Option(names = "--signer", description = "The same as --person operator=SIGNER.")
  private @Nullable String signer;

  @Option(names = "--plan", description = "SHA-256 of the plan: digits or words, from paper.")
  private @Nullable String plan;

  @Option(names = "--counts", description = "Refuses the evidence of a rehearsal.")
  private boolean counts;

  @Option(names = "--real", description = "The same as --counts; goes with the next release.")
  private boolean real;

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
      names = "--require",
      paramLabel = "THING",
      split = ",",
      description = "no-deviations, no-recovered, no-resumptions, smart-cards")
  private List<String> requirements = List.of();

  @Option(names = "--json", description = "Prints one object; of version 2 only.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    try {
      var status =
          switch (EvidenceVersion.of(bundle)) {
            case ONE -> versionOne();
            case TWO -> versionTwo();
          };
      return status.code();
    } catch (CeremonyException e) {
      throw new CommandFailure(ExitStatus.USAGE, e.getMessage());
    }
  }

  private ExitStatus versionTwo() {
    var err = spec.commandLine().getErr();
    if (real) {
      err.println("--real is called --counts now, and goes with the next release.");
    }
    var pins = new Pins();
    if (policy != null) {
      PinFile.read(policy, pins);
    }
    optional(fingerprint).ifPresent(pins::fingerprint);
    optional(plan).ifPresent(pins::plan);
    optional(signer).ifPresent(key -> pins.person("operator", key));
    persons.forEach(pins::person);
    tokenSerials.forEach(pins::tokenSerial);
    optional(notBefore).ifPresent(pins::notBefore);
    optional(notAfter).ifPresent(pins::notAfter);
    requirements.forEach(pins::require);
    if (counts || real) {
      pins.counts("ceremony");
    }
    return new EvidenceVerification(spec.commandLine().getOut(), err).tell(bundle, pins, json);
  }

  private ExitStatus versionOne() {
    if (json) {
      throw new CommandFailure(
          ExitStatus.USAGE, "Of evidence of version 1 nothing is told as JSON. Leave --json out.");
    }
    var verification =
        new VersionOneVerification(
            spec.commandLine().getOut(),
            spec.commandLine().getErr(),
            optional(signer).or(() -> optional(persons.get("operator"))).map(Fingerprint::parse),
            optional(fingerprint).map(Fingerprint::parse),
            counts || real);
    var others = new LinkedHashMap<>(persons);
    others.remove("operator");
    var more =
        policy != null
            || plan != null
            || notBefore != null
            || notAfter != null
            || !others.isEmpty()
            || !tokenSerials.isEmpty()
            || !requirements.isEmpty();
    return verification.tell(bundle, more);
  }

  private static Optional<String> optional(@Nullable String option) {
    return Optional.ofNullable(option);
  }
}
