package org.xksworkbench.bridge.hsm.pkcs11;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Who is in a token: any number of calls, or one that is alone. A call may enter again while it is
/// in, and so may who is alone.
///
/// Whoever waits to be alone is next: calls that come later wait, each as long as it can.
final class Gate {

  /// How the wait to be alone ended.
  enum Admittance {
    ALONE,
    /// A call does not come out.
    CALL_HANGS,
    /// Another one is alone for too long.
    TAKEN
  }

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private volatile long lastAlone = System.nanoTime();

  /// @return false if another was alone for all that time
  boolean enter(Duration patience) {
    return acquire(lock.readLock(), patience.toNanos());
  }

  void leave() {
    lock.readLock().unlock();
  }

  /// @param forCalls how long calls that are in may take to come out
  /// @param forOthers how long the others may take that are alone before
  Admittance enterAlone(Duration forCalls, Duration forOthers) {
    var began = System.nanoTime();
    while (true) {
      var thisTime = System.nanoTime();
      if (acquire(lock.writeLock(), forCalls.toNanos())) {
        return Admittance.ALONE;
      }
      if (lock.getReadLockCount() > 0 && lastAlone - thisTime < 0) {
        return Admittance.CALL_HANGS;
      }
      if (System.nanoTime() - began > forOthers.toNanos()) {
        return Admittance.TAKEN;
      }
    }
  }

  void leaveAlone() {
    lastAlone = System.nanoTime();
    lock.writeLock().unlock();
  }

  /// An interruption does not shorten a wait that is bounded anyway: a login must be closed by a
  /// thread that was told to stop, too.
  private static boolean acquire(Lock lock, long nanos) {
    var deadline = System.nanoTime() + nanos;
    var interrupted = false;
    try {
      while (true) {
        try {
          return lock.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
