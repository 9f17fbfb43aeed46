package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The time of the channel stands still but for what a test lets pass.
class SlowRequestGuardTest {

  private static final int LIMIT_SECONDS = 10;

  private final EmbeddedChannel channel = new EmbeddedChannel(new SlowRequestGuard(LIMIT_SECONDS));

  @BeforeEach
  void holdTime() {
    channel.freezeTime();
  }

  @AfterEach
  void end() {
    channel.finishAndReleaseAll();
  }

  @Test
  void a_request_that_is_not_answered_in_its_time_ends_the_connection() {
    bytesCome();
    secondsPass(6);
    bytesCome();
    secondsPass(3);
    assertThat(channel.isOpen()).isTrue();
    secondsPass(1);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void an_answered_request_leaves_the_connection_open() {
    bytesCome();
    secondsPass(9);
    answerGoes();
    secondsPass(60);
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void the_next_request_has_the_whole_time_from_its_own_first_byte() {
    bytesCome();
    answerGoes();
    secondsPass(6);
    bytesCome();
    secondsPass(9);
    assertThat(channel.isOpen()).isTrue();
    secondsPass(1);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void a_request_after_a_long_rest_is_watched_like_the_first() {
    bytesCome();
    answerGoes();
    secondsPass(3600);
    bytesCome();
    secondsPass(9);
    assertThat(channel.isOpen()).isTrue();
    secondsPass(1);
    assertThat(channel.isOpen()).isFalse();
  }

  private void bytesCome() {
    channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {'P'}));
  }

  private void answerGoes() {
    channel.writeOutbound(Unpooled.wrappedBuffer(new byte[] {'H'}));
  }

  private void secondsPass(int seconds) {
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
  }
}
