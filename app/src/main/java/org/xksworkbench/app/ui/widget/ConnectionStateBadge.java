package org.xksworkbench.app.ui.widget;

import org.xksworkbench.app.kms.ConnectionState;

/// How a connection state looks, everywhere.
public final class ConnectionStateBadge {

  private ConnectionStateBadge() {}

  public static Badge of(ConnectionState state) {
    return switch (state) {
      case ConnectionState.Connected _ -> new Badge(Badge.BadgeTone.GOOD, "Connected");
      case ConnectionState.Connecting _ -> new Badge(Badge.BadgeTone.BUSY, "Connecting…");
      case ConnectionState.Disconnected _ -> new Badge(Badge.BadgeTone.NEUTRAL, "Disconnected");
      case ConnectionState.Disconnecting _ -> new Badge(Badge.BadgeTone.BUSY, "Disconnecting…");
      case ConnectionState.Failed _ -> new Badge(Badge.BadgeTone.BAD, "Failed");
    };
  }
}
