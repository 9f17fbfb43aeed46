package org.xksworkbench.bridge.xks.audit;

import java.time.Duration;
import java.time.Instant;

/// When a log is given another name and begun anew. What was renamed is never touched again.
///
/// @param mebibytes how large it grows, 0 for however large
/// @param days how old it becomes, 0 for however old
public record LogRotation(int mebibytes, int days) {

  public static final LogRotation NEVER = new LogRotation(0, 0);

  static final Duration TRIED_AGAIN_AFTER = Duration.ofMinutes(10);

  private static final int MEBIBYTE_BITS = 20;

  /// @param begun when its first line was written
  boolean isDue(long size, Instant begun, Instant now) {
    return size > 0
        && ((mebibytes > 0 && size >= ((long) mebibytes << MEBIBYTE_BITS))
            || (days > 0 && !now.isBefore(begun.plus(Duration.ofDays(days)))));
  }
}
