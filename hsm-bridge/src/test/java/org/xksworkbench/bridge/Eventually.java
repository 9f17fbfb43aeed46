package org.xksworkbench.bridge;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;

/// Waits for what must come. Long, because the machine may be busy with other work: what has not
/// come by then does not come.
public final class Eventually {

  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private Eventually() {}

  public static void eventually(Callable<Boolean> condition) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(condition);
  }
}
