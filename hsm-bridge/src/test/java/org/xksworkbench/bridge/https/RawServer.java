package org.xksworkbench.bridge.https;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/// Answers every request with the same bytes, whatever they are.
final class RawServer implements AutoCloseable {

  private static final Pattern LENGTH = Pattern.compile("(?i)Content-Length: (\\d+)");

  private final SSLServerSocket server;
  private final byte[] answer;
  private final boolean hangsUp;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /// @param answer empty never answers
  /// @param hangsUp ends the connection after an answer, though it did not say so
  RawServer(SSLContext tls, byte[] answer, boolean hangsUp) throws IOException {
    this.answer = answer;
    this.hangsUp = hangsUp;
    server =
        (SSLServerSocket)
            tls.getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /// The heads of all requests that arrived.
  List<String> heads() {
    return heads;
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (var socket : open) {
      socket.close();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        open.add(socket);
        Thread.ofPlatform().daemon().start(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      while (read(socket.getInputStream())) {
        socket.getOutputStream().write(answer);
        socket.getOutputStream().flush();
        if (hangsUp) {
          return;
        }
      }
    } catch (IOException e) {
      // A handshake that failed, or a client that went away.
      return;
    }
  }

  private boolean read(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      var next = in.read();
      if (next < 0) {
        return false;
      }
      head.write(next);
    }
    var text = head.toString(StandardCharsets.US_ASCII);
    var length = LENGTH.matcher(text);
    if (length.find()) {
      in.skipNBytes(Long.parseLong(length.group(1)));
    }
    heads.add(text);
    return true;
  }
}
