package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.assertFault;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateKeyResponse;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.OriginType;

/// CreateKey in an external key store, and the life of a key after it.
class KeysTest {

  private static final AdjustableClock CLOCK = new AdjustableClock();

  @RegisterExtension
  static final LocalKmsFixture fixture = new LocalKmsFixture().with(b -> b.clock(CLOCK));

  private final KmsClient kms = fixture.kms();

  @Test
  void the_metadata_of_a_key_in_an_external_key_store_is_what_aws_kms_tells() {
    var externalKey = fixture.unusedExternalKey();
    var key = fixture.newKey(fixture.store(), externalKey);
    assertThat(key.awsAccountId()).isEqualTo(LocalKms.ACCOUNT);
    assertThat(key.arn())
        .isEqualTo("arn:aws:kms:us-east-1:000000000000:key/%s".formatted(key.keyId()));
    assertThat(key.creationDate()).isEqualTo(CLOCK.instant());
    assertThat(key.enabled()).isTrue();
    assertThat(key.description()).isEmpty();
    assertThat(key.keyUsage()).isEqualTo(KeyUsageType.ENCRYPT_DECRYPT);
    assertThat(key.keyState()).isEqualTo(KeyState.ENABLED);
    assertThat(key.origin()).isEqualTo(OriginType.EXTERNAL_KEY_STORE);
    assertThat(key.customKeyStoreId()).isEqualTo(fixture.store());
    assertThat(key.keyManager()).isEqualTo(KeyManagerType.CUSTOMER);
    assertThat(key.keySpec()).isEqualTo(KeySpec.SYMMETRIC_DEFAULT);
    assertThat(key.encryptionAlgorithms())
        .containsExactly(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT);
    assertThat(key.multiRegion()).isFalse();
    assertThat(key.xksKeyConfiguration().id()).isEqualTo(externalKey);
    assertThat(key.deletionDate()).isNull();
    assertThat(kms.describeKey(r -> r.keyId(key.arn())).keyMetadata()).isEqualTo(key);
  }

  @Test
  void creating_asks_the_proxy_for_the_metadata_of_the_external_key_and_describing_asks_nobody() {
    var externalKey = fixture.unusedExternalKey();
    var created = createKey(externalKey);
    assertThat(fixture.callsOf(created.responseMetadata().requestId()))
        .singleElement()
        .satisfies(call -> {
          assertThat(call.operation()).isEqualTo("GetKeyMetadata");
          assertThat(call.kmsOperation()).isEqualTo("CreateKey");
          assertThat(call.xksKeyId()).isEqualTo(externalKey);
          assertThat(call.awsPrincipalArn()).isEqualTo("arn:aws:iam::000000000000:user/local");
          assertThat(call.kmsKeyArn()).isEmpty();
        });
    var described = kms.describeKey(r -> r.keyId(created.keyMetadata().keyId()));
    assertThat(fixture.callsOf(described.responseMetadata().requestId())).isEmpty();
  }

  @Test
  void an_ordinary_key_needs_no_key_store() {
    var key = fixture.newOrdinaryKey();
    assertThat(key.origin()).isEqualTo(OriginType.AWS_KMS);
    assertThat(key.customKeyStoreId()).isNull();
    assertThat(key.xksKeyConfiguration()).isNull();
  }

  @Test
  void keys_are_listed_in_pages() {
    var made = List.of(fixture.newOrdinaryKey().keyId(), fixture.newKey().keyId());
    assertThat(kms.listKeysPaginator(r -> r.limit(1)).keys())
        .extracting(KeyListEntry::keyId)
        .containsAll(made)
        .doesNotHaveDuplicates();
    assertFault("InvalidMarkerException", () -> kms.listKeys(r -> r.marker("no")));
  }

  @Test
  void an_external_key_is_used_once_a_key_store_even_while_its_kms_key_is_pending_deletion() {
    var externalKey = fixture.unusedExternalKey();
    var key = fixture.newKey(fixture.store(), externalKey);
    kms.scheduleKeyDeletion(r -> r.keyId(key.keyId()).pendingWindowInDays(7));
    fixture.calls().clear();
    assertThat(assertFault("XksKeyAlreadyInUseException", () -> createKey(externalKey)))
        .contains(externalKey, key.keyId());
    assertThat(fixture.calls()).isEmpty();
    CLOCK.advance(Duration.ofDays(7));
    createKey(externalKey);
  }

  @Test
  void an_external_key_that_the_proxy_does_not_know_is_not_found() {
    assertFault("XksKeyNotFoundException", () -> createKey("no-such-key"));
  }

  @Test
  void an_external_key_that_is_not_fit_is_refused_with_the_value_found() {
    var code = "XksKeyInvalidConfigurationException";
    assertThat(assertFault(code, () -> createKey("short"))).contains("AES_128");
    assertThat(assertFault(code, () -> createKey("one-way"))).contains("[ENCRYPT]");
  }

  @Test
  void no_key_is_made_in_a_key_store_that_is_not_connected() {
    var id = fixture.createStore("/b");
    assertThat(
            assertFault("CustomKeyStoreInvalidStateException", () -> fixture.newKey(id, "key-0")))
        .contains("not connected");
    fixture.discard(id);
  }

  @Test
  void parameters_that_do_not_go_together_are_refused() {
    assertFault("ValidationException", () -> kms.createKey(r -> r.origin("EXTERNAL_KEY_STORE")));
    assertFault(
        "ValidationException",
        () -> kms.createKey(r -> r.origin("EXTERNAL_KEY_STORE").xksKeyId("key-0")));
    assertFault("ValidationException", () -> kms.createKey(r -> r.xksKeyId("key-0")));
    assertFault(
        "ValidationException", () -> kms.createKey(r -> r.customKeyStoreId(fixture.store())));
    var twice =
        "{\"KeySpec\":\"SYMMETRIC_DEFAULT\",\"CustomerMasterKeySpec\":\"SYMMETRIC_DEFAULT\"}";
    assertThat(fixture.post("TrentService.CreateKey", twice).body()).contains("not both");
  }

  @Test
  void only_symmetric_single_region_keys_for_encryption_are_made() {
    var code = "UnsupportedOperationException";
    assertFault(code, () -> kms.createKey(r -> r.keySpec("RSA_2048").keyUsage("SIGN_VERIFY")));
    assertFault(code, () -> kms.createKey(r -> r.keyUsage("GENERATE_VERIFY_MAC")));
    assertFault(code, () -> kms.createKey(r -> r.multiRegion(true)));
    assertFault(code, () -> kms.createKey(r -> r.origin("EXTERNAL")));
    assertFault(
        code, () -> kms.createKey(r -> r.origin("AWS_CLOUDHSM").customKeyStoreId(fixture.store())));
  }

  @Test
  void a_disabled_key_encrypts_nothing_until_it_is_enabled() {
    var key = fixture.newKey();
    kms.disableKey(r -> r.keyId(key.keyId()));
    assertThat(fixture.stateOf(key)).isEqualTo(KeyState.DISABLED);
    assertThat(kms.describeKey(r -> r.keyId(key.keyId())).keyMetadata().enabled()).isFalse();
    assertThat(assertFault("DisabledException", () -> encryptUnder(key.keyId())))
        .isEqualTo(key.arn() + " is disabled.");
    kms.enableKey(r -> r.keyId(key.keyId()));
    encryptUnder(key.keyId());
  }

  @Test
  void a_description_can_be_changed() {
    var key = fixture.newKey();
    kms.updateKeyDescription(r -> r.keyId(key.keyId()).description("for payments"));
    assertThat(kms.describeKey(r -> r.keyId(key.keyId())).keyMetadata().description())
        .isEqualTo("for payments");
  }

  @Test
  void a_deletion_waits_and_can_be_cancelled_which_leaves_the_key_disabled() {
    var key = fixture.newKey();
    var due = CLOCK.instant().plus(Duration.ofDays(30));
    var scheduled = kms.scheduleKeyDeletion(r -> r.keyId(key.keyId()));
    assertThat(scheduled.keyId()).isEqualTo(key.arn());
    assertThat(scheduled.deletionDate()).isEqualTo(due);
    assertThat(scheduled.keyState()).isEqualTo(KeyState.PENDING_DELETION);
    assertThat(scheduled.pendingWindowInDays()).isEqualTo(30);
    var described = kms.describeKey(r -> r.keyId(key.keyId())).keyMetadata();
    assertThat(described.deletionDate()).isEqualTo(due);
    assertThat(described.enabled()).isFalse();
    var code = "KMSInvalidStateException";
    assertFault(code, () -> encryptUnder(key.keyId()));
    assertFault(code, () -> kms.enableKey(r -> r.keyId(key.keyId())));
    assertFault(code, () -> kms.scheduleKeyDeletion(r -> r.keyId(key.keyId())));
    assertFault(
        code, () -> kms.updateKeyDescription(r -> r.keyId(key.keyId()).description("late")));
    assertThat(kms.cancelKeyDeletion(r -> r.keyId(key.keyId())).keyId()).isEqualTo(key.arn());
    assertThat(fixture.stateOf(key)).isEqualTo(KeyState.DISABLED);
    assertFault(code, () -> kms.cancelKeyDeletion(r -> r.keyId(key.keyId())));
  }

  @Test
  void when_the_waiting_period_is_over_the_key_is_gone_and_its_ciphertexts_with_it() {
    var key = fixture.newKey();
    kms.createAlias(r -> r.aliasName("alias/short-lived").targetKeyId(key.keyId()));
    var blob = encryptUnder(key.keyId());
    kms.scheduleKeyDeletion(r -> r.keyId(key.keyId()).pendingWindowInDays(7));
    CLOCK.advance(Duration.ofDays(7).minusSeconds(1));
    assertThat(fixture.stateOf(key)).isEqualTo(KeyState.PENDING_DELETION);
    CLOCK.advance(Duration.ofSeconds(1));
    assertFault("NotFoundException", () -> kms.describeKey(r -> r.keyId(key.keyId())));
    assertFault("NotFoundException", () -> kms.describeKey(r -> r.keyId("alias/short-lived")));
    assertFault("AccessDeniedException", () -> kms.decrypt(r -> r.ciphertextBlob(blob)));
  }

  @Test
  void the_waiting_period_is_seven_to_thirty_days() {
    var key = fixture.newKey();
    for (var days : List.of(6, 31)) {
      assertThat(
              assertFault(
                  "ValidationException",
                  () ->
                      kms.scheduleKeyDeletion(r -> r.keyId(key.keyId()).pendingWindowInDays(days))))
          .contains(days.toString());
    }
  }

  @Test
  void a_key_that_is_not_there_is_not_found_and_an_arn_of_another_form_is_invalid() {
    var none = "11111111-2222-3333-4444-555555555555";
    for (var keyId :
        List.of(
            none,
            "nonsense",
            "alias/none",
            "arn:aws:kms:us-east-1:000000000000:key/" + none,
            "arn:aws:kms:eu-west-1:000000000000:key/" + none,
            "arn:aws:kms:us-east-1:111122223333:key/" + none,
            "arn:aws:kms:us-east-1:000000000000:alias/none")) {
      assertFault("NotFoundException", () -> kms.describeKey(r -> r.keyId(keyId)));
    }
    for (var arn : List.of("arn:nonsense", "arn:aws:s3:::bucket")) {
      assertFault("InvalidArnException", () -> kms.describeKey(r -> r.keyId(arn)));
      // The model has no InvalidArnException there.
      assertFault("NotFoundException", () -> encryptUnder(arn));
      assertFault(
          "NotFoundException", () -> kms.createAlias(r -> r.aliasName("alias/a").targetKeyId(arn)));
    }
  }

  @Test
  void an_alias_names_a_key_only_where_aws_kms_takes_one() {
    var key = fixture.newOrdinaryKey();
    kms.createAlias(r -> r.aliasName("alias/named").targetKeyId(key.keyId()));
    assertThat(kms.describeKey(r -> r.keyId("alias/named")).keyMetadata().keyId())
        .isEqualTo(key.keyId());
    assertThat(
            kms.describeKey(r -> r.keyId("arn:aws:kms:us-east-1:000000000000:alias/named"))
                .keyMetadata()
                .keyId())
        .isEqualTo(key.keyId());
    assertThat(kms.decrypt(r -> r.ciphertextBlob(encryptUnder("alias/named"))).keyId())
        .isEqualTo(key.arn());
    var notSupported = "Key Aliases are not supported for this operation.";
    for (var alias :
        List.of("alias/named", "arn:aws:kms:us-east-1:000000000000:alias/named", "alias/none")) {
      assertThat(assertFault("InvalidArnException", () -> kms.enableKey(r -> r.keyId(alias))))
          .isEqualTo(notSupported);
      assertThat(assertFault("InvalidArnException", () -> kms.getKeyPolicy(r -> r.keyId(alias))))
          .isEqualTo(notSupported);
      assertThat(assertFault("InvalidArnException", () -> kms.listGrants(r -> r.keyId(alias))))
          .isEqualTo(notSupported);
      assertThat(
              assertFault("InvalidArnException", () -> kms.listResourceTags(r -> r.keyId(alias))))
          .isEqualTo(notSupported);
    }
  }

  private CreateKeyResponse createKey(String xksKeyId) {
    return kms.createKey(
        r -> r.origin("EXTERNAL_KEY_STORE").customKeyStoreId(fixture.store()).xksKeyId(xksKeyId));
  }

  private software.amazon.awssdk.core.SdkBytes encryptUnder(String keyId) {
    return kms.encrypt(r ->
            r.keyId(keyId).plaintext(software.amazon.awssdk.core.SdkBytes.fromUtf8String("text")))
        .ciphertextBlob();
  }
}
