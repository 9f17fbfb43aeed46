package org.xksworkbench.app.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.kms.KmsErrorCode;

/// The program in processes with variables of their own: a variable that leads astray, and a proxy
/// that wants a password.
class OneWayOutTest {

  private static final String[] EVERY_KIND = {"keys", "role", "web", "center", "old-center"};

  @TempDir private Path folder;
  private AwsHome home;

  @BeforeEach
  void makeHome() throws Exception {
    home = new AwsHome(Files.createDirectories(folder.resolve("home")));
  }

  @Test
  void a_listener_in_the_clear_on_this_machine_hears_nothing_whatever_the_profile()
      throws Exception {
    var heard = new AtomicInteger();
    try (var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> count(listener, heard));
      var astray = "http://localhost:" + listener.getLocalPort();
      var lines = SignInProcess.run(home.folder(), Map.of("AWS_ENDPOINT_URL", astray), EVERY_KIND);
      assertThat(lines)
          .allSatisfy(line ->
              assertThat(line)
                  .contains(KmsErrorCode.ENDPOINT_REFUSED.text())
                  .contains(astray)
                  .contains("because of AWS_ENDPOINT_URL"));
      assertThat(
              SignInProcess.run(
                  home.folder(),
                  Map.of("AWS_ENDPOINT_URL_STS", astray, "AWS_PROFILE", "keys"),
                  "role",
                  "hidden"))
          .satisfiesExactly(
              line -> assertThat(line).contains("because of AWS_ENDPOINT_URL_STS"),
              line ->
                  assertThat(line)
                      .as("a client that this program did not make")
                      .contains("refused A request to localhost was not sent", "no profile"));
    }
    assertThat(heard).hasValue(0);
  }

  @Test
  void the_proxys_password_goes_into_connect_and_to_nobody_behind_it() throws Exception {
    try (var aws =
        new AwsOnLoopback(Files.createDirectories(folder.resolve("tls")), "ada:p@ss+word")) {
      var lines =
          SignInProcess.run(
              home.folder(),
              Map.of(
                  "HTTPS_PROXY",
                  "http://ada:p%40ss+word@" + aws.proxy(),
                  "AWS_CA_BUNDLE",
                  aws.bundle().toString()),
              EVERY_KIND);
      assertThat(lines)
          .satisfiesExactly(
              line -> assertThat(line).endsWith("signed-by/AKIAKEYS"),
              line -> assertThat(line).endsWith("signed-by/ASIAOuter"),
              line -> assertThat(line).endsWith("signed-by/ASIAWeb"),
              line -> assertThat(line).endsWith("signed-by/ASIACENTER"),
              line -> assertThat(line).endsWith("signed-by/ASIACENTER"));
      assertThat(aws.logins()).isNotEmpty().containsOnly(AwsOnLoopback.basic("ada:p@ss+word"));
      assertThat(aws.requests())
          .isNotEmpty()
          .allSatisfy(request ->
              assertThat(request.head().toLowerCase(java.util.Locale.ROOT))
                  .doesNotContain("proxy-authorization"));
    }
  }

  @Test
  void an_address_of_this_computer_hands_out_credentials_past_the_proxy() throws Exception {
    var tokens = Collections.synchronizedList(new ArrayList<String>());
    var container =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    container.createContext(
        "/role",
        exchange -> {
          try (exchange) {
            tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
            var answer =
                ("{\"AccessKeyId\":\"ASIAADDRESS\",\"SecretAccessKey\":\"s\",\"Token\":\"t\","
                        + "\"Expiration\":\"2099-01-01T00:00:00Z\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
          }
        });
    container.start();
    try (var aws = new AwsOnLoopback(Files.createDirectories(folder.resolve("tls")), "")) {
      assertThat(
              SignInProcess.run(
                  home.folder(),
                  Map.of(
                      "HTTPS_PROXY",
                      aws.proxy(),
                      "AWS_CA_BUNDLE",
                      aws.bundle().toString(),
                      "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                      "http://127.0.0.1:%d/role".formatted(container.getAddress().getPort()),
                      "AWS_CONTAINER_AUTHORIZATION_TOKEN",
                      "planted-token"),
                  "environment"))
          .singleElement()
          .satisfies(line -> assertThat(line).endsWith("signed-by/ASIAADDRESS"));
      assertThat(tokens).containsExactly("planted-token");
      assertThat(aws.requests())
          .isNotEmpty()
          .allSatisfy(request -> assertThat(request.head()).doesNotContain("planted-token"));
    } finally {
      container.stop(0);
    }
  }

  @Test
  void a_wrong_password_is_sent_once_for_a_request_and_told() throws Exception {
    try (var aws = new AwsOnLoopback(Files.createDirectories(folder.resolve("tls")), "ada:right")) {
      var lines =
          SignInProcess.run(
              home.folder(),
              Map.of("HTTPS_PROXY", "http://ada:planted-secret@" + aws.proxy()),
              "keys");
      assertThat(lines.getFirst())
          .contains(KmsErrorCode.NETWORK_PROXY.text(), "HTTP 407")
          .doesNotContain("planted-secret");
      assertThat(aws.logins()).as("an account is locked after some tries").hasSize(1);
      assertThat(aws.requests()).isEmpty();
    }
  }

  private static void count(ServerSocket listener, AtomicInteger heard) {
    while (true) {
      try (var _ = listener.accept()) {
        heard.incrementAndGet();
      } catch (IOException e) {
        return;
      }
    }
  }
}
