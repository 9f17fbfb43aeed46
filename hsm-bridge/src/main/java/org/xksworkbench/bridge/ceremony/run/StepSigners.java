package org.xksworkbench.bridge.ceremony.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xksworkbench.bridge.ceremony.plan.PlanStep;
import org.xksworkbench.bridge.ceremony.plan.Quorum;

/// Which roles sign a step. In version 2 the acting person does as well: before an act that cannot
/// be undone, and after every act, once it is seen what came.
///
/// @param authorising before the act, all of them
/// @param quorum before the act, so many of them
/// @param confirming after it
record StepSigners(List<String> authorising, Optional<Quorum> quorum, List<String> confirming) {

  static StepSigners of(PlanStep step, boolean signedLines) {
    if (!signedLines) {
      return new StepSigners(step.authorise(), Optional.empty(), step.confirm());
    }
    return new StepSigners(
        step.authorising(), step.quorum(), step.signers().stream().distinct().toList());
  }

  /// Whether nobody is waited for any more before the act.
  boolean agreed(Set<String> authorised) {
    return authorised.containsAll(authorising)
        && quorum.map(one -> one.met(authorised)).orElse(true);
  }

  /// Everybody who is asked before the act and has not agreed yet; of a quorum that is met, nobody.
  List<String> missing(Set<String> authorised) {
    var asked = new ArrayList<>(authorising);
    quorum.filter(one -> !one.met(authorised)).ifPresent(one -> asked.addAll(one.of()));
    asked.removeAll(authorised);
    return List.copyOf(asked);
  }

  /// Everybody who agreed before the act, or is asked to, in the plan's order.
  List<String> agreeing(Set<String> authorised) {
    var missing = missing(authorised);
    var all = new ArrayList<>(authorising);
    quorum.ifPresent(one -> all.addAll(one.of()));
    all.removeIf(role -> !authorised.contains(role) && !missing.contains(role));
    return List.copyOf(all);
  }
}
