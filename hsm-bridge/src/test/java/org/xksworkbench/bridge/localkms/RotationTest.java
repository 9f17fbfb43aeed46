package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.assertFault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.IncludeKeyMaterial;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KeyMaterialState;
import software.amazon.awssdk.services.kms.model.RotationType;
import software.amazon.awssdk.services.kms.model.RotationsListEntry;

/// Rotation of the key material of ordinary keys.
class RotationTest {

  private static final SdkBytes TEXT = SdkBytes.fromUtf8String("attack at dawn");

  @RegisterExtension static final LocalKmsFixture fixture = new LocalKmsFixture();

  @TempDir Path folder;

  private final AdjustableClock clock = new AdjustableClock();
  private LocalKms local;
  private KmsClient kms;
  private String key;

  @BeforeEach
  void begin() {
    start();
    key = kms.createKey(_ -> {}).keyMetadata().keyId();
  }

  @AfterEach
  void stop() {
    kms.close();
    local.close();
  }

  @Test
  void after_a_rotation_the_new_material_encrypts_and_the_old_one_still_opens() {
    var old = encrypt();
    var before = current();
    assertThat(kms.rotateKeyOnDemand(r -> r.keyId(key)).keyId()).isEqualTo(key);
    assertThat(current()).isNotEqualTo(before);
    var fresh = encrypt();
    assertThat(kms.decrypt(r -> r.ciphertextBlob(old)))
        .satisfies(answer -> {
          assertThat(answer.plaintext()).isEqualTo(TEXT);
          assertThat(answer.keyMaterialId()).isEqualTo(before);
        });
    assertThat(kms.decrypt(r -> r.ciphertextBlob(fresh)).keyMaterialId()).isEqualTo(current());
    var other = kms.createKey(_ -> {}).keyMetadata().keyId();
    assertThat(kms.reEncrypt(r -> r.ciphertextBlob(old).destinationKeyId(other)))
        .satisfies(answer -> assertThat(answer.sourceKeyMaterialId()).isEqualTo(before));
    var data = kms.generateDataKey(r -> r.keyId(key).keySpec("AES_256"));
    assertThat(data.keyMaterialId()).isEqualTo(current());
  }

  @Test
  void what_was_changed_on_its_way_opens_with_no_material() {
    kms.rotateKeyOnDemand(r -> r.keyId(key));
    var bytes = encrypt().asByteArray();
    bytes[bytes.length - 1] ^= 1;
    // AWS KMS says nothing more, and neither do we.
    assertThat(
            catchThrowableOfType(
                    InvalidCiphertextException.class,
                    () -> kms.decrypt(r -> r.ciphertextBlob(SdkBytes.fromByteArray(bytes))))
                .awsErrorDetails()
                .errorCode())
        .isEqualTo("InvalidCiphertextException");
  }

  @Test
  void a_schedule_rotates_in_its_time() {
    kms.enableKeyRotation(r -> r.keyId(key).rotationPeriodInDays(90));
    var begun = clock.instant();
    assertThat(kms.getKeyRotationStatus(r -> r.keyId(key)))
        .satisfies(status -> {
          assertThat(status.keyRotationEnabled()).isTrue();
          assertThat(status.rotationPeriodInDays()).isEqualTo(90);
          assertThat(status.nextRotationDate()).isEqualTo(begun.plus(Duration.ofDays(90)));
        });
    clock.advance(Duration.ofDays(90).minusSeconds(1));
    assertThat(rotations()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(rotations())
        .singleElement()
        .satisfies(rotation -> {
          assertThat(rotation.rotationType()).isEqualTo(RotationType.AUTOMATIC);
          assertThat(rotation.rotationDate()).isEqualTo(clock.instant());
          assertThat(rotation.keyMaterialId()).isEqualTo(current());
        });
    assertThat(kms.getKeyRotationStatus(r -> r.keyId(key)).nextRotationDate())
        .isEqualTo(begun.plus(Duration.ofDays(180)));
    kms.disableKeyRotation(r -> r.keyId(key));
    assertThat(kms.getKeyRotationStatus(r -> r.keyId(key)).keyRotationEnabled()).isFalse();
    clock.advance(Duration.ofDays(100));
    assertThat(rotations()).hasSize(1);
  }

  @Test
  void without_a_period_it_is_a_year() {
    kms.enableKeyRotation(r -> r.keyId(key));
    assertThat(kms.getKeyRotationStatus(r -> r.keyId(key)).rotationPeriodInDays()).isEqualTo(365);
    assertFault(
        "ValidationException",
        () -> kms.enableKeyRotation(r -> r.keyId(key).rotationPeriodInDays(89)));
  }

  @Test
  void a_disabled_key_makes_up_for_its_rotation_once_when_it_is_enabled() {
    kms.enableKeyRotation(r -> r.keyId(key).rotationPeriodInDays(90));
    kms.disableKey(r -> r.keyId(key));
    assertFault("DisabledException", () -> kms.rotateKeyOnDemand(r -> r.keyId(key)));
    assertFault("DisabledException", () -> kms.enableKeyRotation(r -> r.keyId(key)));
    clock.advance(Duration.ofDays(200));
    assertThat(rotations()).isEmpty();
    assertThat(kms.getKeyRotationStatus(r -> r.keyId(key)).keyRotationEnabled()).isTrue();
    kms.enableKey(r -> r.keyId(key));
    assertThat(rotations()).hasSize(1);
    assertThat(kms.getKeyRotationStatus(r -> r.keyId(key)).nextRotationDate())
        .isEqualTo(clock.instant().plus(Duration.ofDays(70)));
  }

  @Test
  void a_key_that_is_pending_deletion_does_not_rotate() {
    kms.enableKeyRotation(r -> r.keyId(key).rotationPeriodInDays(90));
    kms.scheduleKeyDeletion(r -> r.keyId(key).pendingWindowInDays(30));
    assertThat(kms.getKeyRotationStatus(r -> r.keyId(key)).keyRotationEnabled()).isFalse();
    assertFault("KMSInvalidStateException", () -> kms.rotateKeyOnDemand(r -> r.keyId(key)));
    kms.cancelKeyDeletion(r -> r.keyId(key));
    assertThat(kms.getKeyRotationStatus(r -> r.keyId(key)).keyRotationEnabled()).isTrue();
  }

  @Test
  void rotations_are_listed_in_pages_with_the_first_material_if_it_is_wanted() {
    kms.rotateKeyOnDemand(r -> r.keyId(key));
    clock.advance(Duration.ofDays(1));
    kms.rotateKeyOnDemand(r -> r.keyId(key));
    assertThat(rotations())
        .extracting(RotationsListEntry::rotationType)
        .containsExactly(RotationType.ON_DEMAND, RotationType.ON_DEMAND);
    var all =
        kms
            .listKeyRotationsPaginator(
                r -> r.keyId(key).includeKeyMaterial(IncludeKeyMaterial.ALL_KEY_MATERIAL).limit(2))
            .rotations()
            .stream()
            .toList();
    assertThat(all)
        .extracting(RotationsListEntry::keyMaterialState)
        .containsExactly(
            KeyMaterialState.NON_CURRENT, KeyMaterialState.NON_CURRENT, KeyMaterialState.CURRENT);
    assertThat(all.getFirst().rotationDate()).isNull();
    assertThat(all).extracting(RotationsListEntry::keyMaterialId).doesNotHaveDuplicates();
  }

  @Test
  void a_key_is_rotated_on_demand_25_times() {
    for (var i = 0; i < 25; i++) {
      kms.rotateKeyOnDemand(r -> r.keyId(key));
    }
    assertFault("LimitExceededException", () -> kms.rotateKeyOnDemand(r -> r.keyId(key)));
  }

  @Test
  void cloudtrail_has_a_rotation_as_an_event_of_aws_kms() {
    kms.enableKeyRotation(r -> r.keyId(key).rotationPeriodInDays(90));
    clock.advance(Duration.ofDays(90));
    kms.rotateKeyOnDemand(r -> r.keyId(key));
    var rotated =
        LookupAttribute.builder().attributeKey("EventName").attributeValue("RotateKey").build();
    assertThat(
            fixture
                .client(CloudTrailClient.builder(), local.endpoint())
                .lookupEvents(r -> r.lookupAttributes(List.of(rotated)))
                .events())
        .hasSize(2)
        .allSatisfy(event ->
            assertThat(event.resources())
                .singleElement()
                .satisfies(resource -> assertThat(resource.resourceName()).endsWith(key)));
  }

  @Test
  void all_material_and_the_schedule_are_there_after_a_restart() {
    var old = encrypt();
    kms.rotateKeyOnDemand(r -> r.keyId(key));
    kms.enableKeyRotation(r -> r.keyId(key).rotationPeriodInDays(90));
    var fresh = encrypt();
    var material = current();
    var next = kms.getKeyRotationStatus(r -> r.keyId(key)).nextRotationDate();
    stop();
    start();
    assertThat(kms.decrypt(r -> r.ciphertextBlob(old)).plaintext()).isEqualTo(TEXT);
    assertThat(kms.decrypt(r -> r.ciphertextBlob(fresh)).plaintext()).isEqualTo(TEXT);
    assertThat(current()).isEqualTo(material);
    assertThat(kms.getKeyRotationStatus(r -> r.keyId(key)).nextRotationDate()).isEqualTo(next);
    assertThat(rotations())
        .singleElement()
        .satisfies(r -> assertThat(r.rotationType()).isEqualTo(RotationType.ON_DEMAND));
  }

  private void start() {
    local = fixture.builder().clock(clock).stateFile(folder.resolve("state.json")).start();
    kms = fixture.kmsClient(local.endpoint());
  }

  private SdkBytes encrypt() {
    return kms.encrypt(r -> r.keyId(key).plaintext(TEXT)).ciphertextBlob();
  }

  private String current() {
    return kms.describeKey(r -> r.keyId(key)).keyMetadata().currentKeyMaterialId();
  }

  private List<RotationsListEntry> rotations() {
    return kms.listKeyRotations(r -> r.keyId(key)).rotations();
  }
}
