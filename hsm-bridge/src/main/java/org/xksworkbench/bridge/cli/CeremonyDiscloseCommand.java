package org.xksworkbench.bridge.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.xksworkbench.bridge.ExitStatus;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceCheck;
import org.xksworkbench.bridge.ceremony.evidence.Pins;
import org.xksworkbench.bridge.ceremony.writing.PublicCopy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ceremony disclose`
@Command(
    name = "disclose",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the public version of a bundle, in which names, places, reasons and serials are"
          + " withheld, and tells a reader the fields that you choose beside it. It verifies to the"
          + " same fingerprint. What was told once cannot be taken back.",
      "Exit code 0: written and verified. 1: the evidence does not hold. 2: wrong use, or it cannot"
          + " be read or written."
    })
final class CeremonyDiscloseCommand implements Callable<Integer> {

  @Parameters(paramLabel = "BUNDLE", description = "A bundle's folder, or a file *.xkcb.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path bundle;

  @Option(
      names = "--to",
      required = true,
      description = "A folder, or a file *.xkcb; nothing may be there yet.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path target;

  @Option(
      names = "--tell",
      paramLabel = "[LINE:]FIELD",
      description =
          "A field that is told: reason on all lines, 17:reason on one, fact.* for a family; may be"
              + " given several times.")
  private List<String> choices = List.of();

  @Option(names = "--json", description = "Prints one object.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    return CeremonyCommand.reading(this::disclose).code();
  }

  private ExitStatus disclose() {
    var more = choices.stream().map(PublicCopy.LeafChoice::of).toList();
    var evidence = SealedEvidence.read(bundle, new Pins(), spec.commandLine().getErr());
    if (evidence.isEmpty()) {
      return ExitStatus.FAILED;
    }
    var summary = evidence.get().summary();
    if (summary.form() != EvidenceCheck.EvidenceForm.BUNDLE) {
      throw new CommandFailure(
          ExitStatus.USAGE,
          "This is a public version, in which fields are withheld. Only the bundle itself can tell"
              + " them.");
    }
    var told = PublicCopy.write(bundle, summary.transcript(), more, target);
    var withheld = EvidenceCheck.of(target, new Pins()).summary().orElseThrow().withheld();
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(
          JsonNodeFactory.instance
              .objectNode()
              .put("written", target.toString())
              .put("fingerprint", summary.fingerprint().hex())
              .put("told", told)
              .put("withheld", withheld));
    } else {
      out.println(
          "Written to "
              + target
              + ": "
              + told
              + " fields told beside those that everybody may see, "
              + withheld
              + " withheld. It verifies to the fingerprint");
      out.println(CeremonyCommand.asWords(summary.fingerprint()));
    }
    out.flush();
    return ExitStatus.DONE;
  }
}
