package org.xksworkbench.bridge.xks.server;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// The open connections: at most so many, and at a stop each is closed after its answer.
@Sharable
final class Connections extends ChannelInboundHandlerAdapter {

  /// A caller that keeps its connection busy is told to close it by its next answer; who says
  /// nothing for this long is closed.
  private static final Duration QUIET = Duration.ofMillis(500);

  private static final Duration POLL = Duration.ofMillis(20);

  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicBoolean draining = new AtomicBoolean();
  private final int most;

  Connections(int most) {
    this.most = most;
  }

  int count() {
    return count.get();
  }

  boolean draining() {
    return draining.get();
  }

  void requestBegins() {
    inFlight.incrementAndGet();
  }

  void requestEnds() {
    inFlight.decrementAndGet();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    if (count.incrementAndGet() > most) {
      var _ = context.close();
      return;
    }
    open.add(context.channel());
    super.channelActive(context);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    count.decrementAndGet();
    super.channelInactive(context);
  }

  /// Lets callers finish: answers from now on close their connection, and what stays quiet is
  /// closed.
  ///
  /// @param patience for what is being answered
  void drain(Duration patience) throws InterruptedException {
    draining.set(true);
    var now = System.nanoTime();
    var quiet = now + QUIET.toNanos();
    var deadline = now + patience.toNanos();
    while (!open.isEmpty() && System.nanoTime() < quiet) {
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
    }
    while (inFlight.get() > 0 && System.nanoTime() < deadline) {
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
    }
    open.close().awaitUninterruptibly(patience.toMillis());
  }
}
