package org.xksworkbench.bridge.https;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.HttpException;
import org.xksworkbench.bridge.https.HttpsException.Failure;

/// Sends requests over HTTPS. TLS is verified against the given authorities, the host name checked;
/// there is no way to switch that off. Safe for use by several threads.
///
/// The time of a server starts when a request was sent on an open connection. Waiting for a free
/// connection is this program's own time, and opening one has a patience of its own.
public final class HttpsClient implements AutoCloseable {

  private static final Duration SHORTEST_OPENING = Duration.ofSeconds(5);

  private final TrustedAuthorities trusted;
  private final Destinations destinations;
  private final HttpsLimits limits;
  private final long started = System.nanoTime();
  private final Map<String, ConnectionPool> pools = new ConcurrentHashMap<>();
  private final ExecutorService background =
      Executors.newCachedThreadPool(Thread.ofPlatform().name("https-", 0).daemon().factory());
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("https-deadlines").daemon().factory());

  public HttpsClient(TrustedAuthorities trusted, Destinations destinations, HttpsLimits limits) {
    this.trusted = trusted;
    this.destinations = destinations;
    this.limits = limits;
  }

  /// Sends one request.
  ///
  /// @return empty if there was no answer in time
  public Optional<HttpsReply> send(HttpsRequest request) throws HttpsException {
    return send(request, started);
  }

  /// Has a few connections to the server opened, in the background.
  public void warm(URI endpoint) {
    pool(endpoint).warm();
  }

  /// Tries a handshake; nothing is sent over the connection.
  ///
  /// @throws IllegalArgumentException if this Java does not know the protocol or the suite
  public void handshake(URI endpoint, TlsOffer offer) throws IOException {
    open(endpoint, Optional.of(offer)).close();
  }

  @Override
  public void close() {
    pools.values().forEach(ConnectionPool::close);
    deadlines.shutdownNow();
    background.shutdownNow();
  }

  private Optional<HttpsReply> send(HttpsRequest request, long notBefore) throws HttpsException {
    var asked = System.nanoTime();
    var pool = pool(request.uri());
    var connection = lease(pool, notBefore);
    try {
      var exchange = begin(connection, pool, request);
      var reply = exchange.await(limits.answer());
      if (reply.isEmpty()) {
        giveUp(exchange, connection);
      }
      return reply;
    } catch (HttpException e) {
      throw new HttpsException(Failure.NO_HTTP, "what came cannot be read: " + e.getMessage(), e);
    } catch (IOException e) {
      // A server may close a connection while it lies idle; that is no failure of this request.
      if (connection.isOlderThan(asked) && !connection.hasAnswered()) {
        return send(request, asked);
      }
      throw HttpsException.lostConnection(e);
    } catch (InterruptedException e) {
      connection.close();
      throw interruption();
    }
  }

  private HttpsConnection lease(ConnectionPool pool, long notBefore) throws HttpsException {
    Optional<HttpsConnection> leased;
    try {
      leased = pool.lease(limits.free(), notBefore);
    } catch (IOException e) {
      throw HttpsException.notConnected(e);
    } catch (InterruptedException e) {
      throw interruption();
    }
    return leased.orElseThrow(() ->
        new HttpsException(
            Failure.NOT_SENT,
            "for %d seconds none of %d connections to the server was free"
                .formatted(limits.free().toSeconds(), limits.connections()),
            null));
  }

  /// A connection is given back when its answer was read, though nobody may wait for it any more.
  private Exchange begin(HttpsConnection connection, ConnectionPool pool, HttpsRequest request)
      throws IOException {
    var exchange = new Exchange(connection, () -> pool.giveBack(connection));
    try {
      connection.send(request);
      background.execute(exchange);
      return exchange;
    } catch (IOException | RuntimeException e) {
      connection.close();
      pool.giveBack(connection);
      throw e;
    }
  }

  /// A late answer has as long again, then its connection is lost.
  private void giveUp(Exchange exchange, HttpsConnection connection) {
    var _ =
        deadlines.schedule(
            () -> {
              if (!exchange.isOver()) {
                connection.close();
              }
            },
            limits.answer().toNanos(),
            TimeUnit.NANOSECONDS);
  }

  private ConnectionPool pool(URI endpoint) {
    return pools.computeIfAbsent(
        Destinations.hostAndPort(endpoint),
        _ ->
            new ConnectionPool(
                () -> open(endpoint, Optional.empty()), limits.connections(), background));
  }

  private HttpsConnection open(URI endpoint, Optional<TlsOffer> offer) throws IOException {
    var patience = Collections.max(List.of(SHORTEST_OPENING, limits.answer()));
    IOException failure = null;
    for (var address : destinations.addresses(endpoint)) {
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
        return HttpsConnection.open(plain, address, endpoint.getHost(), trusted, offer, patience);
      } catch (IOException e) {
        plain.close();
        failure = end.isDone() ? new InterruptedIOException("no connection in time") : e;
      } catch (IllegalArgumentException e) {
        plain.close();
        throw e;
      } finally {
        end.cancel(false);
      }
    }
    throw Objects.requireNonNullElseGet(
        failure, () -> new IOException("no address of " + endpoint.getHost()));
  }

  private static HttpsException interruption() {
    Thread.currentThread().interrupt();
    return new HttpsException(Failure.NOT_SENT, "this program is being stopped", null);
  }
}
