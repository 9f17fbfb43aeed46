package org.xksworkbench.app.settings;

import java.time.Duration;
import java.util.Objects;

/// What the user prefers, whatever is worked on.
///
/// @param idleMinutes logins to tokens end when nobody has touched the window for so long
public record Preferences(
    Appearance appearance, LanguageChoice language, int idleMinutes, Thresholds thresholds) {

  private static final int LONGEST_MINUTES = 24 * 60;

  public static final Preferences USUAL =
      new Preferences(Appearance.SYSTEM, LanguageChoice.SYSTEM, 10, Thresholds.USUAL);

  public Preferences {
    // A file can lack them.
    Objects.requireNonNull(appearance, "appearance");
    Objects.requireNonNull(language, "language");
    Objects.requireNonNull(thresholds, "thresholds");
    if (idleMinutes < 1 || idleMinutes > LONGEST_MINUTES) {
      throw new IllegalArgumentException("minutes without a touch: " + idleMinutes);
    }
  }

  public Duration idle() {
    return Duration.ofMinutes(idleMinutes);
  }

  public Preferences withAppearance(Appearance chosen) {
    return new Preferences(chosen, language, idleMinutes, thresholds);
  }

  public Preferences withLanguage(LanguageChoice chosen) {
    return new Preferences(appearance, chosen, idleMinutes, thresholds);
  }

  public Preferences withIdleMinutes(int minutes) {
    return new Preferences(appearance, language, minutes, thresholds);
  }

  public Preferences withThresholds(Thresholds chosen) {
    return new Preferences(appearance, language, idleMinutes, chosen);
  }
}
