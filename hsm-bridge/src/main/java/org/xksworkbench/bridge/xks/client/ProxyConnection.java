package org.xksworkbench.bridge.xks.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
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
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/// One TLS connection to a proxy: one request at a time, in HTTP/1.1. Sending and receiving are
/// apart, since the time of the proxy runs between them.
final class ProxyConnection {

  private static final int ANSWER_LIMIT = 256 * 1024;
  private final DefaultBHttpClientConnection http;
  private BasicClassicHttpRequest sent = new BasicClassicHttpRequest(Method.POST, "/");
  private volatile boolean answered;
  private final long opened = System.nanoTime();
  private volatile boolean reusable = true;

  /// Status and body of an answer.
  record Reply(int status, byte[] body) {}

  private ProxyConnection(DefaultBHttpClientConnection http) {
    this.http = http;
  }

  /// Connects, with the host name checked against the certificate.
  ///
  /// @param patience for TCP, and for each wait of the handshake; the sum is the caller's affair
  static ProxyConnection open(
      Socket plain, InetSocketAddress address, String host, SSLSocketFactory tls, Duration patience)
      throws IOException {
    var millis = Math.toIntExact(Math.max(1, patience.toMillis()));
    plain.setTcpNoDelay(true);
    plain.connect(address, millis);
    plain.setSoTimeout(millis);
    var secure = (SSLSocket) tls.createSocket(plain, host, address.getPort(), true);
    var parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    var http = new DefaultBHttpClientConnection(Http1Config.DEFAULT);
    http.bind(secure, plain);
    http.setSocketTimeout(Timeout.DISABLED);
    return new ProxyConnection(http);
  }

  /// Whether it was open already at a moment of [System#nanoTime]. The other side may have closed
  /// it since.
  boolean isOlderThan(long moment) {
    return opened - moment < 0;
  }

  /// Sends a request, whole.
  void send(String authority, String path, Map<String, String> headers, byte[] body)
      throws IOException {
    answered = false;
    var request = new BasicClassicHttpRequest(Method.POST, path);
    request.addHeader(HttpHeaders.HOST, authority);
    headers.forEach(request::addHeader);
    request.addHeader(HttpHeaders.CONTENT_TYPE, ContentType.APPLICATION_JSON);
    request.addHeader(HttpHeaders.CONTENT_LENGTH, body.length);
    request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
    try {
      http.sendRequestHeader(request);
      http.sendRequestEntity(request);
      http.flush();
    } catch (HttpException e) {
      throw new IllegalStateException("the request is well-formed", e);
    }
    sent = request;
  }

  /// Waits for the answer to what was sent, without an end: closing the connection ends it.
  ///
  /// @throws HttpException if what came is no HTTP
  Reply receive() throws IOException, HttpException {
    var response = http.receiveResponseHeader();
    while (response.getCode() < HttpStatus.SC_OK) {
      response = http.receiveResponseHeader();
    }
    answered = true;
    http.receiveResponseEntity(response);
    var entity = response.getEntity();
    var body = entity == null ? new byte[0] : entity.getContent().readNBytes(ANSWER_LIMIT + 1);
    reusable =
        body.length <= ANSWER_LIMIT
            && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(
                sent, response, HttpCoreContext.create());
    if (body.length > ANSWER_LIMIT) {
      throw new HttpException("an answer of more than 256 KiB");
    }
    return new Reply(response.getCode(), body);
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
