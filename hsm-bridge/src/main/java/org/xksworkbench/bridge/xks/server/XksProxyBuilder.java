package org.xksworkbench.bridge.xks.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.Product;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.xks.audit.AuditTrail;
import org.xksworkbench.bridge.xks.audit.RequestLog;
import org.xksworkbench.bridge.xks.audit.XksCallListener;
import org.xksworkbench.bridge.xks.auth.SigV4Verifier;
import org.xksworkbench.bridge.xks.policy.Policy;

/// What a proxy needs to know before it starts.
public final class XksProxyBuilder {

  /// The workers need the other processors. More than one only where there are several: what comes
  /// together is then handled together.
  private static final int EVENT_LOOPS =
      Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  private static final String SERVICE = "kms-xks-proxy";
  private static final String MODEL = Product.NAME + " test proxy " + Product.VERSION;

  private @Nullable HsmSession session;
  private @Nullable TlsSettings tls;
  private final List<XksPrefix> prefixes = new ArrayList<>();
  private final List<XksCallListener> listeners = new ArrayList<>();
  private AuditTrail trail = AuditTrail.NONE;
  private String host = "127.0.0.1";
  private int port;
  private String healthKeyLabel = "xks-health";
  private int plaintextLimit = 64 * 1024;
  private int fleetSize = 1;
  private Optional<Policy> policy = Optional.empty();
  private ConnectionLimits limits = ConnectionLimits.DEFAULT;
  private ProxyLimits work = ProxyLimits.DEFAULT;
  private Clock clock = Clock.systemUTC();
  private CredentialUses uses = new CredentialUses(InstantSource.system());
  private ProxyWarmUp.Extent warmUp = ProxyWarmUp.Extent.SHORT;

  XksProxyBuilder() {}

  /// The token whose keys are served; it stays open when the proxy closes.
  public XksProxyBuilder session(HsmSession session) {
    this.session = session;
    return this;
  }

  public XksProxyBuilder tls(TlsIdentity identity) {
    return tls(TlsSettings.of(identity));
  }

  public XksProxyBuilder tls(TlsSettings settings) {
    tls = settings;
    return this;
  }

  /// Prefixes, TLS and policy together.
  public XksProxyBuilder serve(ServedConfiguration configuration) {
    prefixes.addAll(configuration.prefixes());
    tls = configuration.tls();
    policy = configuration.policy();
    return this;
  }

  public XksProxyBuilder policy(Policy policy) {
    this.policy = Optional.of(policy);
    return this;
  }

  public XksProxyBuilder connectionLimits(ConnectionLimits limits) {
    this.limits = limits;
    return this;
  }

  /// Deadline, workers and quotas.
  public XksProxyBuilder limits(ProxyLimits limits) {
    work = limits;
    return this;
  }

  public XksProxyBuilder prefix(XksPrefix prefix) {
    prefixes.add(prefix);
    return this;
  }

  public XksProxyBuilder listener(XksCallListener listener) {
    listeners.add(listener);
    return this;
  }

  /// Where each request leaves its line; it stays open when the proxy closes. Where it is an audit
  /// trail that cannot be written, requests are refused if that was chosen.
  public XksProxyBuilder requestLog(RequestLog log) {
    trail = log;
    return listener(log);
  }

  /// Where it is noted when each credential was last used; of this process alone if not told.
  public XksProxyBuilder credentialUses(CredentialUses uses) {
    this.uses = uses;
    return this;
  }

  /// @param port 0 picks a free one
  public XksProxyBuilder bind(String host, int port) {
    this.host = host;
    this.port = port;
    return this;
  }

  /// The key that the health check uses; it is made if it is not there.
  public XksProxyBuilder healthKey(String label) {
    healthKeyLabel = label;
    return this;
  }

  /// @param bytes above it Encrypt is refused; the specification asks for at least 4300
  public XksProxyBuilder plaintextLimit(int bytes) {
    plaintextLimit = bytes;
    return this;
  }

  /// How many proxies serve the same key stores; told in GetHealthStatus.
  public XksProxyBuilder fleetSize(int proxies) {
    fleetSize = proxies;
    return this;
  }

  public XksProxyBuilder clock(Clock clock) {
    this.clock = clock;
    return this;
  }

  /// The port opens after the way of requests was walked over each protocol, with the key of the
  /// health check; once if this is not told.
  ///
  /// @param rounds how often; a server that shall answer in time from its first request needs
  ///   hundreds
  /// @param most how long the start may wait for it
  public XksProxyBuilder warmUp(int rounds, Duration most) {
    warmUp = new ProxyWarmUp.Extent(rounds, most);
    return this;
  }

  /// @throws IllegalStateException if the address cannot be bound
  /// @throws IllegalArgumentException if certificate or key cannot be read
  /// @throws HsmException if the token cannot be asked, or says that it does no AES-GCM; then
  ///   nothing was written to it
  public XksProxy start() {
    var token = Objects.requireNonNull(session, "session");
    requireAesGcm(token);
    var serving =
        new Serving(
            new ServedConfiguration(prefixes, Objects.requireNonNull(tls, "tls"), policy), clock);
    var workers = new Workers(work);
    var certificate = new CertificateDates(serving::expires, clock);
    var health =
        new HealthCheck(
            token,
            healthKeyLabel,
            MODEL,
            fleetSize,
            work.budget(),
            workers,
            trail,
            certificate,
            System::nanoTime);
    var keys = directory(token, serving, health, workers);
    var encryptions = new EncryptionCounts();
    var verifier = new SigV4Verifier(SERVICE, clock);
    var handler =
        new XksHandler(
            token,
            verifier,
            keys,
            health,
            new Quotas(work, System::nanoTime),
            encryptions,
            plaintextLimit,
            trail,
            uses,
            listeners);
    var eventLoops =
        new MultiThreadIoEventLoopGroup(
            EVENT_LOOPS,
            Thread.ofPlatform().name("xks-io-", 0).daemon().factory(),
            NioIoHandler.newFactory());
    var connections =
        new OpenConnections(limits, Refusals.whileRunning(eventLoops), serving::admission);
    new ProxyWarmUp(
            token,
            keys,
            health,
            eventLoops,
            serving.configuration().tls(),
            work,
            plaintextLimit,
            verifier)
        .walk(warmUp);
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
      var channel = bootstrap.bind(host, port).syncUninterruptibly().channel();
      return new XksProxy(
          channel,
          eventLoops,
          workers,
          serving,
          connections,
          limits,
          keys,
          health,
          encryptions,
          certificate,
          uses);
    } catch (Exception e) {
      keys.close();
      health.close();
      workers.close();
      var _ = eventLoops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw new IllegalStateException(
          "The proxy cannot listen on " + host + ":" + port + ": " + e.getMessage(), e);
    }
  }

  /// Before the key of the health check is made: it would lie on the token for nothing.
  private static void requireAesGcm(HsmSession session) {
    if (session.doesAesGcm().equals(Optional.of(false))) {
      throw new HsmException(
          HsmException.Reason.MECHANISM_UNSUPPORTED,
          "The token "
              + session.token().label()
              + " does no AES-GCM: CKM_AES_GCM is not among its mechanisms. No XKS proxy can"
              + " serve its keys, and nothing was written to it. Use a token that does AES-GCM.");
    }
  }

  /// Asks the token for the first time.
  private KeyDirectory directory(
      HsmSession token, Serving serving, HealthCheck health, Workers workers) {
    try {
      health.start();
      return new KeyDirectory(
          token,
          healthKeyLabel,
          () -> serving.configuration().prefixes(),
          KeyDirectory.BETWEEN_LISTINGS);
    } catch (HsmException e) {
      health.close();
      workers.close();
      throw e;
    }
  }
}
