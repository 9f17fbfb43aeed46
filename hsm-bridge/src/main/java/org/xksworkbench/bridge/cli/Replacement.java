package org.xksworkbench.bridge.cli;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.ExitStatus;
import org.xksworkbench.bridge.RunRecord;
import org.xksworkbench.bridge.hsm.pkcs11.GiveUp;

/// Ends this process when its module hangs, so that whoever started it starts another.
final class Replacement implements GiveUp {

  private static final Logger LOG = LoggerFactory.getLogger(Replacement.class);

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Runnable lastAct;
  private final AtomicBoolean given = new AtomicBoolean();
  private volatile boolean ending;

  /// @param lastAct what must not be lost; takes some seconds at most
  Replacement(Runnable lastAct) {
    this.lastAct = lastAct;
  }

  /// From now on the process ends anyway: it does so without ending the module.
  void endsAnyway() {
    ending = true;
  }

  @Override
  public void because(String why) {
    if (ending) {
      LOG.warn("{} The module is left as it is.", why);
      return;
    }
    if (given.getAndSet(true)) {
      return;
    }
    try {
      lastAct.run();
    } finally {
      sayAtLast(why);
      // Not exit: the library's own exit handlers would run beside the call that hangs.
      Runtime.getRuntime().halt(RunRecord.ends(ExitStatus.GIVEN_UP.code()));
    }
  }

  /// Unless nobody reads.
  private static void sayAtLast(String why) {
    var saying =
        Thread.ofPlatform()
            .daemon()
            .start(() ->
                LOG.error(
                    "{} This process ends with exit code {} and is to be started again.",
                    why,
                    ExitStatus.GIVEN_UP.code()));
    try {
      var _ = saying.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
