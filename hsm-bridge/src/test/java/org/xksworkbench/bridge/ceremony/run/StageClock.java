package org.xksworkbench.bridge.ceremony.run;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/// The clock of the stage, to which something happens.
abstract class StageClock extends Clock {

  @Override
  public final ZoneId getZone() {
    return CeremonyStage.CLOCK.getZone();
  }

  @Override
  public final Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Instant instant() {
    return CeremonyStage.CLOCK.instant();
  }
}
