package org.xksworkbench.bridge.xks.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.xks.audit.XksCallListener;
import org.xksworkbench.bridge.xks.auth.SigV4Verifier;

/// A running XKS proxy.
///
/// ```java
/// try (var proxy = XksProxy.builder()
///     .session(session)
///     .tls(new TlsIdentity(chain, key))
///     .prefix(new XksPrefix("/payments", List.of(credential), new KeyAdmission.FitKeys()))
///     .bind("127.0.0.1", 0)
///     .start()) {
///   System.out.println(proxy.port());
/// }
/// ```
public final class XksProxy implements AutoCloseable {

  private static final String SERVICE = "kms-xks-proxy";
  private static final int BODY_LIMIT = 256 * 1024;
  private static final int WORKERS = 16;
  private static final int QUEUE = 1024;
  private static final int IDLE_SECONDS = 75;
  private static final int DRAIN_SECONDS = 5;

  private final Channel channel;
  private final MultiThreadIoEventLoopGroup eventLoops;
  private final ThreadPoolExecutor workers;

  private XksProxy(
      Channel channel, MultiThreadIoEventLoopGroup eventLoops, ThreadPoolExecutor workers) {
    this.channel = channel;
    this.eventLoops = eventLoops;
    this.workers = workers;
  }

  public static Builder builder() {
    return new Builder();
  }

  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /// Takes no new connections, finishes what is being answered, and stops.
  @Override
  public void close() {
    channel.close().syncUninterruptibly();
    workers.shutdown();
    try {
      if (!workers.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
    }
    eventLoops.shutdownGracefully(0, DRAIN_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /// What a proxy needs to know before it starts.
  public static final class Builder {

    private @Nullable HsmSession session;
    private @Nullable TlsIdentity tls;
    private final List<XksPrefix> prefixes = new ArrayList<>();
    private final List<XksCallListener> listeners = new ArrayList<>();
    private String host = "127.0.0.1";
    private int port;
    private String healthKeyLabel = "xks-health";
    private int plaintextLimit = 64 * 1024;
    private Clock clock = Clock.systemUTC();

    private Builder() {}

    /// The token whose keys are served; it stays open when the proxy closes.
    public Builder session(HsmSession session) {
      this.session = session;
      return this;
    }

    public Builder tls(TlsIdentity tls) {
      this.tls = tls;
      return this;
    }

    public Builder prefix(XksPrefix prefix) {
      prefixes.add(prefix);
      return this;
    }

    public Builder listener(XksCallListener listener) {
      listeners.add(listener);
      return this;
    }

    /// @param port 0 picks a free one
    public Builder bind(String host, int port) {
      this.host = host;
      this.port = port;
      return this;
    }

    /// The key that the health check uses; it is made if it is not there.
    public Builder healthKey(String label) {
      healthKeyLabel = label;
      return this;
    }

    /// @param bytes above it Encrypt is refused; the specification asks for at least 4300
    public Builder plaintextLimit(int bytes) {
      plaintextLimit = bytes;
      return this;
    }

    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /// @throws IllegalStateException if the address cannot be bound
    public XksProxy start() {
      var token = Objects.requireNonNull(session, "session");
      var sslContext = Objects.requireNonNull(tls, "tls").toContext();
      var health =
          new HealthCheck(token, healthKeyLabel, "XKS Workbench test proxy", System::nanoTime);
      var handler =
          new XksHandler(
              token,
              new SigV4Verifier(SERVICE, clock),
              new KeyDirectory(token, healthKeyLabel, System::nanoTime),
              health,
              plaintextLimit,
              listeners);
      // Native calls pin a virtual thread to its carrier: the workers are platform threads.
      var workers =
          new ThreadPoolExecutor(
              WORKERS,
              WORKERS,
              0,
              TimeUnit.SECONDS,
              new ArrayBlockingQueue<>(QUEUE),
              Thread.ofPlatform().name("xks-worker-", 0).daemon().factory());
      var eventLoops =
          new MultiThreadIoEventLoopGroup(
              2,
              Thread.ofPlatform().name("xks-io-", 0).daemon().factory(),
              NioIoHandler.newFactory());
      var served = List.copyOf(prefixes);
      var bootstrap =
          new ServerBootstrap()
              .group(eventLoops)
              .channel(NioServerSocketChannel.class)
              .childHandler(
                  new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel accepted) {
                      accepted
                          .pipeline()
                          .addLast(new ReadTimeoutHandler(IDLE_SECONDS))
                          .addLast(sslContext.newHandler(accepted.alloc()))
                          .addLast(new HttpServerCodec())
                          .addLast(new CappedAggregator(handler))
                          .addLast(new HttpFrontend(served, handler, health, workers));
                    }
                  });
      try {
        var channel = bootstrap.bind(host, port).syncUninterruptibly().channel();
        return new XksProxy(channel, eventLoops, workers);
      } catch (Exception e) {
        workers.shutdownNow();
        var _ = eventLoops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        throw new IllegalStateException(
            "The proxy cannot listen on " + host + ":" + port + ": " + e.getMessage(), e);
      }
    }
  }

  /// Refuses a body above the cap by its announced length, before it is read.
  private static final class CappedAggregator extends HttpObjectAggregator {

    private final XksHandler handler;

    CappedAggregator(XksHandler handler) {
      super(BODY_LIMIT);
      this.handler = handler;
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
      HttpFrontend.refuseTooLong(context, handler);
    }
  }
}
