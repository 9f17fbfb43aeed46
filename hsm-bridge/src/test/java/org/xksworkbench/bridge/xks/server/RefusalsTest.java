package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xksworkbench.bridge.LogLines;
import org.xksworkbench.bridge.xks.server.Refusals.RefusalReason;

class RefusalsTest {

  private final LogLines log = new LogLines();

  /// What is done when a minute is over.
  private final Deque<Runnable> later = new ArrayDeque<>();

  private final Refusals refusals = new Refusals(later::add);

  @AfterEach
  void stop() {
    log.close();
  }

  @Test
  void the_first_is_told_at_once_and_what_follows_together() {
    refusals.add(RefusalReason.ADDRESS, "192.0.2.1");
    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains("the last from 192.0.2.1", "1 because their address had all");
    for (var i = 0; i < 1000; i++) {
      refusals.add(RefusalReason.CONNECTIONS, "192.0.2.2");
      refusals.add(RefusalReason.HANDSHAKES, "192.0.2.3");
    }
    assertThat(log.lines()).hasSize(1);
    later.remove().run();
    assertThat(log.lines()).hasSize(2);
    assertThat(log.lines().getLast())
        .contains("the last from 192.0.2.3", "1000 because all connections", "1000 because their")
        .doesNotContain("had all the connections");
  }

  @Test
  void after_a_quiet_while_the_next_is_told_at_once_again() {
    refusals.add(RefusalReason.ADDRESS, "192.0.2.1");
    later.remove().run();
    assertThat(log.lines()).hasSize(1);
    assertThat(later).isEmpty();
    refusals.add(RefusalReason.ADDRESS, "192.0.2.1");
    assertThat(log.lines()).hasSize(2);
  }

  @Test
  void each_reason_is_counted_also_with_nought() {
    refusals.add(RefusalReason.ADDRESS, "192.0.2.1");
    refusals.add(RefusalReason.ADDRESS, "192.0.2.1");
    assertThat(refusals.counts())
        .containsEntry("address", 2L)
        .containsEntry("connections", 0L)
        .containsEntry("handshakes", 0L)
        .containsEntry("proxy_header", 0L)
        .hasSize(4);
  }
}
