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
/// @param stopped whether somebody said no, or it is not clear whether the act was done, and nobody
///   agreed yet how to go on
/// @param trouble what failed last, or was found last; empty if nothing did
record StepState(
    Set<String> authorised,
    boolean begun,
    Map<String, String> noted,
    Optional<Event.Acted> acted,
    boolean accepted,
    boolean deviated,
    Set<String> confirmed,
    boolean stopped,
    String trouble) {

  static final StepState NEW =
      new StepState(Set.of(), false, Map.of(), Optional.empty(), false, false, Set.of(), false, "");

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

  Phase phase(PlanStep step, StepSigners signers) {
    if (stopped) {
      return Phase.REVIEW;
    }
    if (acted.isPresent()) {
      return acted.get().differences().isEmpty() || accepted ? Phase.CONFIRM : Phase.REVIEW;
    }
    if (begun && step.action().irreversible()) {
      return Phase.UNCLEAR;
    }
    return signers.agreed(authorised) ? Phase.ACT : Phase.AUTHORISE;
  }

  boolean finished(PlanStep step, StepSigners signers) {
    return phase(step, signers) == Phase.CONFIRM && confirmed.containsAll(signers.confirming());
  }

  StepState withAuthorised(String role) {
    return with(plus(authorised, role), begun, noted, acted, confirmed);
  }

  /// What was agreed on before the act holds no longer.
  StepState withoutAuthorisations() {
    return with(Set.of(), begun, noted, acted, confirmed);
  }

  StepState withBegun(boolean now) {
    return with(authorised, now, noted, acted, confirmed).withTrouble(now ? "" : trouble);
  }

  StepState withNoted(Map<String, String> facts) {
    var all = new LinkedHashMap<>(noted);
    all.putAll(facts);
    return with(authorised, begun, all, acted, confirmed);
  }

  StepState withActed(Event.Acted event) {
    return with(authorised, false, noted, Optional.of(event), confirmed).withTrouble("");
  }

  /// What is agreed on before the act accepts no difference that comes later.
  StepState withDeviation(boolean accepts) {
    return new StepState(
        authorised, begun, noted, acted, accepted || accepts, true, confirmed, false, trouble);
  }

  StepState withConfirmed(String role) {
    return with(authorised, begun, noted, acted, plus(confirmed, role));
  }

  StepState withStop(String sentence) {
    return new StepState(
        authorised, begun, noted, acted, accepted, deviated, confirmed, true, sentence);
  }

  StepState withTrouble(String sentence) {
    return new StepState(
        authorised, begun, noted, acted, accepted, deviated, confirmed, stopped, sentence);
  }

  private StepState with(
      Set<String> authorising,
      boolean now,
      Map<String, String> facts,
      Optional<Event.Acted> done,
      Set<String> confirming) {
    return new StepState(
        authorising, now, facts, done, accepted, deviated, confirming, stopped, trouble);
  }

  private static Set<String> plus(Set<String> roles, String role) {
    var all = new HashSet<>(roles);
    all.add(role);
    return Set.copyOf(all);
  }
}
