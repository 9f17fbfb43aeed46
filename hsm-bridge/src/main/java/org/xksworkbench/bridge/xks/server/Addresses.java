package org.xksworkbench.bridge.xks.server;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// How many connections each address has open, and how fast it begins them. Addresses that have
/// none and have rested are forgotten.
final class Addresses {

  private static final int KEPT = 1024;

  private static final class Standing {
    private final Quota handshakes;
    private int open;

    Standing(Quota handshakes) {
      this.handshakes = handshakes;
    }

    private boolean isForgotten() {
      return open == 0 && handshakes.isRested();
    }
  }

  private final int most;
  private final int handshakes;
  private final LongSupplier nanoTime;
  private final Map<String, Standing> standings = new HashMap<>();
  private int sweepAt = KEPT;

  /// @param most connections of one address at once
  /// @param handshakes connections that one begins in a second
  Addresses(int most, int handshakes, LongSupplier nanoTime) {
    this.most = most;
    this.handshakes = handshakes;
    this.nanoTime = nanoTime;
  }

  /// Whether one more may shake hands now.
  synchronized boolean mayBegin(String address) {
    return standing(address).handshakes.take();
  }

  /// Counts one more until it [#leaves].
  ///
  /// @return false if it is above the limit
  synchronized boolean enters(String address) {
    return ++standing(address).open <= most;
  }

  synchronized void leaves(String address) {
    var standing = standing(address);
    standing.open--;
    if (standing.isForgotten()) {
      standings.remove(address);
    }
  }

  synchronized int knownCount() {
    return standings.size();
  }

  private Standing standing(String address) {
    if (standings.size() >= sweepAt) {
      standings.values().removeIf(Standing::isForgotten);
      sweepAt = Math.max(KEPT, 2 * standings.size());
    }
    return standings.computeIfAbsent(address, _ -> new Standing(new Quota(handshakes, nanoTime)));
  }
}
