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
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The open connections: at most so many, of all and of each address, and at a stop each is closed
/// after its answer. For one too many the oldest idle one makes room; if all are in use, it is
/// refused.
@Sharable
final class OpenConnections extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(OpenConnections.class);

  /// A caller that keeps its connection busy is told to close it by its next answer; who says
  /// nothing for this long is closed.
  private static final Duration QUIET = Duration.ofMillis(500);

  private static final Duration POLL = Duration.ofMillis(20);

  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicBoolean draining = new AtomicBoolean();
  private final LongAdder broken = new LongAdder();
  private final LongAdder displaced = new LongAdder();
  private final ConnectionLimits limits;
  private final Addresses addresses;
  private final Refusals refusals;
  private final Supplier<Admission> admission;

  /// @param admission the rule of now
  OpenConnections(ConnectionLimits limits, Refusals refusals, Supplier<Admission> admission) {
    this.limits = limits;
    this.refusals = refusals;
    this.admission = admission;
    addresses =
        new Addresses(limits.mostPerAddress(), limits.handshakesPerAddress(), System::nanoTime);
  }

  /// A connection comes, and will be let in by the rule of now.
  OpenConnection begins(Channel connection) {
    return OpenConnection.begins(connection, admission.get());
  }

  /// Whether the connection has to say first who calls.
  boolean awaitsCaller(OpenConnection connection) {
    return limits.proxyProtocol() && isOfBalancer(connection.peer());
  }

  /// Ends the connections that were let in by another rule than that of now, each after the answer
  /// that is being made. One that comes in meanwhile is looked at when it has come.
  void endUnadmitted() {
    open.forEach(connection -> {
      if (!isAdmitted(OpenConnection.of(connection))) {
        connection.eventLoop().execute(() -> endSoon(connection));
      }
    });
  }

  private boolean isAdmitted(OpenConnection connection) {
    return admission.get().covers(connection.admission());
  }

  private boolean isOfBalancer(InetAddress address) {
    return AddressRange.anyContains(limits.balancers(), address);
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
  /// fill the log.
  void broke(Channel connection, Throwable cause) {
    if (OpenConnection.of(connection).breaks()) {
      broken.increment();
    }
    LOG.debug("A connection ended: {}", cause.toString());
  }

  /// Connections that their callers broke off, or that broke the rules.
  long brokenConnections() {
    return broken.sum();
  }

  /// Idle connections that were closed to make room for others.
  long displacedCount() {
    return displaced.sum();
  }

  /// Connections that were refused, by reason.
  Map<String, Long> refusalCounts() {
    return refusals.counts();
  }

  int count() {
    return count.get();
  }

  boolean draining() {
    return draining.get();
  }

  /// @param channel of a connection or a stream, as with [#requestEnds]
  void requestBegins(Channel channel) {
    OpenConnection.of(channel).requestBegins();
    inFlight.incrementAndGet();
  }

  void requestEnds(Channel channel) {
    OpenConnection.of(channel).requestEnds();
    inFlight.decrementAndGet();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    count.incrementAndGet();
    var connection = OpenConnection.of(context.channel());
    open.add(context.channel());
    if (!isAdmitted(connection)) {
      var _ = connection.close();
    } else if (awaitsCaller(connection) || letIn(context, connection)) {
      super.channelActive(context);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    count.decrementAndGet();
    var connection = OpenConnection.of(context.channel());
    if (connection.isCounted()) {
      addresses.leaves(connection.network());
    }
    super.channelInactive(context);
  }

  /// A load balancer said who calls, or that it calls by itself.
  ///
  /// @return whether the connection is let in
  boolean isCalledBy(ChannelHandlerContext context, Optional<InetAddress> caller) {
    var connection = OpenConnection.of(context.channel());
    caller.ifPresent(connection::calledBy);
    return letIn(context, connection);
  }

  /// An address that has its part makes room by its own, before anybody else does.
  private boolean letIn(ChannelHandlerContext context, OpenConnection connection) {
    if (!isOfBalancer(connection.caller())) {
      var network = connection.network();
      if (!addresses.mayBegin(network)) {
        refuse(context, Refusals.RefusalReason.HANDSHAKES);
        return false;
      }
      connection.counts();
      if (!addresses.enters(network)
          && !displace(connection, other -> other.network().equals(network))) {
        refuse(context, Refusals.RefusalReason.ADDRESS);
        return false;
      }
    }
    if (count.get() > limits.most() && !displace(connection, _ -> true)) {
      refuse(context, Refusals.RefusalReason.CONNECTIONS);
      return false;
    }
    return true;
  }

  private boolean displace(OpenConnection newcomer, Predicate<OpenConnection> which) {
    var idlest =
        open.stream()
            .map(OpenConnection::of)
            .filter(other -> other != newcomer && other.isIdle() && !other.isLeaving())
            .filter(which)
            .min(Comparator.comparingLong(OpenConnection::lastAct))
            .filter(OpenConnection::leaves);
    idlest.ifPresent(_ -> displaced.increment());
    return idlest.isPresent();
  }

  /// @param context of a handler before TLS, which has nothing to say
  void refuse(ChannelHandlerContext context, Refusals.RefusalReason reason) {
    refusals.add(reason, OpenConnection.of(context.channel()).caller().getHostAddress());
    var _ = context.close();
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
