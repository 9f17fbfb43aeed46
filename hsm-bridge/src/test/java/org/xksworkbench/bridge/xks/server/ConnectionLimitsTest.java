package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xksworkbench.bridge.Eventually.eventually;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.Eventually;
import org.xksworkbench.bridge.LogLines;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.xks.audit.XksCall;
import org.xksworkbench.bridge.xks.metrics.MetricsServer;
import org.xksworkbench.bridge.xks.metrics.ProxyMetrics;

/// Who takes connections from whom. The callers have addresses of their own, all of this machine.
class ConnectionLimitsTest {

  private static final byte[] TEXT = "Hello World!".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NONE = {};

  private static final InetAddress ONE = InetAddress.ofLiteral("127.0.0.2");
  private static final InetAddress ANOTHER = InetAddress.ofLiteral("127.0.0.3");

  private static final int MANY_HANDSHAKES = 1000;

  /// RFC 9113, section 6.7.
  private static final String PING = "\0\0\u0008\u0006\0\0\0\0\0" + "12345678";

  private static final String PINGED = "\0\0\u0008\u0006\u0001\0\0\0\0" + "12345678";

  private static final String UNSIGNED =
      "POST /payments/kms/xks/v1/health HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}";

  @TempDir private Path folder;
  private final TokenGate token = new TokenGate();
  private final List<XksCall> calls = new CopyOnWriteArrayList<>();
  private final List<RawConnection> opened = new ArrayList<>();
  private ServedToken served;

  private static ConnectionLimits most(int connections) {
    return new ConnectionLimits(connections, 30, 30, 60, 1);
  }

  private void start(ConnectionLimits limits) {
    served =
        ServedToken.start(
            folder,
            DisturbedSession.before(SoftHsm.newSession(), "sealGcm", token::passWorker),
            builder -> builder.connectionLimits(limits).listener(calls::add));
  }

  @AfterEach
  void stop() throws IOException {
    token.open();
    for (var connection : opened) {
      connection.close();
    }
    served.close();
  }

  private RawConnection open(InetAddress from) throws IOException {
    return open(from, "http/1.1", NONE);
  }

  private RawConnection open(InetAddress from, String protocol, byte[] first) throws IOException {
    var connection =
        new RawConnection(
            XksTestClient.tls(served.tls().issued().caPem(), null),
            served.proxy().port(),
            protocol,
            from,
            first);
    opened.add(connection);
    return connection;
  }

  private void assertServed(RawConnection connection) throws IOException {
    assertThat(connection.ping()).contains(" 200 ");
  }

  private long refused(String reason) {
    return served.proxy().refusedConnections().get(reason);
  }

  /// A connection on which a request is being answered, until the token goes on.
  private CompletableFuture<Integer> ask(XksTestClient client) {
    var before = token.waiting();
    var request =
        client.signed(
            "/keys/key-1/encrypt",
            client.encryptRequest(TEXT, NONE, false).toString().getBytes(StandardCharsets.UTF_8));
    var answer = client.sendAsync(request);
    eventually(() -> token.waiting() > before);
    return answer;
  }

  @Test
  void an_address_that_has_its_part_makes_room_by_its_own_oldest() throws IOException {
    start(most(40).withPerAddress(3, MANY_HANDSHAKES));
    var other = open(ANOTHER);
    var oldest = open(ONE);
    var others = List.of(open(ONE), open(ONE));
    var newest = open(ONE);
    oldest.awaitEnd();
    for (var connection : others) {
      assertServed(connection);
    }
    assertServed(newest);
    assertServed(other);
    assertThat(served.proxy().displacedConnections()).isEqualTo(1);
    eventually(() -> served.proxy().openConnections() == 4);
  }

  @Test
  void when_connections_run_out_the_oldest_idle_one_closes_and_none_that_is_used()
      throws IOException {
    start(most(3).withPerAddress(3, MANY_HANDSHAKES));
    token.close();
    var answer = ask(served.client());
    var used = open(ONE);
    var idle = open(ONE);
    assertServed(used);
    var newcomer = open(ANOTHER);
    idle.awaitEnd();
    assertServed(newcomer);
    assertServed(used);
    token.open();
    assertThat(answer.join()).as("older than all, but not idle").isEqualTo(200);
  }

  @Test
  void when_all_are_used_others_are_refused_counted_by_reason_and_told_once() throws Exception {
    start(most(2).withPerAddress(2, MANY_HANDSHAKES));
    token.close();
    try (var log = new LogLines()) {
      var answers = List.of(ask(served.client()), ask(served.client()));
      for (var i = 0; i < 10; i++) {
        assertThatThrownBy(() -> open(InetAddress.getLoopbackAddress()))
            .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> open(ANOTHER)).isInstanceOf(IOException.class);
      }
      assertThat(served.proxy().refusedConnections())
          .containsEntry("address", 10L)
          .containsEntry("connections", 10L)
          .containsEntry("handshakes", 0L);
      assertThat(log.lines())
          .filteredOn(line -> line.contains("refused"))
          .singleElement()
          .satisfies(line ->
              assertThat(line)
                  .contains("the last from 127.0.0.1", "1 because their address had all")
                  .contains("[connections] of proxy.toml"));
      assertThat(scrape())
          .contains(
              "xks_connections_refused_total{reason=\"address\"} 10.0",
              "xks_connections_refused_total{reason=\"connections\"} 10.0",
              "xks_connections_displaced_total 0.0");
      token.open();
      assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(200));
    }
    assertServed(open(ANOTHER));
  }

  private List<String> scrape() throws Exception {
    var metrics = new ProxyMetrics();
    metrics.watch(served.proxy());
    try (var server = MetricsServer.start(metrics, 0);
        var http = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + server.port() + "/metrics");
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofLines())
          .body()
          .toList();
    }
  }

  @Test
  void an_http2_connection_on_which_only_pings_come_is_idle() throws IOException {
    start(new ConnectionLimits(40, 30, 30, 1, 1));
    var connection = open(ONE, "h2", NONE);
    connection.send(RawConnection.HTTP2_BEGINS);
    var end = System.nanoTime() + Eventually.PATIENCE.toNanos();
    try {
      while (true) {
        assertThat(System.nanoTime()).as("open still").isLessThan(end);
        connection.send(PING);
        connection.await(PINGED);
      }
    } catch (IOException e) {
      // It is closed.
    }
    eventually(() -> served.proxy().openConnections() == 0);
  }

  @Test
  void an_address_that_shakes_hands_too_often_is_refused_and_no_other() throws IOException {
    start(most(400).withPerAddress(400, 5));
    eventually(() -> {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), served.proxy().port(), ONE, 0)) {
        return refused("handshakes") > 0;
      }
    });
    assertServed(open(ANOTHER));
  }

  @Test
  void a_balancer_has_as_many_connections_as_there_are() throws IOException {
    start(
        most(40)
            .withPerAddress(1, 1)
            .withBalancers(List.of(AddressRange.parse("127.0.0.2")), false));
    var all = List.of(open(ONE), open(ONE), open(ONE), open(ONE), open(ONE));
    for (var connection : all) {
      assertServed(connection);
    }
    assertThat(served.proxy().displacedConnections()).isZero();
    assertThat(served.proxy().refusedConnections().values()).containsOnly(0L);
  }

  @Test
  void behind_a_balancer_the_limits_are_for_whom_it_names_and_the_log_names_them()
      throws IOException {
    start(
        most(40)
            .withPerAddress(2, MANY_HANDSHAKES)
            .withBalancers(List.of(AddressRange.parse("127.0.0.0/30")), true));
    var first = open(ONE, "http/1.1", header("203.0.113.7"));
    var other = open(ONE, "http/1.1", header("203.0.113.8"));
    var second = open(ONE, "http/1.1", header("203.0.113.7"));
    var third = open(ONE, "http/1.1", header("203.0.113.7"));
    first.awaitEnd();
    for (var connection : List.of(other, second, third)) {
      assertServed(connection);
    }
    assertThat(other.ask(UNSIGNED)).contains(" 401 ");
    assertThat(calls)
        .singleElement()
        .satisfies(call -> assertThat(call.peerAddress()).isEqualTo("203.0.113.8"));
  }

  @Test
  void a_connection_of_a_balancer_that_does_not_say_who_calls_is_refused() {
    start(most(40).withBalancers(List.of(AddressRange.parse("127.0.0.2")), true));
    assertThatThrownBy(() -> open(ONE)).isInstanceOf(IOException.class);
    assertThat(refused("proxy_header")).isEqualTo(1);
  }

  @Test
  void nobody_but_a_balancer_is_believed_who_calls() throws IOException {
    start(most(40).withBalancers(List.of(AddressRange.parse("127.0.0.2")), true));
    assertThatThrownBy(() -> open(ANOTHER, "http/1.1", header("203.0.113.7")))
        .isInstanceOf(IOException.class);
    assertThat(open(ANOTHER).ask(UNSIGNED)).contains(" 401 ");
    assertThat(calls)
        .singleElement()
        .satisfies(call -> assertThat(call.peerAddress()).isEqualTo("127.0.0.3"));
  }

  private static byte[] header(String caller) throws IOException {
    var header = new ByteArrayOutputStream();
    header.write("\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII));
    header.write(new byte[] {0x21, 0x11, 0, 12});
    header.write(InetAddress.ofLiteral(caller).getAddress());
    header.write(new byte[] {10, 0, 0, 1, 1, 2, 3, 4});
    return header.toByteArray();
  }
}
