package org.xksworkbench.bridge.xks.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.xks.audit.XksCallListener;
import org.xksworkbench.bridge.xks.auth.SigV4Verifier;
import org.xksworkbench.bridge.xks.policy.Policy;

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
  private static final int WORKERS = 16;
  private static final int QUEUE = 1024;

  private final Channel channel;
  private final MultiThreadIoEventLoopGroup eventLoops;
  private final ThreadPoolExecutor workers;
  private final Serving serving;
  private final Connections connections;
  private final ConnectionLimits limits;

  private XksProxy(
      Channel channel,
      MultiThreadIoEventLoopGroup eventLoops,
      ThreadPoolExecutor workers,
      Serving serving,
      Connections connections,
      ConnectionLimits limits) {
    this.channel = channel;
    this.eventLoops = eventLoops;
    this.workers = workers;
    this.serving = serving;
    this.connections = connections;
    this.limits = limits;
  }

  public static Builder builder() {
    return new Builder();
  }

  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /// Serves another configuration from the next request on; certificates from the next connection
  /// on. Requests that are being answered keep the configuration they came to.
  ///
  /// @throws IllegalArgumentException if certificate or key cannot be read; then nothing changes
  public void serve(ServedConfiguration configuration) {
    serving.change(configuration);
  }

  /// Connections that are open now.
  public int openConnections() {
    return connections.count();
  }

  /// Takes no new connections, finishes what is being answered, and stops.
  @Override
  public void close() {
    channel.close().syncUninterruptibly();
    try {
      connections.drain(Duration.ofSeconds(limits.drainSeconds()));
      workers.shutdown();
      if (!workers.awaitTermination(1, TimeUnit.SECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
    }
    eventLoops.shutdownGracefully(0, limits.drainSeconds(), TimeUnit.SECONDS).syncUninterruptibly();
  }

  /// What a proxy needs to know before it starts.
  public static final class Builder {

    private @Nullable HsmSession session;
    private @Nullable TlsSettings tls;
    private final List<XksPrefix> prefixes = new ArrayList<>();
    private final List<XksCallListener> listeners = new ArrayList<>();
    private String host = "127.0.0.1";
    private int port;
    private String healthKeyLabel = "xks-health";
    private int plaintextLimit = 64 * 1024;
    private int fleetSize = 1;
    private Optional<Policy> policy = Optional.empty();
    private ConnectionLimits limits = ConnectionLimits.DEFAULT;
    private Clock clock = Clock.systemUTC();

    private Builder() {}

    /// The token whose keys are served; it stays open when the proxy closes.
    public Builder session(HsmSession session) {
      this.session = session;
      return this;
    }

    public Builder tls(TlsIdentity identity) {
      return tls(TlsSettings.of(identity));
    }

    public Builder tls(TlsSettings settings) {
      tls = settings;
      return this;
    }

    /// Prefixes, TLS and policy together.
    public Builder serve(ServedConfiguration configuration) {
      prefixes.addAll(configuration.prefixes());
      tls = configuration.tls();
      policy = configuration.policy();
      return this;
    }

    public Builder policy(Policy policy) {
      this.policy = Optional.of(policy);
      return this;
    }

    public Builder connectionLimits(ConnectionLimits limits) {
      this.limits = limits;
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

    /// How many proxies serve the same key stores; told in GetHealthStatus.
    public Builder fleetSize(int proxies) {
      fleetSize = proxies;
      return this;
    }

    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /// @throws IllegalStateException if the address cannot be bound
    /// @throws IllegalArgumentException if certificate or key cannot be read
    public XksProxy start() {
      var token = Objects.requireNonNull(session, "session");
      var serving =
          new Serving(
              new ServedConfiguration(prefixes, Objects.requireNonNull(tls, "tls"), policy));
      var connections = new Connections(limits.most());
      var health =
          new HealthCheck(
              token, healthKeyLabel, "XKS Workbench test proxy", fleetSize, System::nanoTime);
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
      var bootstrap =
          new ServerBootstrap()
              .group(eventLoops)
              .channel(NioServerSocketChannel.class)
              .childOption(ChannelOption.TCP_NODELAY, true)
              .childHandler(
                  new HttpPipeline(
                      connections,
                      limits,
                      serving::tls,
                      version ->
                          new HttpFrontend(
                              version,
                              serving::configuration,
                              handler,
                              health,
                              workers,
                              connections)));
      try {
        KeyReport.log(prefixes, token.secretKeys());
        var channel = bootstrap.bind(host, port).syncUninterruptibly().channel();
        return new XksProxy(channel, eventLoops, workers, serving, connections, limits);
      } catch (Exception e) {
        workers.shutdownNow();
        var _ = eventLoops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        throw new IllegalStateException(
            "The proxy cannot listen on " + host + ":" + port + ": " + e.getMessage(), e);
      }
    }
  }
}
