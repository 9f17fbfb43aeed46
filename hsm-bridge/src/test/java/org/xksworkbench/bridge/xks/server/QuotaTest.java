package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuotaTest {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

  @Test
  void a_second_worth_of_requests_is_served_at_once_and_no_more() {
    var quota = new Quota(100, now::get);
    assertThat(taken(quota, 150)).isEqualTo(100);
  }

  @Test
  void what_was_used_comes_back_at_an_even_pace() {
    var quota = new Quota(100, now::get);
    taken(quota, 150);
    now.addAndGet(Duration.ofMillis(250).toNanos());
    assertThat(taken(quota, 150)).isEqualTo(25);
  }

  @Test
  void a_long_rest_saves_up_no_more_than_a_second() {
    var quota = new Quota(100, now::get);
    now.addAndGet(Duration.ofHours(1).toNanos());
    assertThat(taken(quota, 500)).isEqualTo(100);
  }

  @Test
  void nought_is_no_limit() {
    assertThat(taken(new Quota(0, now::get), 100_000)).isEqualTo(100_000);
  }

  private static long taken(Quota quota, int tries) {
    return IntStream.range(0, tries).filter(_ -> quota.take()).count();
  }
}
