package org.xksworkbench.bridge.xks.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls XKS proxies. TLS is verified against the given authorities, the host name checked; there
/// is no way to switch that off. Safe for use by several threads.
///
/// The time of a proxy starts when a request was sent on an open connection. Waiting for a free
/// connection is this program's own time, and opening one has a patience of its own.
public final class XksClient implements AutoCloseable {

  /// How long AWS KMS waits for a proxy (specification, KMS Considerations).
  public static final Duration AWS_KMS_TIMEOUT = Duration.ofMillis(250);

  private static final Logger LOG = LoggerFactory.getLogger(XksClient.class);

  private static final int TRIES = 2;
  private static final Duration QUEUE_PATIENCE = Duration.ofSeconds(20);
  private static final Duration SHORTEST_OPENING = Duration.ofSeconds(5);

  private final ObjectMapper json =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private final RequestSigner signer;
  private final Duration timeout;
  private final Destinations destinations;
  private final SSLSocketFactory tls;
  private final long started = System.nanoTime();
  private final Map<String, ConnectionPool> pools = new ConcurrentHashMap<>();
  private final ExecutorService background =
      Executors.newCachedThreadPool(Thread.ofPlatform().name("xks-client-", 0).daemon().factory());
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("xks-client-deadlines").daemon().factory());

  /// @param region the Region that requests are signed for
  /// @param trusted certificates of the authorities that are trusted, and no others
  /// @param connectTo host names whose port 443 is somewhere else, so that a legal endpoint (no
  ///   port, a real name) reaches a proxy on a local port
  /// @param timeout for the answer, from when the request was sent; the same again at the second
  ///   try
  public XksClient(
      String region,
      List<X509Certificate> trusted,
      Map<String, InetSocketAddress> connectTo,
      Duration timeout) {
    this.signer = new RequestSigner(region);
    this.timeout = timeout;
    this.destinations = new Destinations(Map.copyOf(connectTo));
    this.tls = TrustedAuthorities.of(trusted);
  }

  /// Sends one request; once more after a time-out, as AWS KMS does.
  ///
  /// @param path what follows the URI path of the proxy, such as `/health`
  public ProxyCallResult post(ProxyAddress proxy, String path, ObjectNode body) {
    var bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    var uri = URI.create(proxy.uriEndpoint() + proxy.uriPath() + path);
    for (var attempt = 1; ; attempt++) {
      var outcome = tryOnce(proxy, uri, bytes, started);
      if (!(outcome instanceof ProxyCallResult.TimedOut) || attempt == TRIES) {
        return outcome;
      }
      LOG.info("No answer from {}{} in time, once more", proxy.uriEndpoint(), path);
    }
  }

  /// Has a few connections to the proxy opened, in the background.
  public void warm(ProxyAddress proxy) {
    pool(URI.create(proxy.uriEndpoint())).warm();
  }

  @Override
  public void close() {
    pools.values().forEach(ConnectionPool::close);
    deadlines.shutdownNow();
    background.shutdownNow();
  }

  private ProxyCallResult tryOnce(ProxyAddress proxy, URI uri, byte[] body, long notBefore) {
    var asked = System.nanoTime();
    Optional<ProxyConnection> leased;
    var pool = pool(uri);
    try {
      leased = pool.lease(QUEUE_PATIENCE, notBefore);
    } catch (IOException e) {
      return notConnected(e);
    } catch (InterruptedException e) {
      return interrupted();
    }
    if (leased.isEmpty()) {
      return new ProxyCallResult.NotSent(
          "for %d seconds none of %d connections to the proxy was free"
              .formatted(QUEUE_PATIENCE.toSeconds(), ConnectionPool.UNDER_WAY));
    }
    var connection = leased.get();
    try {
      var exchange = send(connection, pool, proxy, uri, body);
      var reply = exchange.await(timeout);
      if (reply.isEmpty()) {
        giveUp(exchange, connection);
      }
      return reply.map(this::understood).orElseGet(ProxyCallResult.TimedOut::new);
    } catch (HttpException e) {
      return new ProxyCallResult.Malformed("what came is no HTTP: " + e.getMessage());
    } catch (IOException e) {
      // A proxy may close a connection while it lies idle; that is no failure of this request.
      return connection.isOlderThan(asked) && !connection.hasAnswered()
          ? tryOnce(proxy, uri, body, asked)
          : new ProxyCallResult.Unreachable(message(e));
    } catch (InterruptedException e) {
      connection.close();
      return interrupted();
    }
  }

  /// A connection is given back when its answer was read, though nobody may wait for it any more.
  private Exchange send(
      ProxyConnection connection, ConnectionPool pool, ProxyAddress proxy, URI uri, byte[] body)
      throws IOException {
    var exchange = new Exchange(connection, () -> pool.giveBack(connection));
    try {
      connection.send(uri.getRawAuthority(), uri.getRawPath(), signer.sign(proxy, uri, body), body);
      background.execute(exchange);
      return exchange;
    } catch (IOException | RuntimeException e) {
      connection.close();
      pool.giveBack(connection);
      throw e;
    }
  }

  /// A late answer has as long again, then its connection is lost.
  private void giveUp(Exchange exchange, ProxyConnection connection) {
    var _ =
        deadlines.schedule(
            () -> {
              if (!exchange.isOver()) {
                connection.close();
              }
            },
            timeout.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  private ConnectionPool pool(URI uri) {
    return pools.computeIfAbsent(
        uri.getHost() + ":" + Destinations.port(uri),
        _ -> new ConnectionPool(() -> open(uri.getHost(), Destinations.port(uri)), background));
  }

  private ProxyConnection open(String host, int port) throws IOException {
    var patience = timeout.compareTo(SHORTEST_OPENING) < 0 ? SHORTEST_OPENING : timeout;
    IOException failure = null;
    for (var address : destinations.of(host, port)) {
      var plain = new Socket();
      var end =
          deadlines.schedule(
              () -> {
                plain.close();
                return null;
              },
              patience.toNanos(),
              TimeUnit.NANOSECONDS);
      try {
        return ProxyConnection.open(plain, address, host, tls, patience);
      } catch (IOException e) {
        plain.close();
        failure = end.isDone() ? new InterruptedIOException("no connection in time") : e;
      } finally {
        end.cancel(false);
      }
    }
    throw Objects.requireNonNullElseGet(failure, () -> new IOException("no address of " + host));
  }

  private ProxyCallResult understood(ProxyConnection.Reply reply) {
    var status = reply.status();
    ObjectNode body;
    try {
      if (!(json.readTree(reply.body()) instanceof ObjectNode object)) {
        return new ProxyCallResult.Malformed("HTTP " + status + " without a JSON object");
      }
      body = object;
    } catch (JsonProcessingException e) {
      return new ProxyCallResult.Malformed("HTTP " + status + " without valid JSON");
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    }
    if (status == 200) {
      return new ProxyCallResult.Answered(body);
    }
    var errorName = body.path("errorName").asText();
    return errorName.isEmpty()
        ? new ProxyCallResult.Malformed("HTTP " + status + " without errorName")
        : new ProxyCallResult.Refused(status, errorName, body.path("errorMessage").asText());
  }

  private static ProxyCallResult notConnected(IOException e) {
    return switch (e) {
      case InterruptedIOException _ -> new ProxyCallResult.TimedOut();
      case SSLException _ -> new ProxyCallResult.TlsFailed(message(e));
      default -> new ProxyCallResult.Unreachable(message(e));
    };
  }

  private static ProxyCallResult interrupted() {
    Thread.currentThread().interrupt();
    return new ProxyCallResult.NotSent("this program is being stopped");
  }

  private static String message(IOException e) {
    return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
  }
}
