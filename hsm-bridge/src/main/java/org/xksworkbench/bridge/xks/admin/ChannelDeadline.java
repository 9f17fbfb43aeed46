package org.xksworkbench.bridge.xks.admin;

import java.io.IOException;
import java.nio.channels.Channel;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes a channel when its time is over: channels of Unix domain sockets have no time-outs of
/// their own.
final class ChannelDeadline implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ChannelDeadline.class);

  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("xks-control-deadline").daemon().factory());

  private final Future<?> end;

  private ChannelDeadline(Future<?> end) {
    this.end = end;
  }

  static ChannelDeadline closing(Channel channel, Duration after) {
    return new ChannelDeadline(
        CLOCK.schedule(() -> close(channel), after.toMillis(), TimeUnit.MILLISECONDS));
  }

  private static void close(Channel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("A channel that is over did not close", e);
    }
  }

  @Override
  public void close() {
    end.cancel(false);
  }
}
