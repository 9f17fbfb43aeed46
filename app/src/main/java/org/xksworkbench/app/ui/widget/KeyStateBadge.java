package org.xksworkbench.app.ui.widget;

import org.xksworkbench.app.kms.KeyState;

/// How the state of a KMS key looks, everywhere.
public final class KeyStateBadge {

  private KeyStateBadge() {}

  public static Badge of(KeyState keyState) {
    var badge = new Badge();
    show(badge, keyState);
    return badge;
  }

  /// Lets a badge that is there say a state.
  public static void show(Badge badge, KeyState keyState) {
    switch (keyState) {
      case KeyState.Known.ENABLED -> badge.show(Badge.Tone.GOOD, "Enabled");
      case KeyState.Known.DISABLED -> badge.show(Badge.Tone.NEUTRAL, "Disabled");
      case KeyState.Known.UNAVAILABLE -> badge.show(Badge.Tone.WARNING, "Unavailable");
      case KeyState.Known.PENDING_DELETION -> badge.show(Badge.Tone.BAD, "Pending deletion");
      case KeyState.Known.CREATING,
          KeyState.Known.PENDING_IMPORT,
          KeyState.Known.PENDING_REPLICA_DELETION,
          KeyState.Known.UPDATING ->
          badge.show(Badge.Tone.NEUTRAL, keyState.text());
      case KeyState.Other(var text) -> badge.show(Badge.Tone.NEUTRAL, text);
    }
  }
}
