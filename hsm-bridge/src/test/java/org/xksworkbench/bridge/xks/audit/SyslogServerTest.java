package org.xksworkbench.bridge.xks.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xksworkbench.bridge.Eventually.eventually;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.xksworkbench.bridge.LogLines;
import org.xksworkbench.bridge.xks.audit.RequestLog.OnFailure;

/// A log at a syslog server, over real connections.
class SyslogServerTest {

  private static final String HOST = "127.0.0.1";

  /// Reads what RFC 6587 counts: a number, a blank, and so many bytes.
  private static final class Listening implements AutoCloseable {

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final ServerSocket listener;
    private volatile boolean reads;

    Listening(int port, boolean reads) throws IOException {
      this.reads = reads;
      listener = new ServerSocket(port, 50, InetAddress.getByName(HOST));
      Thread.ofPlatform().daemon().start(this::accept);
    }

    int port() {
      return listener.getLocalPort();
    }

    List<String> ids() {
      return messages.stream()
          .map(message -> XksCall.fromJsonLine(message.substring(message.indexOf('{'))))
          .map(XksCall::kmsRequestId)
          .toList();
    }

    private void accept() {
      try {
        while (true) {
          var connection = listener.accept();
          connections.add(connection);
          if (reads) {
            Thread.ofPlatform().daemon().start(() -> read(connection));
          }
        }
      } catch (IOException e) {
        // It was closed.
      }
    }

    private void read(Socket connection) {
      try (var in = new DataInputStream(new BufferedInputStream(connection.getInputStream()))) {
        while (true) {
          var length = 0;
          for (var c = in.readByte(); c != ' '; c = in.readByte()) {
            length = length * 10 + Character.digit(c, 10);
          }
          var message = new byte[length];
          in.readFully(message);
          messages.add(new String(message, StandardCharsets.US_ASCII));
        }
      } catch (IOException e) {
        // Its end.
      }
    }

    void hangUp() {
      connections.forEach(connection -> {
        try {
          connection.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
      connections.clear();
    }

    @Override
    public void close() throws IOException {
      listener.close();
      hangUp();
    }
  }

  private static RequestLog log(int port) throws IOException {
    return new RequestLog(SyslogServer.connect(HOST, port), OnFailure.REFUSE);
  }

  @Test
  void each_call_is_one_message_of_rfc_5424() throws IOException {
    try (var server = new Listening(0, true)) {
      try (var log = log(server.port())) {
        log.answered(XksCalls.served("one"));
        log.answered(XksCalls.served("two\nlines"));
      }
      eventually(() -> server.messages.size() == 2);
      assertThat(server.ids()).containsExactly("one", "two\nlines");
      assertThat(server.messages)
          .allMatch(message ->
              message.matches(
                  "<110>1 \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z [!-~]+ xks-proxy"
                      + " \\d+ request - \\{[ -~]*}"));
    }
  }

  @Test
  void while_no_server_is_there_requests_are_refused_and_no_line_is_lost() throws IOException {
    var first = new Listening(0, true);
    try (var log = log(first.port());
        var said = new LogLines()) {
      log.answered(XksCalls.served("one"));
      eventually(() -> first.ids().equals(List.of("one")));
      first.close();
      log.answered(XksCalls.served("two"));
      eventually(log::refuses);
      var words = "The syslog server 127.0.0.1:" + first.port() + " does not take its lines";
      eventually(() -> said.lines().stream().anyMatch(line -> line.contains(words)));
      try (var second = new Listening(first.port(), true)) {
        eventually(() -> second.ids().contains("two"));
        eventually(() -> !log.refuses());
        assertThat(log.lostLines()).isZero();
      }
    }
  }

  @Test
  void what_a_server_took_and_did_not_read_before_it_went_is_sent_again() throws IOException {
    try (var server = new Listening(0, false);
        var log = log(server.port())) {
      log.answered(XksCalls.served("one"));
      eventually(() -> log.waiting() == 0);
      eventually(() -> !server.connections.isEmpty());
      server.reads = true;
      server.hangUp();
      log.answered(XksCalls.served("two"));
      eventually(() -> server.ids().equals(List.of("one", "two")));
    }
  }

  @Test
  void a_server_that_cannot_be_reached_is_told_at_once() throws IOException {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    assertThatThrownBy(() -> SyslogServer.connect(HOST, port)).isInstanceOf(IOException.class);
  }
}
