package org.xksworkbench.bridge.xks.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// A log at a syslog server, by TCP: messages of RFC 5424, counted as in RFC 6587, section 3.4.1.
///
/// TCP tells neither when a server has read what was sent nor, for a while, that it is gone. So
/// what was sent last is kept and, where the connection broke, sent again: a line may be there
/// twice, and its text shows it. Nothing is encrypted on the way: a server on another machine is
/// reached by one on this machine that encrypts.
public final class SyslogServer implements LineSink {

  /// Facility 13, log audit, and severity 6, informational.
  private static final String PRIORITY = "<110>1 ";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /// More than what both systems hold of a connection that is written to in small parts.
  private static final int KEPT_BYTES = 1 << 20;

  private static final int SEND_BUFFER = 1 << 16;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String host;
  private final int port;
  private final InstantSource clock;
  private final String origin = " " + ownName() + " xks-proxy " + ProcessHandle.current().pid();
  private final Deque<byte[]> sentLast = new ArrayDeque<>();
  private int sentBytes;
  private @Nullable Socket connection;

  private SyslogServer(String host, int port, InstantSource clock) {
    this.host = host;
    this.port = port;
    this.clock = clock;
  }

  /// Connects to a server.
  ///
  /// @throws IOException if none can be reached
  public static SyslogServer connect(String host, int port) throws IOException {
    var server = new SyslogServer(host, port, InstantSource.system());
    var _ = server.connect();
    return server;
  }

  @Override
  public String name() {
    return "the syslog server " + host + ":" + port;
  }

  @Override
  public String sayFailure(IOException failure) {
    return "The syslog server "
        + host
        + ":"
        + port
        + " does not take its lines: "
        + (failure instanceof UnknownHostException ? "no such host" : failure.getMessage())
        + ". See that it runs and listens there.";
  }

  @Override
  public void write(ByteBuffer lines) throws IOException {
    var frames = frames(lines);
    send(connect(), frames);
    sentLast.addLast(frames);
    sentBytes += frames.length;
    while (sentBytes > KEPT_BYTES && sentLast.size() > 1) {
      sentBytes -= sentLast.removeFirst().length;
    }
  }

  @Override
  public void close() throws IOException {
    var open = connection;
    connection = null;
    if (open != null) {
      open.close();
    }
  }

  private void send(Socket to, byte[] frames) throws IOException {
    try {
      to.getOutputStream().write(frames);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private Socket connect() throws IOException {
    var open = connection;
    if (open != null && isOpen(open)) {
      return open;
    }
    close();
    var fresh = new Socket();
    try {
      fresh.setSendBufferSize(SEND_BUFFER);
      fresh.setKeepAlive(true);
      fresh.connect(new InetSocketAddress(host, port), (int) PATIENCE.toMillis());
      // To ask whether it is still there takes no longer than this.
      fresh.setSoTimeout(1);
    } catch (IOException e) {
      fresh.close();
      throw e;
    }
    connection = fresh;
    for (var frames : sentLast) {
      send(fresh, frames);
    }
    return fresh;
  }

  /// Whether the other side has not ended the connection. A syslog server says nothing.
  private static boolean isOpen(Socket socket) {
    try {
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private byte[] frames(ByteBuffer lines) {
    var head =
        (PRIORITY + TIME.format(clock.instant()) + origin + " request - ")
            .getBytes(StandardCharsets.US_ASCII);
    var frames = new ByteArrayOutputStream(lines.remaining() * 5 / 4);
    var bytes = new byte[lines.remaining()];
    lines.get(bytes);
    for (var start = 0; start < bytes.length; ) {
      var end = start;
      while (bytes[end] != '\n') {
        end++;
      }
      var length = head.length + end - start;
      frames.writeBytes((length + " ").getBytes(StandardCharsets.US_ASCII));
      frames.writeBytes(head);
      frames.write(bytes, start, end - start);
      start = end + 1;
    }
    return frames.toByteArray();
  }

  private static String ownName() {
    try {
      var name = InetAddress.getLocalHost().getHostName();
      return name.matches("[!-~]{1,255}") ? name : "-";
    } catch (UnknownHostException e) {
      return "-";
    }
  }
}
