package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.localkms.wire.AccessLog;
import software.amazon.awssdk.core.SdkBytes;

/// Who is answered, who is not, and what is logged.
class WireTest {

  @RegisterExtension static final LocalKmsFixture fixture = new LocalKmsFixture();

  @Test
  void a_web_page_in_a_browser_is_not_answered() {
    var request =
        HttpRequest.newBuilder(fixture.localKms().endpoint())
            .header("Origin", "https://evil.example")
            .header("X-Amz-Target", "TrentService.ListKeys")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    assertThat(LocalKmsFixture.send(request).statusCode()).isEqualTo(403);
  }

  @Test
  void a_name_that_was_rebound_to_this_machine_is_not_answered() throws IOException {
    var port = fixture.localKms().endpoint().getPort();
    assertThat(statusFor("evil.example:" + port)).startsWith("HTTP/1.1 403");
    assertThat(statusFor("127.0.0.1:" + (port + 1))).startsWith("HTTP/1.1 403");
    assertThat(statusFor("127.0.0.1")).startsWith("HTTP/1.1 403");
    assertThat(statusFor("127.0.0.1:" + port)).startsWith("HTTP/1.1 200");
    assertThat(statusFor("localhost:" + port)).startsWith("HTTP/1.1 200");
  }

  @Test
  void a_browser_that_looks_in_is_told_what_this_is() {
    var answer =
        LocalKmsFixture.send(HttpRequest.newBuilder(fixture.localKms().endpoint()).GET().build());
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.body()).contains("not AWS");
  }

  @Test
  void it_listens_on_loopback_only() {
    assertThat(fixture.localKms().endpoint().getHost()).isEqualTo("127.0.0.1");
    assertThatThrownBy(() -> LocalKms.builder().bind(InetAddress.ofLiteral("0.0.0.0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("loopback");
    try (var six = fixture.builder().bind(InetAddress.ofLiteral("::1")).start();
        var kms = fixture.kmsClient(six.endpoint())) {
      assertThat(kms.listKeys().keys()).isEmpty();
    }
  }

  @Test
  void a_request_of_more_than_a_mebibyte_is_refused() {
    var answer = fixture.post("TrentService.ListKeys", " ".repeat(1024 * 1024 + 1));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("1 MiB");
  }

  @Test
  void a_body_of_eight_mebibytes_is_answered_with_an_error_and_not_cut_off() {
    var answer = fixture.post("TrentService.ListKeys", " ".repeat(8 * 1024 * 1024));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("RequestEntityTooLargeException");
  }

  @Test
  void a_client_that_speaks_tls_is_answered_at_once_and_the_log_says_what_is_wrong()
      throws IOException {
    var log = (Logger) LoggerFactory.getLogger("org.xksworkbench.bridge.localkms.wire");
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    log.addAppender(lines);
    try (var socket =
        new Socket(InetAddress.getLoopbackAddress(), fixture.localKms().endpoint().getPort())) {
      socket.setSoTimeout(60_000);
      // the first bytes of a ClientHello
      socket.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1, 0, 1});
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 400");
      assertThat(lines.list)
          .anySatisfy(line -> assertThat(line.getFormattedMessage()).contains("http://"));
    } finally {
      log.detachAppender(lines);
    }
  }

  @Test
  void two_hundred_connections_that_open_at_once_are_all_answered() throws IOException {
    var sockets = new ArrayList<Socket>();
    try {
      for (var i = 0; i < 200; i++) {
        sockets.add(
            new Socket(InetAddress.getLoopbackAddress(), fixture.localKms().endpoint().getPort()));
      }
      var request = request("localhost:" + fixture.localKms().endpoint().getPort());
      for (var socket : sockets) {
        socket.getOutputStream().write(request);
      }
      for (var socket : sockets) {
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
            .startsWith("HTTP/1.1 200");
      }
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void every_request_leaves_one_line_without_plaintext_or_secret() throws IOException {
    var log = (Logger) LoggerFactory.getLogger(AccessLog.NAME);
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    log.setLevel(Level.INFO);
    log.addAppender(lines);
    try {
      var key = fixture.newKey();
      var plaintext = SdkBytes.fromUtf8String("not for the log");
      var encrypted =
          fixture
              .kms()
              .encrypt(r ->
                  r.keyId(key.keyId()).plaintext(plaintext).encryptionContext(Map.of("x", "y")));
      fixture.post("TrentService.EnableKey", "{\"KeyId\":\"line\\nbreak\"}");
      fixture.createStore("/h");
      assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage).hasSize(4);
      var line = parsed(lines.list.get(1));
      assertThat(line.path("operation").asText()).isEqualTo("Encrypt");
      assertThat(line.path("requestId").asText())
          .isEqualTo(encrypted.responseMetadata().requestId());
      assertThat(line.path("resource").asText()).isEqualTo(key.arn());
      assertThat(line.path("status").asInt()).isEqualTo(200);
      assertThat(line.path("proxy").path(0).asText()).startsWith("Encrypt 200");
      assertThat(parsed(lines.list.get(2)).path("error").asText()).isEqualTo("NotFoundException");
      assertThat(lines.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .allSatisfy(text ->
              assertThat(text)
                  .doesNotContain("\n")
                  .doesNotContain("not for the log")
                  .doesNotContain(
                      java.util.Base64.getEncoder().encodeToString(plaintext.asByteArray()))
                  .doesNotContain(fixture.credential().secretAccessKey()));
    } finally {
      log.detachAppender(lines);
      log.setLevel(null);
    }
  }

  private static JsonNode parsed(ILoggingEvent event) throws IOException {
    return new ObjectMapper().readTree(event.getFormattedMessage());
  }

  private static String statusFor(String host) throws IOException {
    try (var socket =
        new Socket(InetAddress.getLoopbackAddress(), fixture.localKms().endpoint().getPort())) {
      socket.getOutputStream().write(request(host));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static byte[] request(String host) {
    return "POST / HTTP/1.1\r\nHost: %s\r\nX-Amz-Target: TrentService.ListKeys\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
        .formatted(host)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
