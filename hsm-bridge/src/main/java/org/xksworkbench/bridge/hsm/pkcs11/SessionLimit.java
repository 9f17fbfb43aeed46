package org.xksworkbench.bridge.hsm.pkcs11;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.xipki.pkcs11.wrapper.PKCS11Exception;

/// What is done where a token opens no more sessions for a login: an idle one of another kind is
/// ended, or one that is in use is waited for. Some tokens have very few.
final class SessionLimit {

  /// A request of AWS KMS has no more; its own deadline answers it.
  private static final Duration PATIENCE = Duration.ofMillis(500);

  @FunctionalInterface
  interface SessionOpener<T> {
    T open() throws PKCS11Exception;
  }

  private final List<BooleanSupplier> owners = new CopyOnWriteArrayList<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private long changes;

  /// @param endsIdle ends one session that is idle; false if there is none
  void owner(BooleanSupplier endsIdle) {
    owners.add(endsIdle);
  }

  void ownerLeaves(BooleanSupplier endsIdle) {
    owners.remove(endsIdle);
  }

  /// Ends all sessions that are idle.
  void endIdle() {
    for (var owner : owners) {
      while (owner.getAsBoolean()) {
        // and the next
      }
    }
  }

  /// Gives an idle session, or opens one.
  ///
  /// @param idle takes one that is idle, if there is one
  <T> T get(Supplier<Optional<T>> idle, SessionOpener<T> opening) throws PKCS11Exception {
    var one = idle.get();
    if (one.isPresent()) {
      return one.get();
    }
    try {
      return opening.open();
    } catch (PKCS11Exception e) {
      if (e.getErrorCode() != ReturnCodes.SESSION_COUNT) {
        throw e;
      }
      return await(idle, opening, e);
    }
  }

  private <T> T await(Supplier<Optional<T>> idle, SessionOpener<T> opening, PKCS11Exception refusal)
      throws PKCS11Exception {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    // Before it looks: whoever gives one back then tells it.
    waiting.incrementAndGet();
    try {
      while (true) {
        var seen = changes();
        var one = idle.get();
        if (one.isPresent()) {
          return one.get();
        }
        if (owners.stream().anyMatch(BooleanSupplier::getAsBoolean)) {
          try {
            return opening.open();
          } catch (PKCS11Exception e) {
            // Another thread, or another program, was quicker.
            if (e.getErrorCode() != ReturnCodes.SESSION_COUNT) {
              throw e;
            }
          }
        } else if (!changedSince(seen, deadline)) {
          throw refusal;
        }
        if (System.nanoTime() - deadline > 0) {
          throw refusal;
        }
      }
    } finally {
      waiting.decrementAndGet();
    }
  }

  /// A session was given back or ended.
  void noteChange() {
    if (waiting.get() > 0) {
      synchronized (this) {
        changes++;
        notifyAll();
      }
    }
  }

  private synchronized long changes() {
    return changes;
  }

  private synchronized boolean changedSince(long seen, long deadline) {
    try {
      while (changes == seen) {
        var left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        wait(left / 1_000_000 + 1);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
