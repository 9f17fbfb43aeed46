package org.xksworkbench.bridge.xks.server;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Closes a connection whose request is not answered in time after its first byte, so that a caller
/// who sends one byte a minute does not hold it.
///
/// Most requests take less than a millisecond, so none gets a timer of its own: the one of the
/// connection looks whether a request is still under way, and since when.
final class SlowRequestGuard extends ChannelDuplexHandler {

  private final long limitNanos;
  private boolean underWay;
  private long began;
  private @Nullable Future<?> look;

  SlowRequestGuard(int seconds) {
    limitNanos = TimeUnit.SECONDS.toNanos(seconds);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (!underWay) {
      underWay = true;
      began = now(context);
      if (look == null) {
        lookIn(limitNanos, context);
      }
    }
    super.channelRead(context, message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    underWay = false;
    super.write(context, message, promise);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    if (look != null) {
      look.cancel(false);
    }
    super.channelInactive(context);
  }

  private static long now(ChannelHandlerContext context) {
    return context.executor().ticker().nanoTime();
  }

  private void lookIn(long nanos, ChannelHandlerContext context) {
    look = context.executor().schedule(() -> look(context), nanos, TimeUnit.NANOSECONDS);
  }

  private void look(ChannelHandlerContext context) {
    look = null;
    if (!underWay) {
      return;
    }
    var left = limitNanos - (now(context) - began);
    if (left > 0) {
      lookIn(left, context);
    } else {
      var _ = context.close();
    }
  }
}
