package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.assertFault;

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
import software.amazon.awssdk.services.kms.model.GetKeyLastUsageResponse;
import software.amazon.awssdk.services.kms.model.KeyLastUsageData;
import software.amazon.awssdk.services.kms.model.KeyLastUsageTrackingOperation;

/// GetKeyLastUsage.
class LastUsageTest {

  @RegisterExtension static final LocalKmsFixture fixture = new LocalKmsFixture();

  private static final SdkBytes TEXT = SdkBytes.fromUtf8String("attack at dawn");

  private static final KeyLastUsageData NONE = KeyLastUsageData.builder().build();

  @TempDir Path folder;

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
  void a_key_that_was_never_used_says_so_since_its_creation() {
    clock.advance(Duration.ofHours(1));
    var key = newKey();
    var told = lastUsage(key);
    assertThat(told.keyId()).isEqualTo(key);
    assertThat(told.keyLastUsage()).isEqualTo(NONE);
    assertThat(told.trackingStartDate()).isEqualTo(clock.instant());
    assertThat(told.keyCreationDate()).isEqualTo(clock.instant());
  }

  @Test
  void the_last_use_is_told_with_its_request_and_its_event() {
    var key = newKey();
    var blob = kms.encrypt(r -> r.keyId(key).plaintext(TEXT)).ciphertextBlob();
    clock.advance(Duration.ofDays(2));
    var used = clock.instant();
    var decrypted = kms.decrypt(r -> r.ciphertextBlob(blob));
    clock.advance(Duration.ofMinutes(1));
    // Neither reads nor failures count.
    kms.describeKey(r -> r.keyId(key));
    assertThatThrownBy(() -> kms.encrypt(r -> r.keyId(key).plaintext(TEXT).dryRun(true)))
        .hasMessageContaining("DryRun");
    assertThatThrownBy(() -> kms.decrypt(r -> r.ciphertextBlob(TEXT))).isNotNull();
    var usage = lastUsage(key).keyLastUsage();
    assertThat(usage.operation()).isEqualTo(KeyLastUsageTrackingOperation.DECRYPT);
    assertThat(usage.timestamp()).isEqualTo(used);
    assertThat(usage.kmsRequestId()).isEqualTo(decrypted.responseMetadata().requestId());
    var trail = fixture.client(CloudTrailClient.builder(), local.endpoint());
    var byEvent =
        LookupAttribute.builder()
            .attributeKey(LookupAttributeKey.EVENT_ID)
            .attributeValue(usage.cloudTrailEventId())
            .build();
    assertThat(trail.lookupEvents(r -> r.lookupAttributes(byEvent)).events())
        .singleElement()
        .satisfies(event -> assertThat(event.eventName()).isEqualTo("Decrypt"));
  }

  @Test
  void re_encrypting_uses_both_keys() {
    var from = newKey();
    var to = newKey();
    var blob = kms.encrypt(r -> r.keyId(from).plaintext(TEXT)).ciphertextBlob();
    kms.reEncrypt(r -> r.ciphertextBlob(blob).destinationKeyId(to));
    for (var key : new String[] {from, to}) {
      assertThat(lastUsage(key).keyLastUsage().operation())
          .isEqualTo(KeyLastUsageTrackingOperation.RE_ENCRYPT);
    }
  }

  @Test
  void tracking_begins_anew_with_a_restart_and_says_so() {
    var key = newKey();
    var created = clock.instant();
    kms.encrypt(r -> r.keyId(key).plaintext(TEXT));
    stop();
    clock.advance(Duration.ofDays(1));
    start();
    var told = lastUsage(key);
    assertThat(told.keyLastUsage()).isEqualTo(NONE);
    assertThat(told.keyCreationDate()).isEqualTo(created);
    assertThat(told.trackingStartDate()).isEqualTo(clock.instant());
  }

  @Test
  void neither_an_alias_nor_a_key_that_is_not_there_is_told_of() {
    var key = newKey();
    kms.createAlias(r -> r.aliasName("alias/used").targetKeyId(key));
    assertFault("InvalidArnException", () -> lastUsage("alias/used"));
    assertFault("NotFoundException", () -> lastUsage("11111111-2222-3333-4444-555555555555"));
  }

  private String newKey() {
    return kms.createKey(_ -> {}).keyMetadata().keyId();
  }

  private GetKeyLastUsageResponse lastUsage(String key) {
    return kms.getKeyLastUsage(r -> r.keyId(key));
  }
}
