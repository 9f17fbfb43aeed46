package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Two hundred clients at once, and a proxy that is quick, slow, too slow, and quick again. The
/// proxy's own log says who was late.
class ManyClientsTest {

  private static final String HOST = "xks.slow.test";
  private static final int CLIENTS = 200;

  /// Many times that of AWS KMS, so that a machine with other work is not taken for a slow proxy;
  /// `make load-local-kms` says 1.
  private static final int SCALE = Integer.getInteger("xksw.load.scale", 12);

  private static final Duration TIMEOUT = Duration.ofMillis(250L * SCALE);
  private static final Duration PHASE =
      Duration.ofSeconds(Integer.getInteger("xksw.load.seconds", 8)).dividedBy(4);

  private static final TestCertificates authority = new TestCertificates();
  private static final BadProxy proxy =
      new BadProxy(authority.server(HOST, Instant.now().plusSeconds(3600)));

  @RegisterExtension
  static final LocalKmsFixture fixture =
      new LocalKmsFixture()
          .with(b ->
              b.trust(List.of(authority.authority()))
                  .connectTo(HOST, proxy.address())
                  .proxyTimeout(TIMEOUT));

  /// After the slow time all is well again within two seconds.
  private static final Duration RECOVERY =
      Collections.min(List.of(Duration.ofSeconds(2), PHASE.dividedBy(2)));

  private static final int MACHINE_IS_BUSY = 6;

  private final ObjectMapper json = new ObjectMapper();

  /// @param begun after the begin of its phase
  private record ClientAnswer(int status, String requestId, JsonNode body, Duration begun) {
    String message() {
      return body.path("message").asText();
    }

    /// The local KMS says that it sent nothing.
    boolean isOurs() {
      return body.path("__type").asText().equals("ThrottlingException");
    }

    boolean succeeded() {
      return status == 200;
    }
  }

  @AfterAll
  static void stop() {
    proxy.close();
  }

  @Test
  void two_hundred_clients_hear_of_a_late_proxy_only_when_it_was_late() throws Exception {
    var store = fixture.create(r -> r.xksProxyUriEndpoint("https://" + HOST), "/public");
    fixture.connect(store);
    var key = fixture.newKey(store, "external").keyId();
    // Nobody judges a program that has just begun.
    var _ = phase(key, Duration.ofMillis(5));
    var quick = phase(key, Duration.ofMillis(5));
    var slow = phase(key, Duration.ofMillis(100));
    var late = phase(key, TIMEOUT.plusMillis(50L * SCALE));
    var again = phase(key, Duration.ofMillis(5));
    for (var phase : List.of(quick, slow, late, again)) {
      assertThat(phase).allSatisfy(told -> assertThat(told.status()).isIn(200, 400));
      assertThat(
              phase.stream()
                  .filter(Predicate.not(ClientAnswer::succeeded))
                  .filter(Predicate.not(ClientAnswer::isOurs)))
          .allSatisfy(told -> assertThat(told.message()).contains("in time"))
          .allSatisfy(told ->
              assertThat(proxy.served(told.requestId()))
                  .allSatisfy(took -> assertThat(took).isGreaterThan(TIMEOUT)));
    }
    assertThat(late).anyMatch(Predicate.not(ClientAnswer::succeeded));
    var recovered = after(RECOVERY, again);
    assertThat(recovered).isNotEmpty().allMatch(ClientAnswer::succeeded);
    assertThat(recovered.size())
        .as("as many as before the slow time, but for what else the machine has to do")
        .isGreaterThan(after(RECOVERY, quick).size() / MACHINE_IS_BUSY);
  }

  private static List<ClientAnswer> after(Duration begin, List<ClientAnswer> phase) {
    return phase.stream().filter(told -> told.begun().compareTo(begin) > 0).toList();
  }

  private List<ClientAnswer> phase(String key, Duration delay) throws Exception {
    proxy.answerAfter(delay);
    var told = new ConcurrentLinkedQueue<ClientAnswer>();
    var begin = System.nanoTime();
    var end = begin + PHASE.toNanos();
    try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var clients = Executors.newFixedThreadPool(CLIENTS)) {
      var running = new ArrayList<java.util.concurrent.Future<?>>();
      for (var i = 0; i < CLIENTS; i++) {
        running.add(
            clients.submit(() -> {
              while (System.nanoTime() < end) {
                told.add(encrypt(http, key, begin));
              }
              return null;
            }));
      }
      for (var client : running) {
        client.get(1, TimeUnit.MINUTES);
      }
    }
    return List.copyOf(told);
  }

  private ClientAnswer encrypt(HttpClient http, String key, long begin)
      throws IOException, InterruptedException {
    var begun = Duration.ofNanos(System.nanoTime() - begin);
    var answer =
        http.send(
            HttpRequest.newBuilder(fixture.localKms().endpoint())
                .header("X-Amz-Target", "TrentService.Encrypt")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"KeyId\":\"%s\",\"Plaintext\":\"QQ==\"}".formatted(key)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return new ClientAnswer(
        answer.statusCode(),
        answer.headers().firstValue("x-amzn-RequestId").orElseThrow(),
        json.readTree(answer.body()),
        begun);
  }
}
