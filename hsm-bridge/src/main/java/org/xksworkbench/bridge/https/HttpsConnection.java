package org.xksworkbench.bridge.https;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/// One TLS connection to a server: one request at a time, in HTTP/1.1. Sending and receiving are
/// apart, since the time of the server runs between them.
final class HttpsConnection {

  private static final int ANSWER_LIMIT = 256 * 1024;
  private final DefaultBHttpClientConnection http;
  private BasicClassicHttpRequest sent = new BasicClassicHttpRequest(Method.POST, "/");
  private volatile boolean answered;
  private final long opened = System.nanoTime();
  private volatile boolean reusable = true;

  private HttpsConnection(DefaultBHttpClientConnection http) {
    this.http = http;
  }

  /// Connects, with the host name checked against the certificate.
  ///
  /// @param patience for TCP, and for each wait of the handshake; the sum is the caller's affair
  static HttpsConnection open(
      Socket plain,
      InetSocketAddress address,
      String host,
      TrustedAuthorities trusted,
      Optional<TlsOffer> offer,
      Duration patience)
      throws IOException {
    var millis = Math.toIntExact(Math.max(1, patience.toMillis()));
    plain.setTcpNoDelay(true);
    plain.connect(address, millis);
    plain.setSoTimeout(millis);
    var secure = (SSLSocket) trusted.sockets().createSocket(plain, host, address.getPort(), true);
    offer.ifPresent(one -> one.applyTo(secure));
    var parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    var http = new DefaultBHttpClientConnection(Http1Config.DEFAULT);
    http.bind(secure, plain);
    http.setSocketTimeout(Timeout.DISABLED);
    return new HttpsConnection(http);
  }

  /// Whether it was open already at a moment of [System#nanoTime]. The other side may have closed
  /// it since.
  boolean isOlderThan(long moment) {
    return opened - moment < 0;
  }

  /// Sends a request, whole.
  void send(HttpsRequest request) throws IOException {
    answered = false;
    var message = new BasicClassicHttpRequest(request.method(), request.uri().getRawPath());
    message.addHeader(HttpHeaders.HOST, request.uri().getRawAuthority());
    request.headers().forEach(message::addHeader);
    if (request.body().length > 0) {
      message.addHeader(HttpHeaders.CONTENT_TYPE, ContentType.APPLICATION_JSON);
      message.addHeader(HttpHeaders.CONTENT_LENGTH, request.body().length);
      message.setEntity(new ByteArrayEntity(request.body(), ContentType.APPLICATION_JSON));
    }
    try {
      http.sendRequestHeader(message);
      http.sendRequestEntity(message);
      http.flush();
    } catch (HttpException e) {
      throw new IllegalStateException("the request is well-formed", e);
    }
    sent = message;
  }

  /// Waits for the answer to what was sent, without an end: closing the connection ends it.
  ///
  /// @throws HttpException if what came is no HTTP, or more than is read
  HttpsReply receive() throws IOException, HttpException {
    var response = http.receiveResponseHeader();
    while (response.getCode() < HttpStatus.SC_OK) {
      response = http.receiveResponseHeader();
    }
    answered = true;
    if (MessageSupport.canResponseHaveBody(sent.getMethod(), response)) {
      http.receiveResponseEntity(response);
    }
    var entity = response.getEntity();
    var body = entity == null ? new byte[0] : entity.getContent().readNBytes(ANSWER_LIMIT + 1);
    reusable =
        body.length <= ANSWER_LIMIT
            && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(
                sent, response, HttpCoreContext.create());
    if (body.length > ANSWER_LIMIT) {
      throw new HttpException("an answer of more than 256 KiB");
    }
    var type = response.getFirstHeader(HttpHeaders.CONTENT_TYPE);
    return new HttpsReply(response.getCode(), type == null ? "" : type.getValue(), body);
  }

  /// Whether the head of an answer came since the last request was sent.
  boolean hasAnswered() {
    return answered;
  }

  boolean isReusable() {
    return reusable && http.isOpen();
  }

  /// Ends it at once, also under a thread that waits in it.
  void close() {
    http.close(CloseMode.IMMEDIATE);
  }
}
