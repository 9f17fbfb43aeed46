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
      case KeyState.KnownKeyState.ENABLED -> badge.show(Badge.BadgeTone.GOOD, "Enabled");
      case KeyState.KnownKeyState.DISABLED -> badge.show(Badge.BadgeTone.NEUTRAL, "Disabled");
      case KeyState.KnownKeyState.UNAVAILABLE -> badge.show(Badge.BadgeTone.WARNING, "Unavailable");
      case KeyState.KnownKeyState.PENDING_DELETION ->
          badge.show(Badge.BadgeTone.BAD, "Pending deletion");
      case KeyState.KnownKeyState.CREATING,
          KeyState.KnownKeyState.PENDING_IMPORT,
          KeyState.KnownKeyState.PENDING_REPLICA_DELETION,
          KeyState.KnownKeyState.UPDATING ->
          badge.show(Badge.BadgeTone.NEUTRAL, keyState.text());
      case KeyState.NewerKeyState(var text) -> badge.show(Badge.BadgeTone.NEUTRAL, text);
    }
  }
}
