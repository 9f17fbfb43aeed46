package org.xksworkbench.bridge.ceremony.writing;

import java.time.Instant;

/// Clocks that go on by a tenth of a second each time they are read, and can be set.
final class TestTime implements MachineTime {

  private static final long STEP_MILLIS = 100;

  private Instant at = Instant.parse("2027-03-01T09:00:00Z");
  private String boot = "b0";
  private long up = 5_000;

  @Override
  public LineTime now() {
    pass(STEP_MILLIS);
    return new LineTime(at, boot, up);
  }

  void pass(long millis) {
    at = at.plusMillis(millis);
    up += millis;
  }

  /// Somebody sets the workstation's clock.
  void set(long byMillis) {
    at = at.plusMillis(byMillis);
  }

  /// The machine is started anew.
  void restart() {
    boot = boot + "+";
    up = 0;
  }
}
