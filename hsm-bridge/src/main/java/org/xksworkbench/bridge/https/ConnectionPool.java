package org.xksworkbench.bridge.https;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Connections to one server. They are opened in the background, a few at a time, and what was
/// opened is kept even if who wanted it has gone: on a busy machine a handshake that is begun anew
/// each time would never end.
final class ConnectionPool {

  private static final int OPENINGS = 8;
  private static final int WARM = 4;

  private final Opener opener;
  private final Executor background;
  private final Semaphore slots;
  private final Deque<HttpsConnection> idle = new ArrayDeque<>();
  private final Set<HttpsConnection> lent = new HashSet<>();
  private int openings;
  private boolean closed;

  /// Makes a connection, and gives up by itself when it takes too long.
  @FunctionalInterface
  interface Opener {
    HttpsConnection open() throws IOException;
  }

  private static final class PoolOpening {
    private @Nullable IOException failure;
  }

  /// @param connections at most, lent or idle
  ConnectionPool(Opener opener, int connections, Executor background) {
    this.opener = opener;
    this.slots = new Semaphore(connections, true);
    this.background = background;
  }

  /// A connection that nobody else uses.
  ///
  /// @param notBefore a moment of [System#nanoTime]: none that was open already then
  /// @return empty if there was none within the patience, through no fault of the server
  /// @throws IOException why no connection could be made
  Optional<HttpsConnection> lease(Duration patience, long notBefore)
      throws IOException, InterruptedException {
    var end = System.nanoTime() + patience.toNanos();
    if (!slots.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      return Optional.empty();
    }
    Optional<HttpsConnection> leased = Optional.empty();
    try {
      leased = take(end, notBefore);
      return leased;
    } finally {
      if (leased.isEmpty()) {
        slots.release();
      }
    }
  }

  private synchronized Optional<HttpsConnection> take(long end, long notBefore)
      throws IOException, InterruptedException {
    PoolOpening mine = null;
    while (true) {
      dropOlderThan(notBefore);
      var free = idle.pollFirst();
      if (free != null) {
        lent.add(free);
        return Optional.of(free);
      }
      if (mine != null && mine.failure != null) {
        throw mine.failure;
      }
      if (mine == null && openings < OPENINGS) {
        mine = begin();
      }
      var left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (closed || left <= 0) {
        return Optional.empty();
      }
      wait(left);
    }
  }

  /// Takes a connection back; closes it if it cannot be used again, and opens another if few are
  /// left.
  void giveBack(HttpsConnection connection) {
    takeBack(connection);
    slots.release();
  }

  private synchronized void takeBack(HttpsConnection connection) {
    lent.remove(connection);
    if (connection.isReusable() && !closed) {
      idle.addFirst(connection);
      notifyAll();
    } else {
      connection.close();
      warm();
    }
  }

  /// Has a few connections opened, if there are none.
  synchronized void warm() {
    while (!closed && openings < OPENINGS && idle.size() + lent.size() + openings < WARM) {
      begin();
    }
  }

  synchronized void close() {
    closed = true;
    idle.forEach(HttpsConnection::close);
    lent.forEach(HttpsConnection::close);
    notifyAll();
  }

  private void dropOlderThan(long moment) {
    idle.removeIf(connection -> {
      var older = connection.isOlderThan(moment);
      if (older) {
        connection.close();
      }
      return older;
    });
  }

  private PoolOpening begin() {
    var opening = new PoolOpening();
    openings++;
    try {
      background.execute(() -> finish(opening));
    } catch (RejectedExecutionException e) {
      openings--;
      closed = true;
    }
    return opening;
  }

  private void finish(PoolOpening opening) {
    HttpsConnection connection = null;
    IOException failure = null;
    try {
      connection = opener.open();
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException e) {
      failure = new IOException(e);
    }
    synchronized (this) {
      openings--;
      opening.failure = failure;
      if (connection != null && closed) {
        connection.close();
      } else if (connection != null) {
        idle.addLast(connection);
      }
      notifyAll();
    }
  }
}
