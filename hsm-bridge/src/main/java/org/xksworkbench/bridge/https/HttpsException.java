package org.xksworkbench.bridge.https;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Why there is no answer. An answer that is late is no exception.
public final class HttpsException extends IOException {

  private static final long serialVersionUID = 1;

  /// What went wrong.
  public enum Failure {
    /// It was not sent at all, and the server is not to blame.
    NOT_SENT,
    /// No connection in time.
    NO_CONNECTION_IN_TIME,
    /// No connection, or it was lost before an answer was there.
    NO_CONNECTION,
    /// No TLS: certificate, name, authority, protocol or cipher suite.
    NO_TLS,
    /// What came is no HTTP, or more than is read.
    NO_HTTP
  }

  private final Failure failure;
  private final String why;

  HttpsException(Failure failure, String why, @Nullable Exception cause) {
    super(why, cause);
    this.failure = failure;
    this.why = why;
  }

  static HttpsException notConnected(IOException e) {
    return switch (e) {
      case InterruptedIOException _ ->
          new HttpsException(Failure.NO_CONNECTION_IN_TIME, words(e), e);
      case SSLException _ -> new HttpsException(Failure.NO_TLS, words(e), e);
      default -> lostConnection(e);
    };
  }

  static HttpsException lostConnection(IOException e) {
    return new HttpsException(Failure.NO_CONNECTION, words(e), e);
  }

  public Failure failure() {
    return failure;
  }

  /// What happened, words without a full stop.
  public String why() {
    return why;
  }

  private static String words(IOException e) {
    return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
  }
}
