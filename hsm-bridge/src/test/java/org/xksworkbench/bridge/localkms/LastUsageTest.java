package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttributeKey;
import software.amazon.awssdk.services.kms.KmsClient;

/// GetKeyLastUsage, which the SDK of these tests does not have yet.
class LastUsageTest {

  @RegisterExtension static final LocalKmsFixture fixture = new LocalKmsFixture();

  private static final SdkBytes TEXT = SdkBytes.fromUtf8String("attack at dawn");

  @TempDir Path folder;

  private final ObjectMapper json = new ObjectMapper();
  private final AdjustableClock clock = new AdjustableClock();
  private LocalKms local;
  private KmsClient kms;

  @BeforeEach
  void start() {
    local = fixture.builder().clock(clock).stateFile(folder.resolve("state.json")).start();
    kms = fixture.kmsClient(local.endpoint());
  }

  @AfterEach
  void stop() {
    kms.close();
    local.close();
  }

  @Test
  void a_key_that_was_never_used_says_so_since_its_creation() throws Exception {
    clock.advance(Duration.ofHours(1));
    var key = newKey();
    var told = lastUsage(key);
    assertThat(told.path("KeyId").asText()).isEqualTo(key);
    assertThat(told.path("KeyLastUsage").isObject()).isTrue();
    assertThat(told.path("KeyLastUsage")).isEmpty();
    assertThat(told.path("TrackingStartDate").asDouble()).isEqualTo(now());
    assertThat(told.path("KeyCreationDate").asDouble()).isEqualTo(now());
  }

  @Test
  void the_last_use_is_told_with_its_request_and_its_event() throws Exception {
    var key = newKey();
    var blob = kms.encrypt(r -> r.keyId(key).plaintext(TEXT)).ciphertextBlob();
    clock.advance(Duration.ofDays(2));
    var used = now();
    var decrypted = kms.decrypt(r -> r.ciphertextBlob(blob));
    clock.advance(Duration.ofMinutes(1));
    // Neither reads nor failures count.
    kms.describeKey(r -> r.keyId(key));
    assertThatThrownBy(() -> kms.encrypt(r -> r.keyId(key).plaintext(TEXT).dryRun(true)))
        .hasMessageContaining("DryRun");
    assertThatThrownBy(() -> kms.decrypt(r -> r.ciphertextBlob(TEXT))).isNotNull();
    var usage = lastUsage(key).path("KeyLastUsage");
    assertThat(usage.path("Operation").asText()).isEqualTo("Decrypt");
    assertThat(usage.path("Timestamp").asDouble()).isEqualTo(used);
    assertThat(usage.path("KmsRequestId").asText())
        .isEqualTo(decrypted.responseMetadata().requestId());
    var trail = fixture.client(CloudTrailClient.builder(), local.endpoint());
    var byEvent =
        LookupAttribute.builder()
            .attributeKey(LookupAttributeKey.EVENT_ID)
            .attributeValue(usage.path("CloudTrailEventId").asText())
            .build();
    assertThat(trail.lookupEvents(r -> r.lookupAttributes(byEvent)).events())
        .singleElement()
        .satisfies(event -> assertThat(event.eventName()).isEqualTo("Decrypt"));
  }

  @Test
  void re_encrypting_uses_both_keys() throws Exception {
    var from = newKey();
    var to = newKey();
    var blob = kms.encrypt(r -> r.keyId(from).plaintext(TEXT)).ciphertextBlob();
    kms.reEncrypt(r -> r.ciphertextBlob(blob).destinationKeyId(to));
    for (var key : new String[] {from, to}) {
      assertThat(lastUsage(key).path("KeyLastUsage").path("Operation").asText())
          .isEqualTo("ReEncrypt");
    }
  }

  @Test
  void tracking_begins_anew_with_a_restart_and_says_so() throws Exception {
    var key = newKey();
    var created = now();
    kms.encrypt(r -> r.keyId(key).plaintext(TEXT));
    stop();
    clock.advance(Duration.ofDays(1));
    start();
    var told = lastUsage(key);
    assertThat(told.path("KeyLastUsage")).isEmpty();
    assertThat(told.path("KeyCreationDate").asDouble()).isEqualTo(created);
    assertThat(told.path("TrackingStartDate").asDouble()).isEqualTo(now());
  }

  @Test
  void neither_an_alias_nor_a_key_that_is_not_there_is_told_of() throws Exception {
    var key = newKey();
    kms.createAlias(r -> r.aliasName("alias/used").targetKeyId(key));
    assertThat(ask("alias/used").body()).contains("\"InvalidArnException\"");
    assertThat(ask("11111111-2222-3333-4444-555555555555").body())
        .contains("\"NotFoundException\"");
  }

  private String newKey() {
    return kms.createKey(_ -> {}).keyMetadata().keyId();
  }

  private double now() {
    return clock.instant().getEpochSecond();
  }

  private JsonNode lastUsage(String key) throws Exception {
    var answer = ask(key);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json.readTree(answer.body());
  }

  private HttpResponse<String> ask(String key) {
    return LocalKmsFixture.send(
        HttpRequest.newBuilder(local.endpoint())
            .header("X-Amz-Target", "TrentService.GetKeyLastUsage")
            .POST(HttpRequest.BodyPublishers.ofString("{\"KeyId\":\"%s\"}".formatted(key)))
            .build());
  }
}
