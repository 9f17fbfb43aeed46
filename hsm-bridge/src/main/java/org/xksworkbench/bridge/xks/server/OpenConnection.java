package org.xksworkbench.bridge.xks.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// What is known of one connection: who is at its other end and has proven to be whom, by which
/// rule it was let in, and since when nothing is asked on it.
final class OpenConnection {

  private static final AttributeKey<OpenConnection> ATTRIBUTE =
      AttributeKey.valueOf(OpenConnection.class, "connection");

  private final Channel channel;
  private final Admission admission;
  private final InetAddress peer;

  /// Credentials by which a request was signed here; of the configuration, so they are few.
  private final Set<XksCaller> proven = ConcurrentHashMap.newKeySet();

  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicBoolean broken = new AtomicBoolean();
  private final AtomicBoolean leaving = new AtomicBoolean();
  private volatile InetAddress caller;
  private volatile String network;
  private volatile long lastAct;
  private volatile boolean counted;

  private OpenConnection(Channel channel, Admission admission) {
    this.channel = channel;
    this.admission = admission;
    // A connection that is gone already tells no address.
    peer =
        channel.remoteAddress() instanceof InetSocketAddress address && address.getAddress() != null
            ? address.getAddress()
            : new InetSocketAddress(0).getAddress();
    caller = peer;
    network = networkOf(peer);
    lastAct = now();
  }

  /// @param admission the rule by which it is let in
  static OpenConnection begins(Channel channel, Admission admission) {
    var connection = new OpenConnection(channel, admission);
    channel.attr(ATTRIBUTE).set(connection);
    return connection;
  }

  /// @param channel that of the connection, or of a stream of it
  static OpenConnection of(Channel channel) {
    var whole = channel instanceof Http2StreamChannel stream ? stream.parent() : channel;
    return whole.attr(ATTRIBUTE).get();
  }

  Admission admission() {
    return admission;
  }

  /// Who connected: the caller, or a load balancer.
  InetAddress peer() {
    return peer;
  }

  InetAddress caller() {
    return caller;
  }

  /// A load balancer says so.
  void calledBy(InetAddress address) {
    caller = address;
    network = networkOf(address);
  }

  /// What counts as one caller.
  String network() {
    return network;
  }

  private static String networkOf(InetAddress address) {
    return AddressRange.networkOf(address).getHostAddress();
  }

  boolean hasProven(XksCaller who) {
    return proven.contains(who);
  }

  void proves(XksCaller who) {
    proven.add(who);
  }

  void disproves(XksCaller who) {
    proven.remove(who);
  }

  void requestBegins() {
    lastAct = now();
    underWay.incrementAndGet();
  }

  void requestEnds() {
    lastAct = now();
    underWay.decrementAndGet();
  }

  /// Whether no request is being answered. What else comes, such as a PING, is no request.
  boolean isIdle() {
    return underWay.get() == 0;
  }

  boolean isLeaving() {
    return leaving.get();
  }

  /// When a request came or was answered, or the connection was made; by the clock of its event
  /// loop.
  long lastAct() {
    return lastAct;
  }

  /// @return false if it was said before
  boolean breaks() {
    return broken.compareAndSet(false, true);
  }

  /// It is one of those that its address has.
  void counts() {
    counted = true;
  }

  boolean isCounted() {
    return counted;
  }

  /// Closes it, unless a request comes first.
  ///
  /// @return false if it is to leave already
  boolean leaves() {
    if (!leaving.compareAndSet(false, true)) {
      return false;
    }
    channel
        .eventLoop()
        .execute(() -> {
          if (isIdle()) {
            var _ = close();
          } else {
            leaving.set(false);
          }
        });
    return true;
  }

  ChannelFuture close() {
    return channel.close();
  }

  private long now() {
    return channel.eventLoop().ticker().nanoTime();
  }
}
