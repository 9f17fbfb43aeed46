package org.xksworkbench.app.hsm;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Says when nobody has touched the window for so long that logins to tokens end. Safe for use by
/// several threads.
public final class IdleLock {

  public static final Duration USUAL = Duration.ofMinutes(10);

  private final InstantSource clock;
  private volatile Optional<Duration> longest = Optional.empty();
  private volatile Optional<Duration> after = Optional.of(USUAL);
  private volatile Instant touched;

  public IdleLock() {
    this(InstantSource.system());
  }

  public IdleLock(InstantSource clock) {
    this.clock = clock;
    this.touched = clock.instant();
  }

  /// @param time empty never locks; cut to what [#atMost] allows
  public void after(Optional<Duration> time) {
    var cut = longest.map(limit -> time.filter(asked -> asked.compareTo(limit) < 0).orElse(limit));
    after = cut.or(() -> time);
    touch();
  }

  /// From now on it locks after this time or sooner, whatever is asked for.
  public void atMost(Duration limit) {
    longest = Optional.of(limit);
    after(after);
  }

  public Optional<Duration> after() {
    return after;
  }

  /// Somebody is there.
  public void touch() {
    touched = clock.instant();
  }

  /// What is left; zero when it is time, empty if it never locks.
  public Optional<Duration> remaining() {
    return after.map(time -> {
      var left = time.minus(Duration.between(touched, clock.instant()));
      return left.isNegative() ? Duration.ZERO : left;
    });
  }
}
