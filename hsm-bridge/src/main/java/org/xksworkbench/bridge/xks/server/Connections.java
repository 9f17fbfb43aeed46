package org.xksworkbench.bridge.xks.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The open connections: at most so many, and at a stop each is closed after its answer.
@Sharable
final class Connections extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  /// A caller that keeps its connection busy is told to close it by its next answer; who says
  /// nothing for this long is closed.
  private static final Duration QUIET = Duration.ofMillis(500);

  private static final AttributeKey<Admission> ADMISSION =
      AttributeKey.valueOf(Connections.class, "admission");

  private static final AttributeKey<Boolean> BROKEN =
      AttributeKey.valueOf(Connections.class, "broken");

  private static final Duration POLL = Duration.ofMillis(20);

  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicBoolean draining = new AtomicBoolean();
  private final LongAdder broken = new LongAdder();
  private final int most;
  private final Supplier<Admission> admission;

  /// @param admission the rule of now
  Connections(int most, Supplier<Admission> admission) {
    this.most = most;
    this.admission = admission;
  }

  /// Notes by which rule a connection is let in.
  void admit(Channel connection) {
    connection.attr(ADMISSION).set(admission.get());
  }

  /// Ends the connections that were let in by another rule than that of now, each after the answer
  /// that is being made. One that comes in meanwhile is looked at when it has come.
  void endUnadmitted() {
    open.forEach(connection -> {
      if (!isAdmitted(connection)) {
        connection.eventLoop().execute(() -> endSoon(connection));
      }
    });
  }

  private boolean isAdmitted(Channel connection) {
    return admission.get().covers(connection.attr(ADMISSION).get());
  }

  private static void endSoon(Channel connection) {
    var frontend = connection.pipeline().get(HttpFrontend.class);
    var streams = connection.pipeline().get(Http2FrameCodec.class);
    if (frontend != null) {
      frontend.endSoon(connection);
    } else if (streams != null) {
      // RFC 9113, section 6.8: streams that were begun are answered, later ones are not looked at.
      var _ = connection.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
      closeOnceQuiet(connection, streams, false);
    } else {
      // Nobody has asked for anything yet.
      var _ = connection.close();
    }
  }

  /// Not at the end of the last stream: a caller that finds the end of the connection right behind
  /// an answer may take the answer for torn (JDK 25).
  private static void closeOnceQuiet(Channel connection, Http2FrameCodec streams, boolean was) {
    var _ =
        connection
            .eventLoop()
            .schedule(
                () -> {
                  var quiet = streams.connection().numActiveStreams() == 0;
                  if (quiet && was) {
                    var _ = connection.close();
                  } else if (connection.isActive()) {
                    closeOnceQuiet(connection, streams, quiet);
                  }
                },
                QUIET.toMillis() / 2,
                TimeUnit.MILLISECONDS);
  }

  /// Its caller broke a connection off, or the rules. Counted: a line for each would let callers
  /// fill the log. To be idle breaks none.
  void broke(Channel connection, Throwable cause) {
    if (!(cause instanceof ReadTimeoutException)
        && connection.attr(BROKEN).getAndSet(true) == null) {
      broken.increment();
    }
    LOG.debug("A connection ended: {}", cause.toString());
  }

  /// Connections that their callers broke off, or that broke the rules.
  long broken() {
    return broken.sum();
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
    var connection = context.channel();
    // Asked for once while it is there: a connection that is gone tells no address any more.
    var _ = connection.remoteAddress();
    open.add(connection);
    if (!isAdmitted(connection)) {
      var _ = connection.close();
      return;
    }
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
