package org.xksworkbench.app.robot;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A start that nobody sits in front of, as that of a tour: nobody could be asked whether to wait
/// on, so it has a limit. On a thread of its own: what hangs may be the window's.
final class UnattendedStart {

  private final CountDownLatch over = new CountDownLatch(1);

  /// @param standing how far the start is, on any thread
  UnattendedStart(Duration limit, Supplier<String> standing) {
    Thread.ofPlatform().daemon().name("start-limit").start(() -> await(limit, standing));
  }

  /// It came to its end, good or bad.
  void over() {
    over.countDown();
  }

  private void await(Duration limit, Supplier<String> standing) {
    try {
      if (!over.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        Tour.fail(
            List.of(
                "The start took longer than %d seconds.".formatted(limit.toSeconds()),
                standing.get()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
