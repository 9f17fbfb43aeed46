package org.xksworkbench.app.ui.widget;

/// How the state of a KMS key looks, everywhere.
public final class KeyStateBadge {

  private KeyStateBadge() {}

  /// @param keyState `KeyState`, such as `PendingDeletion`
  public static Badge of(String keyState) {
    var badge = new Badge();
    show(badge, keyState);
    return badge;
  }

  /// Lets a badge that is there say a state.
  public static void show(Badge badge, String keyState) {
    switch (keyState) {
      case "Enabled" -> badge.show(Badge.Tone.GOOD, "Enabled");
      case "Disabled" -> badge.show(Badge.Tone.NEUTRAL, "Disabled");
      case "Unavailable" -> badge.show(Badge.Tone.WARNING, "Unavailable");
      case "PendingDeletion" -> badge.show(Badge.Tone.BAD, "Pending deletion");
      default -> badge.show(Badge.Tone.NEUTRAL, keyState);
    }
  }
}
