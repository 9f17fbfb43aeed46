package org.xksworkbench.bridge.xks.server;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Closes a connection whose request is not answered in time after its first byte, so that a caller
/// who sends one byte a minute does not hold it.
final class SlowRequestGuard extends ChannelDuplexHandler {

  private final int seconds;
  private @Nullable Future<?> end;

  SlowRequestGuard(int seconds) {
    this.seconds = seconds;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (end == null) {
      end =
          context
              .executor()
              .schedule(
                  () -> {
                    var _ = context.close();
                  },
                  seconds,
                  TimeUnit.SECONDS);
    }
    super.channelRead(context, message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    stopWatch();
    super.write(context, message, promise);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    stopWatch();
    super.channelInactive(context);
  }

  private void stopWatch() {
    if (end != null) {
      end.cancel(false);
      end = null;
    }
  }
}
