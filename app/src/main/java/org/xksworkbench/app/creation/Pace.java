package org.xksworkbench.app.creation;

import java.time.Duration;

/// Lets requests through one after the other, with a least time between them, however many threads
/// ask. After AWS KMS throttled one it lets none through for a while, then fewer, then slowly more
/// again. Safe for use by several threads.
final class Pace {

  private static final Duration LEAST_PAUSE = Duration.ofMillis(50);

  private final Duration between;
  private final Time time;
  private long next;
  private long interval;

  /// What a pace goes by.
  interface Time {

    long nanos();

    void sleepUntil(long nanos) throws InterruptedException;

    static Time system() {
      return new Time() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleepUntil(long nanos) throws InterruptedException {
          Thread.sleep(Duration.ofNanos(Math.max(0, nanos - System.nanoTime())));
        }
      };
    }
  }

  Pace(Duration between, Time time) {
    this.between = between;
    this.time = time;
    this.next = time.nanos();
    this.interval = between.toNanos();
  }

  /// Returns when the next request may be sent.
  void await() throws InterruptedException {
    long turn;
    synchronized (this) {
      turn = Math.max(time.nanos(), next);
      next = turn + interval;
      interval = Math.max(between.toNanos(), interval - interval / 64);
    }
    time.sleepUntil(turn);
  }

  /// AWS KMS throttled: others use the quota too. All wait, the longer the more often it happens.
  ///
  /// @param attempt how often the same request was throttled, from 1
  synchronized void slowDown(int attempt) {
    var pause = LEAST_PAUSE.multipliedBy(1L << (attempt - 1)).toNanos();
    next = Math.max(next, time.nanos() + pause);
    interval = Math.min(interval + interval / 2, LEAST_PAUSE.toNanos());
  }
}
