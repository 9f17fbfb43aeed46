package org.xksworkbench.bridge.ceremony.run;

import java.util.ArrayList;
import java.util.List;
import org.xksworkbench.bridge.ceremony.plan.PlanStep;

/// Which roles sign a step. In version 2 the acting person does as well: before an act that cannot
/// be undone, and after every act, once it is seen what came.
///
/// @param authorising before the act
/// @param confirming after it
record StepSigners(List<String> authorising, List<String> confirming) {

  static StepSigners of(PlanStep step, boolean signedLines) {
    if (!signedLines) {
      return new StepSigners(step.authorise(), step.confirm());
    }
    var authorising = new ArrayList<>(step.authorise());
    if (step.action().irreversible() && !authorising.contains(step.by())) {
      authorising.add(step.by());
    }
    return new StepSigners(List.copyOf(authorising), step.signers().stream().distinct().toList());
  }
}
