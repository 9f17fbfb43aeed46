package org.xksworkbench.bridge.ceremony.evidence;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Whether the time ran forward. Times are those of the workstation; a clock that was set shows by
/// its distance to the time since the machine began.
final class ClockCheck {

  /// Two clocks of one machine are never quite together.
  private static final long TOLERATED_MILLIS = 2_000;

  private static final long TOLERATED_IN = 1_000;

  private @Nullable EvidenceLine before;

  /// A run that begins cannot write that the clock was set before it wrote that it began.
  private boolean driftedAtResume;

  void check(EvidenceLine line, Consumer<String> findings) {
    var last = before;
    before = line;
    if (last == null) {
      return;
    }
    if (line.at().isBefore(last.at())) {
      findings.accept("Its time is before that of the line before.");
    }
    var clock = line.content() instanceof Content.Clock;
    if (driftedAtResume && !clock) {
      findings.accept("The clock was set before the ceremony was resumed, and no line says so.");
    }
    driftedAtResume = false;
    if (!line.boot().equals(last.boot())) {
      return;
    }
    if (line.up() < last.up()) {
      findings.accept("The time since the machine began is less than on the line before.");
    } else if (drifted(last, line) && !clock) {
      if (line.content() instanceof Content.Resumed) {
        driftedAtResume = true;
      } else {
        findings.accept("The clock was set after the line before, and no line says so.");
      }
    }
  }

  private static boolean drifted(EvidenceLine last, EvidenceLine line) {
    var up = line.up() - last.up();
    var wall = Duration.between(last.at(), line.at()).toMillis();
    return Math.abs(wall - up) > TOLERATED_MILLIS + up / TOLERATED_IN;
  }
}
