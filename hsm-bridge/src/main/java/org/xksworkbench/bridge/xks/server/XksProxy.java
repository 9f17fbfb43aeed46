package org.xksworkbench.bridge.xks.server;

import io.netty.channel.Channel;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.xksworkbench.bridge.xks.protocol.HealthStatus;
import org.xksworkbench.bridge.xks.server.CredentialUses.CredentialName;

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

  private final Channel channel;
  private final MultiThreadIoEventLoopGroup eventLoops;
  private final Workers workers;
  private final Serving serving;
  private final OpenConnections connections;
  private final ConnectionLimits limits;
  private final KeyDirectory keys;
  private final HealthCheck health;
  private final EncryptionCounts encryptions;
  private final CertificateDates certificate;
  private final CredentialUses uses;

  XksProxy(
      Channel channel,
      MultiThreadIoEventLoopGroup eventLoops,
      Workers workers,
      Serving serving,
      OpenConnections connections,
      ConnectionLimits limits,
      KeyDirectory keys,
      HealthCheck health,
      EncryptionCounts encryptions,
      CertificateDates certificate,
      CredentialUses uses) {
    this.channel = channel;
    this.eventLoops = eventLoops;
    this.workers = workers;
    this.serving = serving;
    this.connections = connections;
    this.limits = limits;
    this.keys = keys;
    this.health = health;
    this.encryptions = encryptions;
    this.certificate = certificate;
    this.uses = uses;
  }

  public static XksProxyBuilder builder() {
    return new XksProxyBuilder();
  }

  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /// Serves another configuration from the next request on; certificates from the next connection
  /// on. Requests that are being answered keep the configuration they came to. Where clients need
  /// another certificate than before, or one at all, connections that were let in without are
  /// closed after the answer that is being made.
  ///
  /// @throws IllegalArgumentException if certificate or key cannot be read; then nothing changes
  public void serve(ServedConfiguration configuration) {
    serving.change(configuration);
    connections.endUnadmitted();
  }

  /// Connections that are open now.
  public int openConnections() {
    return connections.count();
  }

  /// Connections that their callers broke off, or that broke the rules, since the start.
  public long brokenConnections() {
    return connections.brokenConnections();
  }

  /// Idle connections that were closed to make room for others, since the start.
  public long displacedConnections() {
    return connections.displacedCount();
  }

  /// Connections that were closed as they came, since the start: reason to how many, also those
  /// that are none.
  public Map<String, Long> refusedConnections() {
    return connections.refusalCounts();
  }

  /// Health as GetHealthStatus tells it: of the last check, at most a minute old.
  public HealthStatus health() {
    return health.status();
  }

  /// Label of a key to how often it encrypted since the proxy started. With random initialization
  /// vectors a key may encrypt 2^32 times in all, on all machines together (NIST SP 800-38D).
  public Map<String, Long> encryptions() {
    return encryptions.now();
  }

  /// Whole days until the first of the certificates that are shown expires, below 0 if it has.
  public long certificateDays() {
    return certificate.days();
  }

  /// When each credential of the configuration last signed a request well; empty if it has not
  /// since that is kept.
  public Map<CredentialName, Optional<Instant>> credentialUses() {
    var all = new LinkedHashMap<CredentialName, Optional<Instant>>();
    for (var prefix : serving.configuration().prefixes()) {
      for (var credential : prefix.credentials()) {
        var name = new CredentialName(prefix.path(), credential.accessKeyId());
        all.put(name, uses.lastUse(name));
      }
    }
    return all;
  }

  /// Requests that wait for a worker.
  public int queuedRequests() {
    return workers.queueLength();
  }

  /// Workers whose call hangs in the token.
  public int stuckWorkers() {
    return workers.stuckWorkers();
  }

  /// Takes no new connections, finishes what is being answered, and stops.
  @Override
  public void close() {
    channel.close().syncUninterruptibly();
    try {
      connections.drain(Duration.ofSeconds(limits.drainSeconds()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    keys.close();
    health.close();
    workers.close();
    eventLoops.shutdownGracefully(0, limits.drainSeconds(), TimeUnit.SECONDS).syncUninterruptibly();
  }
}
