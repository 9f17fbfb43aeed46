package org.xksworkbench.app.ui.widget;

import org.xksworkbench.bridge.hsm.ExternalKeyFitness;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness.FitnessFinding;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness.Requirement;

/// How fitness for an external key store looks, everywhere.
public final class FitnessBadge {

  private FitnessBadge() {}

  public static Badge of(ExternalKeyFitness fitness) {
    if (blockedOnlyBy(Requirement.NOT_FOR_HEALTH_CHECK, fitness)) {
      return new Badge(Badge.BadgeTone.NEUTRAL, "Health check");
    }
    if (blockedOnlyBy(Requirement.NOT_IN_USE, fitness)) {
      return fitness.warnings().isEmpty()
          ? new Badge(Badge.BadgeTone.GOOD, "In use")
          : new Badge(Badge.BadgeTone.WARNING, "In use, with a warning");
    }
    if (!fitness.fit()) {
      return new Badge(Badge.BadgeTone.BAD, "Not fit");
    }
    if (fitness.lacks(Requirement.NOT_USED_ELSEWHERE)) {
      return new Badge(Badge.BadgeTone.WARNING, "Used by another key store");
    }
    return fitness.warnings().isEmpty()
        ? new Badge(Badge.BadgeTone.GOOD, "Fit")
        : new Badge(Badge.BadgeTone.WARNING, "Fit, with a warning");
  }

  /// Nothing is wrong with a key that is not fit only because something uses it already.
  private static boolean blockedOnlyBy(Requirement use, ExternalKeyFitness fitness) {
    var blocking = fitness.findings().stream().filter(FitnessFinding::blocking).toList();
    return !blocking.isEmpty() && blocking.stream().allMatch(one -> one.requirement() == use);
  }
}
