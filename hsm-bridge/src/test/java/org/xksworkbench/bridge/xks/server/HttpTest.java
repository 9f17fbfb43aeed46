package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xksworkbench.bridge.Eventually.eventually;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.bridge.LogLines;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.xks.audit.XksCall;

/// HTTP/1.1 and HTTP/2, and how connections end.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpTest {

  private static final byte[] TEXT = "Hello World!".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NONE = new byte[0];
  private static final ConnectionLimits IMPATIENT =
      new ConnectionLimits(64, 1, 1, 30, 5).withPerAddress(64, 1000);

  private final List<XksCall> calls = new CopyOnWriteArrayList<>();
  private Path folder;
  private ServedToken served;

  @BeforeAll
  void start(@TempDir Path temporary) {
    folder = temporary;
    served =
        ServedToken.start(
            folder, builder -> builder.connectionLimits(IMPATIENT).listener(calls::add));
  }

  @AfterAll
  void stop() {
    served.close();
  }

  private SSLSocket connect() throws IOException {
    var socket =
        (SSLSocket)
            XksTestClient.tls(served.tls().issued().caPem(), null)
                .getSocketFactory()
                .createSocket("localhost", served.proxy().port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static String read(SSLSocket socket) throws IOException {
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("the connection stays open", e);
    }
  }

  @Test
  void http2_serves_what_http1_does() {
    var client = served.http2Client();
    var encrypted = client.encrypt("key-1", TEXT, NONE, true);
    assertThat(encrypted.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(encrypted.status()).isEqualTo(200);
    assertThat(client.decrypt("key-1", encrypted, NONE).bytes("plaintext")).isEqualTo(TEXT);
    assertThat(served.client().decrypt("key-1", encrypted, NONE).bytes("plaintext"))
        .isEqualTo(TEXT);
    assertThat(client.metadata("no-such-key").status()).isEqualTo(404);
    assertThat(client.signedBy(TestCredentials.fresh()).health().status()).isEqualTo(401);
  }

  @Test
  void http2_answers_many_streams_of_one_connection() throws IOException {
    try (var own = ServedToken.start(folder, _ -> {})) {
      var client = own.http2Client();
      var request =
          client.signed(
              "/health",
              XksTestClient.request("KmsHealthCheck").toString().getBytes(StandardCharsets.UTF_8));
      assertThat(client.send(request).status()).isEqualTo(200);
      assertThat(own.proxy().openConnections()).isOne();
      var answers =
          java.util.stream.Stream.generate(() -> client.sendAsync(request)).limit(50).toList();
      assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(200));
      assertThat(own.proxy().openConnections()).isOne();
    }
  }

  @Test
  void a_body_above_the_cap_is_refused_over_http2_too() {
    var answer = served.http2Client().postBytes("/health", new byte[256 * 1024 + 1]);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errorName()).isEqualTo("ValidationException");
  }

  @Test
  void a_get_of_an_operation_is_405_and_says_what_is_allowed() throws IOException {
    try (var socket = connect()) {
      socket
          .getOutputStream()
          .write(
              "GET /payments/kms/xks/v1/health HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(read(socket)).startsWith("HTTP/1.1 405 ").containsIgnoringCase("allow: POST");
    }
    assertThat(calls).anySatisfy(call -> assertThat(call.httpStatus()).isEqualTo(405));
  }

  @Test
  void the_path_is_checked_before_the_method_and_the_method_before_the_signature()
      throws IOException {
    var get = HttpRequest.newBuilder(served.client().uri("/kms/xks/v1/nothing")).GET().build();
    assertThat(served.client().send(get).errorName()).isEqualTo("InvalidUriPathException");
    var put =
        HttpRequest.newBuilder(served.client().uri("/kms/xks/v1/keys/key-1/encrypt"))
            .PUT(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    assertThat(served.client().send(put).status()).isEqualTo(405);
  }

  @Test
  void the_signature_is_checked_before_the_json() {
    var wrong = served.client().signedBy(TestCredentials.fresh());
    assertThat(wrong.postBytes("/health", "{".getBytes(StandardCharsets.UTF_8)).status())
        .isEqualTo(401);
    assertThat(served.client().postBytes("/health", "{".getBytes(StandardCharsets.UTF_8)).status())
        .isEqualTo(400);
  }

  @Test
  void what_is_no_http_is_refused_and_the_connection_closed() throws IOException {
    try (var socket = connect()) {
      socket.getOutputStream().write("no http at all\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(read(socket)).startsWith("HTTP/1.1 400 ").contains("ValidationException");
    }
  }

  @Test
  void requests_that_come_together_are_answered_in_their_order() throws IOException {
    try (var socket = connect()) {
      var unsigned =
          "POST /payments/kms/xks/v1/health HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}";
      var ping = "GET /ping HTTP/1.1\r\nHost: h\r\n\r\n";
      var last = "GET /nothing HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
      socket
          .getOutputStream()
          .write(
              (unsigned + ping + unsigned + ping + ping + last)
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(read(socket).lines().filter(line -> line.contains("HTTP/1.1 ")))
          .extracting(line -> line.replaceFirst(".*HTTP/1.1 (\\d+).*", "$1"))
          .containsExactly("401", "200", "401", "200", "200", "404");
    }
  }

  @Test
  void ping_answers_get_and_head_without_a_signature_and_nothing_else() {
    var ping = served.client().uri("").resolve("/ping");
    var get = HttpRequest.newBuilder(ping).GET().build();
    var head = HttpRequest.newBuilder(ping).HEAD().build();
    var post = HttpRequest.newBuilder(ping).POST(HttpRequest.BodyPublishers.noBody()).build();
    assertThat(served.client().send(get).status()).isEqualTo(200);
    assertThat(served.client().send(head).status()).isEqualTo(200);
    assertThat(served.client().send(post).status()).isEqualTo(405);
  }

  @Test
  void a_request_that_does_not_come_to_its_end_is_closed() throws IOException {
    try (var socket = connect()) {
      socket.getOutputStream().write("POST /payments".getBytes(StandardCharsets.US_ASCII));
      assertThat(read(socket)).isEmpty();
    }
  }

  @Test
  void an_8_mib_body_is_refused_before_it_is_read() throws IOException {
    try (var socket = connect()) {
      socket
          .getOutputStream()
          .write(
              ("POST /payments/kms/xks/v1/health HTTP/1.1\r\nHost: h\r\nContent-Length: "
                      + 8 * 1024 * 1024
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(read(socket)).startsWith("HTTP/1.1 400 ").contains("256 KiB");
    }
  }

  @Test
  void a_chunked_body_is_refused_as_soon_as_it_exceeds_the_cap() throws IOException {
    try (var socket = connect()) {
      var out = socket.getOutputStream();
      out.write(
          ("POST /payments/kms/xks/v1/health HTTP/1.1\r\nHost: h\r\n"
                  + "Transfer-Encoding: chunked\r\n\r\n40001\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.write(new byte[0x40001]);
      out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(read(socket)).startsWith("HTTP/1.1 400 ").contains("ValidationException");
    }
  }

  private RawConnection raw(String protocol) throws IOException {
    return new RawConnection(
        XksTestClient.tls(served.tls().issued().caPem(), null), served.proxy().port(), protocol);
  }

  /// Before, each was a stack trace of twenty lines, written by whoever liked to.
  @ParameterizedTest
  @ValueSource(strings = {"h2", "http/1.1"})
  void a_connection_that_its_caller_resets_is_counted_and_not_written_about(String protocol)
      throws IOException {
    try (var said = new LogLines();
        var connection = raw(protocol)) {
      var before = served.proxy().brokenConnections();
      if (protocol.equals("h2")) {
        connection.send(RawConnection.HTTP2_BEGINS);
        // Else the proxy may learn of the end by writing, which is no breach of rules.
        connection.await(RawConnection.SETTINGS_TAKEN);
      } else {
        assertThat(connection.ping()).contains(" 200 ");
      }
      connection.reset();
      eventually(() -> served.proxy().brokenConnections() > before);
      assertThat(said.lines()).noneMatch(line -> line.contains("xception"));
    }
  }

  @Test
  void what_is_no_http2_is_counted_and_not_written_about_and_its_connection_closed()
      throws IOException {
    try (var said = new LogLines();
        var connection = raw("h2")) {
      var before = served.proxy().brokenConnections();
      connection.send("this is not how HTTP/2 begins, and never was");
      connection.awaitEnd();
      eventually(() -> served.proxy().brokenConnections() > before);
      assertThat(said.lines()).noneMatch(line -> line.contains("xception"));
    }
  }

  /// A token that waits in the middle of an encryption until it is told to go on. Encrypts [#TEXT]
  /// when it may; the health check has a text of its own.
  private static HsmSession waiting(HsmSession session, CountDownLatch began, CountDownLatch go) {
    return (HsmSession)
        Proxy.newProxyInstance(
            HttpTest.class.getClassLoader(),
            new Class<?>[] {HsmSession.class},
            (_, method, arguments) -> {
              if (method.getName().equals("sealGcm")
                  && arguments[2] instanceof byte[] plaintext
                  && Arrays.equals(plaintext, TEXT)) {
                began.countDown();
                go.await();
              }
              try {
                return method.invoke(session, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpClient.Version.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void a_request_under_way_is_answered_when_clients_need_a_certificate_from_now_on(
      HttpClient.Version version) throws Exception {
    var began = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    try (var asking =
        ServedToken.start(folder, waiting(SoftHsm.newSession(), began, go), _ -> {})) {
      var client = version == HttpClient.Version.HTTP_2 ? asking.http2Client() : asking.client();
      var answer = CompletableFuture.supplyAsync(() -> client.encrypt("key-1", TEXT, NONE, false));
      began.await();
      var authority =
          Files.writeString(folder.resolve("clients.pem"), asking.tls().issued().caPem());
      asking
          .proxy()
          .serve(
              new ServedConfiguration(
                  List.of(
                      new XksPrefix(
                          "/payments", List.of(asking.credential()), new KeyAdmission.FitKeys())),
                  new TlsSettings(
                      asking.tls().identity(),
                      TlsSettings.Engine.AUTO,
                      Optional.of(new TlsSettings.ClientAuthentication(authority, "nobody"))),
                  Optional.empty()));
      go.countDown();
      assertThat(answer.join().status()).isEqualTo(200);
      eventually(() -> asking.proxy().openConnections() == 0);
      assertThatThrownBy(client::health).hasRootCauseInstanceOf(IOException.class);
    }
  }

  @Test
  void a_stop_lets_a_request_that_is_being_answered_finish() throws Exception {
    var session = SoftHsm.newSession();
    var began = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var stopping = ServedToken.start(folder, waiting(session, began, go), _ -> {});
    var client = stopping.client();
    var answer = CompletableFuture.supplyAsync(() -> client.encrypt("key-1", TEXT, NONE, false));
    began.await();
    var stopped = CompletableFuture.runAsync(stopping::close);
    eventually(() -> {
      try (var socket = new java.net.Socket("localhost", stopping.proxy().port())) {
        return false;
      } catch (IOException e) {
        return true;
      }
    });
    go.countDown();
    assertThat(answer.join().status()).isEqualTo(200);
    stopped.join();
  }
}
