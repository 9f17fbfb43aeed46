package org.xksworkbench.app.ui.widget;

/// How the state of a KMS key looks, everywhere.
public final class KeyStateBadge {

  private KeyStateBadge() {}

  /// @param keyState `KeyState`, such as `PendingDeletion`
  public static Badge of(String keyState) {
    return switch (keyState) {
      case "Enabled" -> new Badge(Badge.Tone.GOOD, "Enabled");
      case "Disabled" -> new Badge(Badge.Tone.NEUTRAL, "Disabled");
      case "Unavailable" -> new Badge(Badge.Tone.WARNING, "Unavailable");
      case "PendingDeletion" -> new Badge(Badge.Tone.BAD, "Pending deletion");
      default -> new Badge(Badge.Tone.NEUTRAL, keyState);
    };
  }
}
