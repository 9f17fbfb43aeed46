package org.xksworkbench.bridge.check;

import static org.xksworkbench.bridge.check.RuleRow.must;

import java.util.List;
import org.xksworkbench.bridge.check.RuleResult.Fail;
import org.xksworkbench.bridge.check.RuleResult.NotTried;
import org.xksworkbench.bridge.check.RuleResult.Pass;

/// The form of the refusals that the rules before have seen.
final class ErrorRules {

  static final List<RuleRow> TABLE =
      List.of(
          must(
              "error-form",
              "Error codes",
              "Errors have an errorName, and an errorMessage of at most 511 printable ASCII"
                  + " characters if any.",
              ErrorRules::form));

  private static final int LONGEST_MESSAGE = 511;

  private ErrorRules() {}

  private static RuleResult form(LabRun run) {
    for (var refusal : run.refusals()) {
      if (refusal.errorName().isEmpty()) {
        return new Fail("one", "An error came without errorName: " + refusal.describe());
      }
      var message = refusal.body().path("errorMessage");
      if (message.isMissingNode() || message.isNull()) {
        continue;
      }
      if (message.asText().length() > LONGEST_MESSAGE) {
        return new Fail(
            "511 at most", "An errorMessage has " + message.asText().length() + " characters");
      }
      if (message.asText().chars().anyMatch(one -> one < 0x20 || one > 0x7E)) {
        return new Fail("printable ASCII", "An errorMessage has another character");
      }
    }
    return run.refusals().isEmpty() ? new NotTried("No error was seen.") : new Pass();
  }
}
