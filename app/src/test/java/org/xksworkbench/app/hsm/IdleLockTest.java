package org.xksworkbench.app.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdleLockTest {

  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private final IdleLock lock = new IdleLock(() -> now);

  @Test
  void it_is_time_when_nobody_touched_the_window_for_so_long() {
    now = now.plus(Duration.ofMinutes(9));
    assertThat(lock.remaining()).contains(Duration.ofMinutes(1));
    now = now.plus(Duration.ofMinutes(2));
    assertThat(lock.remaining()).contains(Duration.ZERO);
  }

  @Test
  void a_touch_begins_anew() {
    now = now.plus(Duration.ofMinutes(11));
    lock.touch();
    assertThat(lock.remaining()).contains(IdleLock.USUAL);
  }

  @Test
  void what_a_policy_allows_is_never_exceeded() {
    lock.atMost(Duration.ofMinutes(5));
    assertThat(lock.after()).contains(Duration.ofMinutes(5));
    lock.after(Optional.empty());
    assertThat(lock.after()).as("never is not sooner").contains(Duration.ofMinutes(5));
    lock.after(Optional.of(Duration.ofMinutes(2)));
    assertThat(lock.after()).as("sooner is allowed").contains(Duration.ofMinutes(2));
  }

  @Test
  void it_can_be_told_never_to_lock() {
    lock.after(Optional.empty());
    now = now.plus(Duration.ofDays(1));
    assertThat(lock.remaining()).isEmpty();
  }
}
