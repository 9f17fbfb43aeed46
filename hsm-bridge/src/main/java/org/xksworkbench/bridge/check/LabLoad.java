package org.xksworkbench.bridge.check;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Sends requests at a fixed rate, whether or not earlier ones were answered: a proxy that falls
/// behind is seen to. Time counts from when a request was due, so that waiting for it counts too.
final class LabLoad {

  private static final int MOST_AT_ONCE = 1000;
  private static final long STACK = 256 * 1024;
  private static final long NANOS = 1_000_000_000L;

  @FunctionalInterface
  interface TimedRequest {
    ProxyAnswer send() throws IOException;
  }

  private LabLoad() {}

  static LoadResult hold(int rate, Duration time, TimedRequest request) {
    var total = (int) (rate * time.toMillis() / 1000);
    var micros = new long[total];
    var answered = new AtomicInteger();
    var failed = new AtomicLong();
    var room = new Semaphore(MOST_AT_ONCE);
    var started = System.nanoTime();
    try (var workers = workers()) {
      for (var i = 0; i < total; i++) {
        var due = started + i * NANOS / rate;
        for (var wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
          LockSupport.parkNanos(wait);
        }
        room.acquireUninterruptibly();
        var _ =
            workers.submit(() -> {
              try {
                if (request.send().ok()) {
                  micros[answered.getAndIncrement()] = (System.nanoTime() - due) / 1000;
                } else {
                  failed.incrementAndGet();
                }
              } catch (IOException e) {
                failed.incrementAndGet();
              } finally {
                room.release();
              }
            });
      }
    }
    var seconds = (System.nanoTime() - started) / (double) NANOS;
    return new LoadResult(
        rate,
        answered.get() / seconds,
        failed.get(),
        LabLatency.of(java.util.Arrays.copyOf(micros, answered.get())));
  }

  /// A thread for each request under way: [#MOST_AT_ONCE] at most, and none is made before it is
  /// needed.
  private static ThreadPoolExecutor workers() {
    return new ThreadPoolExecutor(
        0,
        // A thread takes new work a moment after it gave its room back.
        2 * MOST_AT_ONCE,
        1,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        Thread.ofPlatform().name("load-", 0).daemon().stackSize(STACK).factory());
  }
}
