package org.xksworkbench.bridge.xks.server;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Lets everybody pass while it is open. What waits at it notices no interruption, as a call into a
/// token does not.
final class TokenGate {

  private final AtomicInteger waiting = new AtomicInteger();
  private volatile CountDownLatch closed = new CountDownLatch(0);

  void close() {
    closed = new CountDownLatch(1);
  }

  void open() {
    closed.countDown();
  }

  int waiting() {
    return waiting.get();
  }

  /// As [#pass] if a request is answered; the check of the health passes at any time.
  void passWorker() {
    if (Thread.currentThread().getName().equals("xks-worker")) {
      pass();
    }
  }

  void pass() {
    waiting.incrementAndGet();
    var interrupted = false;
    while (true) {
      try {
        closed.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    waiting.decrementAndGet();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
