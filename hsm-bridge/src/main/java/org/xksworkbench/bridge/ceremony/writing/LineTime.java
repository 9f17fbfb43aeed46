package org.xksworkbench.bridge.ceremony.writing;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceLine;

/// When a line was composed, by two clocks.
///
/// @param at the workstation's time, which anybody can set
/// @param boot which run of the machine it was
/// @param up milliseconds since that began, which nobody can set
public record LineTime(Instant at, String boot, long up) {

  /// Two clocks of one machine are never quite together.
  private static final long TOLERATED_MILLIS = 2_000;

  private static final long TOLERATED_IN = 1_000;

  public LineTime {
    at = at.truncatedTo(ChronoUnit.MILLIS);
  }

  static LineTime of(EvidenceLine line) {
    return new LineTime(line.at(), line.boot(), line.up());
  }

  /// By how many milliseconds the workstation's clock was set since then; 0 if it was not, or if
  /// that cannot be known, as the machine was started anew.
  long jumpSince(LineTime before) {
    if (!boot.equals(before.boot)) {
      return 0;
    }
    var ran = up - before.up;
    var jump = Duration.between(before.at, at).toMillis() - ran;
    return Math.abs(jump) > TOLERATED_MILLIS + ran / TOLERATED_IN ? jump : 0;
  }

  /// The same moment by a clock that is ahead by so much.
  LineTime ahead(long millis) {
    return new LineTime(at.plusMillis(millis), boot, up);
  }

  /// The same moment, told not before that one.
  LineTime notBefore(LineTime other) {
    return at.isBefore(other.at) ? new LineTime(other.at, boot, up) : this;
  }
}
