package org.xksworkbench.bridge.xks.policy;

import java.util.Comparator;
import java.util.List;

/// Who may do what with which key: an allow-list. A request is allowed if a statement of the list
/// matches it and no deny statement does. GetHealthStatus is never asked about (specification,
/// GetHealthStatus: excluded from secondary authorization).
public record Policy(List<Statement> allow, List<Statement> deny) {

  public Policy {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
  }

  /// No second authorization: whoever signs is allowed.
  public static Policy allowAll() {
    return new Policy(List.of(new Statement("everything", java.util.Map.of())), List.of());
  }

  public Decision decide(AccessRequest asked) {
    for (var statement : deny) {
      if (statement.matches(asked)) {
        return new Decision(
            false, statement.name(), "The deny statement " + statement.name() + " matches.");
      }
    }
    for (var statement : allow) {
      if (statement.matches(asked)) {
        return new Decision(
            true, statement.name(), "The allow statement " + statement.name() + " matches.");
      }
    }
    return allow.stream()
        .max(Comparator.comparingInt(statement -> statement.conditionsMet(asked)))
        .map(nearest ->
            new Decision(
                false,
                nearest.name(),
                "No allow statement matches. The nearest is "
                    + nearest.name()
                    + ": "
                    + nearest.firstUnmet(asked).orElse("")
                    + "."))
        .orElseGet(() -> new Decision(false, "", "The policy has no allow statement."));
  }
}
