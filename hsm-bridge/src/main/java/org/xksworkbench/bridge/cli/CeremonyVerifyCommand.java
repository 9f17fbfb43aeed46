package org.xksworkbench.bridge.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.bundle.BundleCheck;
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
      "Without --signer, exit code 0 means only that it is consistent in itself."
    })
final class CeremonyVerifyCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "BUNDLE",
      description = "A bundle's folder, a file *.xkcb, or one transcript *.jsonl.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path bundle;

  @Option(
      names = "--signer",
      description = "Fingerprint of the key that must have signed: digits or words, from paper.")
  private @Nullable String signer;

  @Option(names = "--real", description = "Refuses the evidence of a rehearsal.")
  private boolean real;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    var wanted = signer == null ? null : Fingerprint.parse(signer);
    var result = BundleCheck.of(bundle);
    var out = spec.commandLine().getOut();
    var err = spec.commandLine().getErr();
    result.findings().forEach(err::println);
    if (!result.consistent()) {
      err.println("This evidence does NOT hold: " + result.findings().size() + " findings.");
      err.flush();
      return 1;
    }
    tell(result, out);
    if (real && result.rehearsal()) {
      err.println("This is the evidence of a rehearsal; a real ceremony is required.");
      err.flush();
      return 1;
    }
    var signed = result.signer().orElseThrow();
    if (wanted != null && !wanted.equals(signed)) {
      err.println(
          "Another key signed it. Required was the key with the fingerprint\n"
              + CeremonyCommand.spoken(wanted));
      err.flush();
      return 1;
    }
    out.println(
        wanted == null
            ? "It is consistent in itself, and no more is shown: anybody can make such evidence"
                + " with a key of their own. Compare both fingerprints with the paper, or give the"
                + " one of the signing key by --signer."
            : "It is consistent in itself and signed by the required key.");
    out.flush();
    return 0;
  }

  private static void tell(BundleCheck.BundleVerification result, PrintWriter out) {
    if (result.rehearsal()) {
      out.println("REHEARSAL. Nothing of it counts.");
    }
    if (result.disclosedOnly()) {
      out.println("Public version: some fields are withheld.");
    }
    out.println(result.title() + ", " + result.records() + " records");
    out.println("Final fingerprint:");
    out.println(CeremonyCommand.spoken(result.fingerprint().orElseThrow()));
    out.println("Signed by the key with the fingerprint:");
    out.println(CeremonyCommand.spoken(result.signer().orElseThrow()));
  }
}
