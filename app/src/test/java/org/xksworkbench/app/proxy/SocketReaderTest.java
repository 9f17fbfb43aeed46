package org.xksworkbench.app.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a control socket answers that a healthy proxy of today does not: it is told, and never
/// taken for something else. The socket is real, its answers are written here.
class SocketReaderTest {

  private static final String STATUS = "{\"ok\":true}";

  @TempDir Path folder;
  private final RecentCalls calls = new RecentCalls();
  private ServerSocketChannel server;
  private Thread answering;

  @BeforeEach
  void open() throws IOException {
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket()));
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    if (answering != null) {
      answering.join();
    }
  }

  private Path socket() {
    return folder.resolve("control.sock");
  }

  /// One answer for each question, in turn.
  private SocketReader reader(String... answers) {
    var left = new ArrayDeque<>(List.of(answers));
    answering = Thread.ofPlatform().start(() -> answer(left));
    return new SocketReader(socket(), calls);
  }

  private void answer(Queue<String> left) {
    try {
      while (!left.isEmpty()) {
        try (var peer = server.accept()) {
          var _ = peer.read(ByteBuffer.allocate(4096));
          peer.write(ByteBuffer.wrap((left.remove() + "\n").getBytes(StandardCharsets.UTF_8)));
        }
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  @Test
  void requests_that_came_faster_than_the_proxy_keeps_them_are_counted() {
    var reader =
        reader(
            STATUS,
            "{\"ok\":true,\"next\":\"a:9\",\"missed\":7,\"requests\":[]}",
            STATUS,
            "{\"ok\":true,\"next\":\"a:12\",\"missed\":3,\"requests\":[]}");
    reader.look();
    reader.look();
    assertThat(calls.misses()).isEqualTo(10);
    assertThat(calls.that(_ -> true)).isEmpty();
  }

  @Test
  void a_proxy_that_does_not_number_its_requests_is_told_and_none_is_taken_twice() {
    var reader = reader(STATUS, "{\"ok\":true,\"requests\":[]}");
    assertThatThrownBy(reader::look)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("older versions");
  }

  @Test
  void a_status_without_a_configuration_or_with_no_time_is_no_known_proxy() {
    var told = reader(STATUS).status();
    assertThatThrownBy(() -> KnownProxy.ofStatus(told))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("older versions");
    var odd =
        reader("{\"ok\":true,\"configuration\":\"/etc/x\",\"certificateExpires\":\"soon\"}")
            .status();
    assertThatThrownBy(() -> KnownProxy.ofStatus(odd))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("soon");
  }
}
