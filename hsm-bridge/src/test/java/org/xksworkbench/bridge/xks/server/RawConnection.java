package org.xksworkbench.bridge.xks.server;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.xksworkbench.bridge.Eventually;

/// A TLS connection that does what no client does.
final class RawConnection implements AutoCloseable {

  /// The preface, and settings that change nothing (RFC 9113, section 3.4).
  static final String HTTP2_BEGINS = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + "\0\0\0\u0004\0\0\0\0\0";

  private final Socket plain;
  private final SSLSocket tls;

  /// @param protocol `h2` or `http/1.1`, by ALPN
  RawConnection(SSLContext context, int port, String protocol) throws IOException {
    plain = new Socket("localhost", port);
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

  /// Then the other side of HTTP/2 has nothing more to say by itself, so that what comes of the
  /// connection is found by reading and not by a write that fails.
  void awaitSettingsAcknowledged() throws IOException {
    var in = new DataInputStream(tls.getInputStream());
    var acknowledged = false;
    while (!acknowledged) {
      // RFC 9113, section 4.1: length, type, flags, stream; SETTINGS is type 4, ACK flag 1.
      var lengthAndType = in.readInt();
      var flags = in.readUnsignedByte();
      in.readInt();
      in.skipNBytes(lengthAndType >>> 8);
      acknowledged = (lengthAndType & 0xFF) == 4 && (flags & 1) != 0;
    }
  }

  /// The first line of the answer to a request of which the rest does not matter.
  String ping() throws IOException {
    send("GET /ping HTTP/1.1\r\nHost: h\r\n\r\n");
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
