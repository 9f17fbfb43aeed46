package org.xksworkbench.bridge.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.xksworkbench.bridge.ExitStatus;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceCheck;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceVersion;
import org.xksworkbench.bridge.ceremony.evidence.Pins;

/// A bundle that was verified before something is made of it.
///
/// @param seal SHA-256 of its seal
record SealedEvidence(EvidenceCheck.EvidenceResult result, Fingerprint seal) {

  /// @param err where findings go
  /// @return empty if it does not hold, which was told then
  /// @throws CommandFailure if it is of version 1 or has no seal
  static Optional<SealedEvidence> read(Path bundle, Pins pins, PrintWriter err) {
    if (EvidenceVersion.of(bundle) == EvidenceVersion.ONE) {
      throw new CommandFailure(
          ExitStatus.USAGE,
          "This is evidence of version 1, to which nothing is added. A time stamp of its"
              + " manifest.json freezes it: openssl ts -query -data manifest.json -sha256 -cert");
    }
    var result = EvidenceCheck.of(bundle, pins);
    if (result.verdict() == EvidenceCheck.EvidenceVerdict.DOES_NOT_HOLD) {
      result.findings().forEach(err::println);
      err.println("This evidence does NOT hold, so nothing was done with it.");
      err.flush();
      return Optional.empty();
    }
    var summary = result.summary().orElseThrow();
    return Optional.of(
        new SealedEvidence(
            result,
            summary
                .seal()
                .orElseThrow(() ->
                    new CommandFailure(
                        ExitStatus.USAGE,
                        "A transcript alone has no seal. Give the bundle's folder or its file"
                            + " *.xkcb."))));
  }

  EvidenceCheck.EvidenceSummary summary() {
    return result.summary().orElseThrow();
  }
}
