package org.xksworkbench.bridge.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.xksworkbench.bridge.ExitStatus;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.bundle.BundleCheck;

/// Tells what evidence of version 1 shows, and first what it cannot show.
///
/// @param signer fingerprint of the key that must have signed
/// @param fingerprint that it must have
/// @param counts whether the evidence of a rehearsal is refused
record VersionOneVerification(
    PrintWriter out,
    PrintWriter err,
    Optional<Fingerprint> signer,
    Optional<Fingerprint> fingerprint,
    boolean counts) {

  private static final String LIMITS =
      "Version 1: only the operator's key stands behind this. It does not prove that the others"
          + " agreed, nor that the key was the same at each step, nor that the time ran forward.";

  /// @param more whether something was asked that evidence of this version cannot show
  ExitStatus tell(Path bundle, boolean more) {
    out.println(LIMITS);
    out.flush();
    var result = BundleCheck.of(bundle);
    result.findings().forEach(err::println);
    if (!result.consistent()) {
      return refuse("This evidence does NOT hold: " + result.findings().size() + " findings.");
    }
    tell(result);
    if (more) {
      return refuse(
          "Something was asked that evidence of version 1 cannot show. It can be compared by"
              + " --signer, --fingerprint and --counts.");
    }
    if (counts && result.rehearsal()) {
      return refuse("This is the evidence of a rehearsal; a real ceremony is required.");
    }
    if (differs(fingerprint, result.fingerprint())) {
      return refuse("This is another ceremony than the one on the paper.");
    }
    if (differs(signer, result.signer())) {
      return refuse(
          "Another key signed it. Required was the key with the fingerprint\n"
              + CeremonyCommand.asWords(signer.orElseThrow()));
    }
    out.println(
        signer.isEmpty()
            ? "It is consistent in itself, and no more is shown: anybody can make such evidence"
                + " with a key of their own. Compare both fingerprints with the paper, or give the"
                + " one of the signing key by --signer."
            : "It is consistent in itself and signed by the required key.");
    out.flush();
    return ExitStatus.DONE;
  }

  private static boolean differs(Optional<Fingerprint> asked, Optional<Fingerprint> found) {
    return asked.isPresent() && !asked.equals(found);
  }

  private ExitStatus refuse(String why) {
    out.flush();
    err.println(why);
    err.flush();
    return ExitStatus.FAILED;
  }

  private void tell(BundleCheck.BundleVerification result) {
    if (result.rehearsal()) {
      out.println("REHEARSAL. Nothing of it counts.");
    }
    if (result.disclosedOnly()) {
      out.println("Public version: some fields are withheld.");
    }
    out.println(result.title() + ", " + result.records() + " records");
    out.println("Final fingerprint:");
    out.println(CeremonyCommand.asWords(result.fingerprint().orElseThrow()));
    out.println("Signed by the key with the fingerprint:");
    out.println(CeremonyCommand.asWords(result.signer().orElseThrow()));
  }
}
