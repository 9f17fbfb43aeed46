package org.xksworkbench.bridge.https;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.https.HttpsException.Failure;
import org.xksworkbench.bridge.xks.server.TestTls;

/// The client on a server whose bytes a test chooses.
class HttpsClientTest {

  private static final String HOST = "server.https.test";
  private static final URI ENDPOINT = URI.create("https://" + HOST);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final HttpsLimits LIMITS = new HttpsLimits(4, PATIENCE, PATIENCE);
  private static final int LONGEST = 256 * 1024;

  private static TestTls tls;

  @BeforeAll
  static void issue(@TempDir Path folder) {
    tls = TestTls.issue(folder, HOST);
  }

  @Test
  void an_answer_comes_with_its_status_and_what_it_says_it_is() throws Exception {
    try (var server = server("HTTP/1.1 404 Not Found", "Content-Type: text/plain", "none");
        var client = client(server)) {
      var reply = client.send(post()).orElseThrow();
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.contentType()).isEqualTo("text/plain");
      assertThat(reply.body()).asString().isEqualTo("none");
    }
  }

  @Test
  void what_is_posted_is_json_with_its_length_and_the_name_of_the_host() throws Exception {
    try (var server = server("HTTP/1.1 200 OK", "A: b", "{}");
        var client = client(server)) {
      assertThat(client.send(post())).isPresent();
      assertThat(server.heads())
          .singleElement()
          .asString()
          .startsWith("POST /path HTTP/1.1\r\n")
          .contains("Host: " + HOST + "\r\n")
          .contains("Content-Type: application/json")
          .contains("Content-Length: 2\r\n");
    }
  }

  @Test
  void a_get_tells_of_no_body() throws Exception {
    try (var server = server("HTTP/1.1 200 OK", "A: b", "{}");
        var client = client(server)) {
      assertThat(client.send(HttpsRequest.get(ENDPOINT.resolve("/ping")))).isPresent();
      assertThat(server.heads())
          .singleElement()
          .asString()
          .startsWith("GET /ping HTTP/1.1\r\n")
          .doesNotContain("Content-");
    }
  }

  @Test
  void an_answer_that_can_have_no_body_is_there_with_its_head() throws Exception {
    try (var server = raw("HTTP/1.1 204 No Content\r\n\r\n", false);
        var client = client(server)) {
      assertThat(client.send(post()).orElseThrow().status()).isEqualTo(204);
    }
  }

  @Test
  void as_much_as_256_kib_is_read_and_not_more() throws Exception {
    try (var longest = server("HTTP/1.1 200 OK", "A: b", "x".repeat(LONGEST));
        var longer = server("HTTP/1.1 200 OK", "A: b", "x".repeat(LONGEST + 1));
        var client = client(longest);
        var other = client(longer)) {
      assertThat(client.send(post()).orElseThrow().body()).hasSize(LONGEST);
      assertFails(other, Failure.NO_HTTP, "256 KiB");
    }
  }

  @Test
  void an_answer_that_does_not_come_in_time_is_none() throws Exception {
    try (var server = raw("", false);
        var client =
            new HttpsClient(
                TrustedAuthorities.only(List.of(tls.authority())),
                Destinations.of(ENDPOINT, Optional.of(server.address())),
                new HttpsLimits(1, PATIENCE, Duration.ofMillis(200)))) {
      assertThat(client.send(post())).isEmpty();
    }
  }

  @Test
  void a_request_that_finds_no_free_connection_is_not_sent() throws Exception {
    try (var server = raw("", false);
        var client =
            new HttpsClient(
                TrustedAuthorities.only(List.of(tls.authority())),
                Destinations.of(ENDPOINT, Optional.of(server.address())),
                new HttpsLimits(0, Duration.ZERO, PATIENCE))) {
      assertFails(client, Failure.NOT_SENT, "none of 0 connections to the server was free");
    }
  }

  @Test
  void a_connection_that_was_closed_while_it_lay_idle_fails_no_request() throws Exception {
    try (var server = raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", true);
        var client = client(server)) {
      for (var i = 0; i < 3; i++) {
        assertThat(client.send(post()).orElseThrow().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void what_is_no_http_is_no_answer() throws Exception {
    try (var server = raw("220 mail.example.com ESMTP\r\n\r\n", true);
        var client = client(server)) {
      assertThatExceptionOfType(HttpsException.class).isThrownBy(() -> client.send(post()));
    }
  }

  @Test
  void a_certificate_for_another_host_is_refused() throws Exception {
    var other = URI.create("https://other.https.test");
    try (var server = server("HTTP/1.1 200 OK", "A: b", "{}");
        var client = client(TrustedAuthorities.only(List.of(tls.authority())), other, server)) {
      assertThatExceptionOfType(HttpsException.class)
          .isThrownBy(() -> client.send(HttpsRequest.get(other.resolve("/ping"))))
          .returns(Failure.NO_TLS, HttpsException::failure);
      assertThat(server.heads()).isEmpty();
    }
  }

  @Test
  void a_certificate_of_an_authority_that_is_not_given_is_refused() throws Exception {
    try (var server = server("HTTP/1.1 200 OK", "A: b", "{}");
        var client = client(TrustedAuthorities.ofThisJava(), ENDPOINT, server)) {
      assertFails(client, Failure.NO_TLS, "");
      assertThat(server.heads()).isEmpty();
    }
  }

  @Test
  void where_nobody_listens_there_is_no_connection() throws Exception {
    InetSocketAddress nobody;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = (InetSocketAddress) socket.getLocalSocketAddress();
    }
    try (var client =
        new HttpsClient(
            TrustedAuthorities.ofThisJava(),
            Destinations.of(ENDPOINT, Optional.of(nobody)),
            LIMITS)) {
      assertFails(client, Failure.NO_CONNECTION, "");
    }
  }

  @Test
  void a_handshake_offers_one_suite_alone() throws Exception {
    try (var server = server("HTTP/1.1 200 OK", "A: b", "{}");
        var client = client(server)) {
      assertThatCode(
              () -> client.handshake(ENDPOINT, new TlsOffer("TLSv1.3", "TLS_AES_256_GCM_SHA384")))
          .doesNotThrowAnyException();
      assertThatExceptionOfType(SSLException.class)
          .as("the key of the certificate is on an elliptic curve")
          .isThrownBy(() ->
              client.handshake(
                  ENDPOINT, new TlsOffer("TLSv1.2", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")));
      assertThat(server.heads()).isEmpty();
    }
  }

  @Test
  void no_text_of_a_signing_tells_the_secret() {
    assertThat(RequestSigning.ofAwsKms("A".repeat(20), "its-secret", "us-east-1"))
        .asString()
        .contains("A".repeat(20))
        .doesNotContain("its-secret");
  }

  private static void assertFails(HttpsClient client, Failure failure, String why) {
    assertThatExceptionOfType(HttpsException.class)
        .isThrownBy(() -> client.send(post()))
        .returns(failure, HttpsException::failure)
        .satisfies(e -> assertThat(e.why()).contains(why));
  }

  private static HttpsRequest post() {
    return HttpsRequest.post(
        ENDPOINT.resolve("/path"), Map.of(), "{}".getBytes(StandardCharsets.UTF_8));
  }

  private static HttpsClient client(RawServer server) throws Exception {
    return client(TrustedAuthorities.only(List.of(tls.authority())), ENDPOINT, server);
  }

  private static HttpsClient client(TrustedAuthorities trusted, URI endpoint, RawServer server) {
    return new HttpsClient(
        trusted, Destinations.of(endpoint, Optional.of(server.address())), LIMITS);
  }

  private static RawServer server(String status, String header, String body) throws Exception {
    return raw(
        "%s\r\n%s\r\nContent-Length: %d\r\n\r\n%s".formatted(status, header, body.length(), body),
        false);
  }

  private static RawServer raw(String answer, boolean hangsUp) throws Exception {
    return new RawServer(tls.serverContext(), answer.getBytes(StandardCharsets.US_ASCII), hangsUp);
  }
}
