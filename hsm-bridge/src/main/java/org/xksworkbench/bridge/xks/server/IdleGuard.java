package org.xksworkbench.bridge.xks.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Closes a connection on which nothing is asked for so long, whatever else comes on it; and one
/// whose caller does not take its answers.
final class IdleGuard extends ChannelInboundHandlerAdapter {

  private final long idleNanos;
  private final long requestNanos;
  private @Nullable Future<?> look;

  /// @param requestSeconds that a request may take besides
  IdleGuard(int idleSeconds, int requestSeconds) {
    idleNanos = TimeUnit.SECONDS.toNanos(idleSeconds);
    requestNanos = TimeUnit.SECONDS.toNanos(requestSeconds);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    lookIn(idleNanos, context);
    super.channelActive(context);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    if (look != null) {
      look.cancel(false);
    }
    super.channelInactive(context);
  }

  private void lookIn(long nanos, ChannelHandlerContext context) {
    look = context.executor().schedule(() -> look(context), nanos, TimeUnit.NANOSECONDS);
  }

  private void look(ChannelHandlerContext context) {
    var connection = OpenConnection.of(context.channel());
    var most = connection.isIdle() ? idleNanos : idleNanos + requestNanos;
    var left = most - (context.executor().ticker().nanoTime() - connection.lastAct());
    if (left > 0) {
      lookIn(left, context);
    } else {
      var _ = context.channel().close();
    }
  }
}
