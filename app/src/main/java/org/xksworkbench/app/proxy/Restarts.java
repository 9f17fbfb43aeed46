package org.xksworkbench.app.proxy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/// Whether a proxy that ended is started again by itself, and how often: what ends at once after
/// each start needs a person.
///
/// @param pin a fresh copy of a PIN that is published; it is wiped after use
public record Restarts(int most, Duration within, Supplier<char[]> pin) {

  /// Three times in five minutes.
  public static Restarts with(Supplier<char[]> publishedPin) {
    return new Restarts(3, Duration.ofMinutes(5), publishedPin);
  }

  /// Nobody here has the PIN.
  public static Restarts none() {
    return new Restarts(0, Duration.ZERO, () -> new char[0]);
  }

  /// Why it is not started again.
  String refusal() {
    return most == 0
        ? "It is not started by itself, as that takes a PIN: start it under XKS proxy."
        : "It was started again "
            + most
            + " times within "
            + within.toMinutes()
            + " minutes, and now waits for you: start it under XKS proxy.";
  }

  Count newCount() {
    return new Count(this);
  }

  /// Counts.
  static final class Count {

    private final Restarts limit;
    private final Deque<Instant> made = new ArrayDeque<>();

    private Count(Restarts limit) {
      this.limit = limit;
    }

    /// Whether one more start is within the limit; if so, it counts.
    synchronized boolean oneMore(Instant now) {
      while (!made.isEmpty() && made.getFirst().isBefore(now.minus(limit.within()))) {
        made.removeFirst();
      }
      if (made.size() >= limit.most()) {
        return false;
      }
      made.addLast(now);
      return true;
    }
  }
}
