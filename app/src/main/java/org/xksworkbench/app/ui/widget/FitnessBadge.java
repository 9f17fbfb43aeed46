package org.xksworkbench.app.ui.widget;

import org.xksworkbench.bridge.hsm.ExternalKeyFitness;

/// How fitness for an external key store looks, everywhere.
public final class FitnessBadge {

  private FitnessBadge() {}

  public static Badge of(ExternalKeyFitness fitness) {
    if (!fitness.fit()) {
      return new Badge(Badge.Tone.BAD, "Not fit");
    }
    return fitness.warnings().isEmpty()
        ? new Badge(Badge.Tone.GOOD, "Fit")
        : new Badge(Badge.Tone.WARNING, "Fit, with a warning");
  }
}
