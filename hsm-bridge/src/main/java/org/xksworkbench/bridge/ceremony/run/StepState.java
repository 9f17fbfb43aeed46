package org.xksworkbench.bridge.ceremony.run;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xksworkbench.bridge.ceremony.plan.PlanStep;
import org.xksworkbench.bridge.ceremony.transcript.Event;

/// How far the current step is.
///
/// @param authorised roles
/// @param begun whether an act began whose end is not known
/// @param noted facts from the middle of the act
/// @param acted the finished act
/// @param accepted whether people agreed to go on despite the differences that they saw
/// @param deviated whether any deviation was recorded
/// @param confirmed roles
/// @param trouble what failed last, or was found last; empty if nothing did
record StepState(
    Set<String> authorised,
    boolean begun,
    Map<String, String> noted,
    Optional<Event.Acted> acted,
    boolean accepted,
    boolean deviated,
    Set<String> confirmed,
    String trouble) {

  static final StepState NEW =
      new StepState(Set.of(), false, Map.of(), Optional.empty(), false, false, Set.of(), "");

  /// What the step waits for.
  enum Phase {
    /// Roles agree before the act.
    AUTHORISE,
    ACT,
    /// An act that cannot be undone began, and whether it was done is not known: ask.
    UNCLEAR,
    /// Something is not as expected: a deviation is agreed on, or the ceremony is aborted.
    REVIEW,
    CONFIRM
  }

  Phase phase(PlanStep step) {
    if (acted.isPresent()) {
      return acted.get().differences().isEmpty() || accepted ? Phase.CONFIRM : Phase.REVIEW;
    }
    if (begun && step.action().irreversible()) {
      return Phase.UNCLEAR;
    }
    return authorised.containsAll(step.authorise()) ? Phase.ACT : Phase.AUTHORISE;
  }

  boolean finished(PlanStep step) {
    return phase(step) == Phase.CONFIRM && confirmed.containsAll(step.confirm());
  }

  StepState withAuthorised(String role) {
    return new StepState(
        plus(authorised, role), begun, noted, acted, accepted, deviated, confirmed, trouble);
  }

  StepState withBegun(boolean now) {
    return new StepState(
        authorised, now, noted, acted, accepted, deviated, confirmed, now ? "" : trouble);
  }

  StepState withNoted(Map<String, String> facts) {
    var all = new LinkedHashMap<>(noted);
    all.putAll(facts);
    return new StepState(authorised, begun, all, acted, accepted, deviated, confirmed, trouble);
  }

  StepState withActed(Event.Acted event) {
    return new StepState(
        authorised, false, noted, Optional.of(event), accepted, deviated, confirmed, "");
  }

  /// What is agreed on before the act accepts no difference that comes later.
  StepState withDeviation(boolean accepts) {
    return new StepState(
        authorised, begun, noted, acted, accepted || accepts, true, confirmed, trouble);
  }

  StepState withConfirmed(String role) {
    return new StepState(
        authorised, begun, noted, acted, accepted, deviated, plus(confirmed, role), trouble);
  }

  StepState withTrouble(String sentence) {
    return new StepState(authorised, begun, noted, acted, accepted, deviated, confirmed, sentence);
  }

  private static Set<String> plus(Set<String> roles, String role) {
    var all = new HashSet<>(roles);
    all.add(role);
    return Set.copyOf(all);
  }
}
