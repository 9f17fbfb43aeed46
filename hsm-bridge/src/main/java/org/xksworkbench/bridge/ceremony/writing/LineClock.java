package org.xksworkbench.bridge.ceremony.writing;

import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ceremony.CeremonyException;

/// Tells when a line is composed. No line is told before another: where the workstation's clock was
/// set back, the lines go on with the time since the machine began.
final class LineClock {

  private final MachineTime time;

  /// By how much the lines are ahead of the workstation's clock, which was set back.
  private long aheadMillis;

  /// By how much the clock was set before this run announced itself.
  private long jumpBeforeRun;

  LineClock(MachineTime time) {
    this.time = time;
  }

  /// When a line is composed.
  ///
  /// @param jump by how many milliseconds the clock was set since the line before; 0 if it was not
  record ToldTime(LineTime time, long jump) {}

  /// @param last time of the line before, which this run wrote
  ToldTime next(LineTime last) {
    var now = time.now().ahead(aheadMillis);
    var jump = now.jumpSince(last);
    if (jump < 0) {
      aheadMillis -= jump;
      now = now.ahead(-jump);
    }
    return new ToldTime(now.notBefore(last), jump);
  }

  /// Of the line by which a run announces itself.
  ///
  /// @param last time of the line before, which another run wrote; null if there is none
  /// @throws CeremonyException if the machine was started anew with a clock that is behind it
  LineTime first(@Nullable LineTime last) {
    var now = time.now();
    if (last == null) {
      return now;
    }
    jumpBeforeRun = now.jumpSince(last);
    aheadMillis = Math.max(0, -jumpBeforeRun);
    if (now.boot().equals(last.boot())) {
      return now.ahead(aheadMillis).notBefore(last);
    }
    if (now.at().isBefore(last.at())) {
      throw new CeremonyException(
          "The clock of this machine says "
              + now.at()
              + ", and the last line was written at "
              + last.at()
              + ". Set the clock, then resume.");
    }
    return now;
  }

  /// By how many milliseconds the clock was set before this run announced itself; 0 if it was not.
  long jumpBeforeRun() {
    return jumpBeforeRun;
  }

  /// Milliseconds since the machine began.
  long up() {
    return time.now().up();
  }
}
