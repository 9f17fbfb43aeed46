package org.xksworkbench.bridge.xks.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.xksworkbench.bridge.Eventually;

/// A TLS connection that does what no client does.
final class RawConnection implements AutoCloseable {

  /// The other side took the settings.
  static final String SETTINGS_TAKEN = "\0\0\0\u0004\u0001\0\0\0\0";

  /// The preface, and settings that change nothing (RFC 9113, section 3.4).
  static final String HTTP2_BEGINS = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + "\0\0\0\u0004\0\0\0\0\0";

  private final Socket plain;
  private final SSLSocket tls;

  /// @param protocol `h2` or `http/1.1`, by ALPN
  RawConnection(SSLContext context, int port, String protocol) throws IOException {
    this(context, port, protocol, InetAddress.getLoopbackAddress(), new byte[0]);
  }

  /// @param from an address of this machine; all of 127.0.0.0/8 are
  /// @param first what is sent before TLS
  RawConnection(SSLContext context, int port, String protocol, InetAddress from, byte[] first)
      throws IOException {
    plain = new Socket(InetAddress.getLoopbackAddress(), port, from, 0);
    plain.getOutputStream().write(first);
    tls = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", port, true);
    var parameters = tls.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {protocol});
    tls.setSSLParameters(parameters);
    tls.setSoTimeout((int) Eventually.PATIENCE.toMillis());
    tls.startHandshake();
  }

  void send(String text) throws IOException {
    tls.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// One byte, -1 at the end.
  int read() throws IOException {
    return tls.getInputStream().read();
  }

  /// Reads until this has come.
  void await(String bytes) throws IOException {
    var come = new StringBuilder();
    while (!come.toString().endsWith(bytes)) {
      var next = read();
      if (next < 0) {
        throw new IOException("the connection is closed");
      }
      come.append((char) next);
    }
  }

  /// The first line of the answer to a request of which the rest does not matter.
  String ping() throws IOException {
    return ask("GET /ping HTTP/1.1\r\nHost: h\r\n\r\n");
  }

  /// The first line of the answer, of which the rest may wait.
  String ask(String request) throws IOException {
    send(request);
    var answer = new StringBuilder();
    while (!answer.toString().endsWith("\r\n\r\n")) {
      var next = read();
      if (next < 0) {
        throw new IOException("the connection is closed");
      }
      answer.append((char) next);
    }
    return answer.substring(0, answer.indexOf("\r\n"));
  }

  /// Waits until the other side has closed it.
  void awaitEnd() throws IOException {
    try {
      var _ = tls.getInputStream().readAllBytes();
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("the connection stays open", e);
    } catch (java.net.SocketException e) {
      // Reset: closed as well.
    }
  }

  /// Breaks it off in the middle (TCP RST).
  void reset() throws IOException {
    plain.setSoLinger(true, 0);
    plain.close();
  }

  @Override
  public void close() throws IOException {
    plain.close();
  }
}
