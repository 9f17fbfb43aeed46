package org.xksworkbench.bridge.ceremony.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xksworkbench.bridge.ceremony.plan.PlanStep;

/// Who agreed to a step before its act, and when.
final class StepConsents {

  private static final Duration HOLDS = Duration.ofMinutes(15);

  private final Map<String, Instant> since = new HashMap<>();

  static boolean isAsked(String role, PlanStep step) {
    return step.authorising().contains(role)
        || step.quorum().filter(quorum -> quorum.of().contains(role)).isPresent();
  }

  void agree(String role, Instant at) {
    since.put(role, at);
  }

  void clear() {
    since.clear();
  }

  /// Whose agreement is missing, or holds no longer.
  List<String> missing(PlanStep step, Instant now) {
    return step.authorising().stream().filter(role -> !holds(role, step, now)).toList();
  }

  /// Whether so many of the quorum agreed as the plan demands.
  boolean meetsQuorum(PlanStep step, Instant now) {
    return step.quorum()
        .map(quorum ->
            quorum.met(quorum.of().stream().filter(role -> holds(role, step, now)).toList()))
        .orElse(true);
  }

  private boolean holds(String role, PlanStep step, Instant now) {
    var at = since.get(role);
    return at != null
        && (!step.action().irreversible() || Duration.between(at, now).compareTo(HOLDS) <= 0);
  }
}
