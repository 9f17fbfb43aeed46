package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The time of the channel stands still but for what a test lets pass.
class IdleGuardTest {

  private static final int IDLE_SECONDS = 30;
  private static final int REQUEST_SECONDS = 10;

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private OpenConnection connection;

  @BeforeEach
  void connect() {
    channel.freezeTime();
    connection = OpenConnection.begins(channel, Admission.ANYBODY);
    channel.pipeline().addLast(new IdleGuard(IDLE_SECONDS, REQUEST_SECONDS));
    channel.pipeline().fireChannelActive();
  }

  @AfterEach
  void end() {
    channel.finishAndReleaseAll();
  }

  @Test
  void a_connection_on_which_nothing_is_asked_ends_whatever_comes_on_it() {
    for (var i = 0; i < 29; i++) {
      secondsPass(1);
      channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {0}));
    }
    assertThat(channel.isOpen()).isTrue();
    secondsPass(1);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void the_time_counts_from_the_last_answer() {
    secondsPass(20);
    connection.requestBegins();
    secondsPass(5);
    connection.requestEnds();
    secondsPass(29);
    assertThat(channel.isOpen()).isTrue();
    secondsPass(1);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void a_request_under_way_has_its_own_time_besides() {
    secondsPass(20);
    connection.requestBegins();
    secondsPass(39);
    assertThat(channel.isOpen()).isTrue();
    secondsPass(1);
    assertThat(channel.isOpen()).as("its caller does not take the answer").isFalse();
  }

  private void secondsPass(int seconds) {
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
  }
}
