package org.xksworkbench.bridge.xks.server;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// So many requests a second, and as many at once after a second of rest (the generic cell rate
/// algorithm: one number says when the next request would be due at an even pace).
final class Quota {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final long pace;
  private final LongSupplier nanoTime;
  private final AtomicLong due;

  /// @param perSecond 0 for no limit
  Quota(int perSecond, LongSupplier nanoTime) {
    this.pace = perSecond == 0 ? 0 : SECOND / perSecond;
    this.nanoTime = nanoTime;
    this.due = new AtomicLong(nanoTime.getAsLong() - SECOND);
  }

  /// Takes one request.
  ///
  /// @return false if the quota is used up
  boolean take() {
    if (pace == 0) {
      return true;
    }
    while (true) {
      var now = nanoTime.getAsLong();
      var before = due.get();
      var next = (before - now > 0 ? before : now) + pace;
      if (next - now > SECOND) {
        return false;
      }
      if (due.compareAndSet(before, next)) {
        return true;
      }
    }
  }

  /// Whether what was used has all come back.
  boolean isRested() {
    return due.get() - nanoTime.getAsLong() <= 0;
  }
}
