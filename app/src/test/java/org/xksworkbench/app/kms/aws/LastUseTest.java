package org.xksworkbench.app.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.LastUse;
import org.xksworkbench.bridge.localkms.LocalKms;
import org.xksworkbench.bridge.localkms.faults.Fault;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/// GetKeyLastUsage, asked of the local KMS by the AWS SDK.
class LastUseTest {

  private static final Instant THEN = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path folder;

  private LocalKms local;
  private KeyManagement kms;

  @BeforeEach
  void start() {
    startAt(Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    kms.close();
    local.close();
  }

  @Test
  void a_key_that_was_used_tells_when_by_what_and_by_which_request() {
    var key = newKey();
    var before = Instant.now().minusSeconds(1);
    var used = kms.encrypt(key, new byte[] {1}, Map.of());
    assertThat(kms.lastUse(key))
        .asInstanceOf(type(LastUse.Used.class))
        .satisfies(
            use -> assertThat(use.operation()).isEqualTo("Encrypt"),
            use -> assertThat(use.at()).isBetween(before, Instant.now()),
            use -> assertThat(use.requestId()).isEqualTo(used.requestId()),
            use -> assertThat(use.cloudTrailEventId()).isNotEmpty());
    kms.decrypt(key, used.value(), Map.of());
    assertThat(kms.lastUse(key))
        .asInstanceOf(type(LastUse.Used.class))
        .extracting(LastUse.Used::operation)
        .isEqualTo("Decrypt");
  }

  @Test
  void a_key_whose_whole_life_was_tracked_was_never_used() {
    assertThat(kms.lastUse(newKey())).isEqualTo(new LastUse.NeverUsed());
  }

  @Test
  void a_key_that_is_older_than_the_tracking_was_not_used_since() {
    stop();
    startAt(Clock.fixed(THEN, ZoneOffset.UTC));
    var key = newKey();
    kms.encrypt(key, new byte[] {1}, Map.of());
    stop();
    var later = THEN.plus(Duration.ofDays(1));
    startAt(Clock.fixed(later, ZoneOffset.UTC));
    assertThat(kms.lastUse(key)).isEqualTo(new LastUse.NotSince(later));
  }

  @ParameterizedTest
  @CsvSource({
    "AccessDeniedException, DENIED",
    "UnknownOperationException, NO_SUCH_OPERATION",
    "InvalidAction, NO_SUCH_OPERATION"
  })
  void that_it_may_not_be_asked_or_is_not_there_is_an_answer(String code, LastUse.Why why) {
    var key = newKey();
    local.faults().set(List.of(new Fault.ErrorResponse(Optional.of("GetKeyLastUsage"), code)));
    assertThat(kms.lastUse(key)).isEqualTo(new LastUse.NotKnown(why));
    assertThat(kms.key(key).keyId()).as("nothing else is lost").isEqualTo(key);
  }

  @Test
  void so_is_http_501_as_LocalStack_answers() throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var body =
              """
              {"__type": "InternalFailure", "message": "API action 'GetKeyLastUsage' for service \
              'kms' not yet implemented"}\
              """
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(501, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    var there = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (var other =
        AwsKeyManagement.open(new AwsConnection.LocalKmsConnection(there, LocalKms.REGION))) {
      assertThat(other.lastUse("11111111-2222-3333-4444-555555555555"))
          .isEqualTo(new LastUse.NotKnown(LastUse.Why.NO_SUCH_OPERATION));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void any_other_failure_stays_one() {
    assertThatThrownBy(() -> kms.lastUse("11111111-2222-3333-4444-555555555555"))
        .asInstanceOf(type(KmsException.class))
        .extracting(KmsException::code)
        .isEqualTo("NotFoundException");
  }

  private void startAt(Clock clock) {
    local = LocalKms.builder().clock(clock).stateFile(folder.resolve("state.json")).start();
    kms =
        AwsKeyManagement.open(
            new AwsConnection.LocalKmsConnection(local.endpoint(), LocalKms.REGION));
  }

  /// An ordinary one: no proxy is needed.
  private String newKey() {
    try (var client =
        KmsClient.builder()
            .endpointOverride(local.endpoint())
            .region(Region.of(LocalKms.REGION))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .build()) {
      return client.createKey(_ -> {}).keyMetadata().keyId();
    }
  }
}
