package org.xksworkbench.bridge.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ExitStatus;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private final PinOptions asked = new PinOptions();

  @Option(names = "--signer", description = "The same as --person operator=SIGNER.")
  private @Nullable String signer;

  @Option(names = "--real", description = "The same as --counts; goes with the next release.")
  private boolean real;

  @Option(names = "--json", description = "Prints one object; of version 2 only.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    return CeremonyCommand.reading(() ->
            switch (EvidenceVersion.of(bundle)) {
              case ONE -> versionOne();
              case TWO -> versionTwo();
            })
        .code();
  }

  private ExitStatus versionTwo() {
    var err = spec.commandLine().getErr();
    if (real) {
      err.println("--real is called --counts now, and goes with the next release.");
    }
    var pins = asked.pins();
    Optional.ofNullable(signer).ifPresent(key -> pins.person("operator", key));
    if (real) {
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
            Optional.ofNullable(signer).or(() -> asked.person("operator")).map(Fingerprint::parse),
            asked.fingerprint().map(Fingerprint::parse),
            asked.counts() || real);
    return verification.tell(bundle, asked.isBeyondVersionOne());
  }
}
