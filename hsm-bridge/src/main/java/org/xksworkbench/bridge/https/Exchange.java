package org.xksworkbench.bridge.https;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.core5.http.HttpException;

/// The answer to one request, awaited by two: a thread that reads until the answer is there or the
/// connection ends, and a caller who waits only as long as AWS KMS does. So a connection whose
/// answer comes late lives on, and is not paid for by a handshake.
final class Exchange implements Runnable {

  private static final int SLICES = 10;

  private final HttpsConnection connection;
  private final Runnable over;
  private final CompletableFuture<HttpsReply> reply = new CompletableFuture<>();

  /// @param over told when the connection is free again, or lost
  Exchange(HttpsConnection connection, Runnable over) {
    this.connection = connection;
    this.over = over;
  }

  @Override
  public void run() {
    try {
      var received = connection.receive();
      over.run();
      reply.complete(received);
    } catch (IOException | HttpException | RuntimeException e) {
      connection.close();
      over.run();
      reply.completeExceptionally(e);
    }
  }

  /// Waits for the answer, in slices: a thread that is woken late has no processor, and neither has
  /// the one that reads. So the time of a busy machine is not taken for the server's.
  ///
  /// @return empty if there was none in time
  Optional<HttpsReply> await(Duration time)
      throws IOException, HttpException, InterruptedException {
    for (var slice = 0; slice < SLICES; slice++) {
      try {
        return Optional.of(reply.get(time.toNanos() / SLICES, TimeUnit.NANOSECONDS));
      } catch (TimeoutException e) {
        // the next slice
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case HttpException noHttp -> throw noHttp;
          case IOException lost -> throw lost;
          case null, default -> throw new IOException(e.getCause());
        }
      }
    }
    return Optional.empty();
  }

  /// Whether the reader is done with the connection.
  boolean isOver() {
    return reply.isDone();
  }
}
