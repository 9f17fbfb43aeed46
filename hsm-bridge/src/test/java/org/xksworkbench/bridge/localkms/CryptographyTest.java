package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.assertFault;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xksworkbench.bridge.xks.audit.XksCall;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;

/// The cryptographic operations, on keys in an external key store and beside them.
class CryptographyTest {

  private static final SdkBytes TEXT = SdkBytes.fromUtf8String("attack at dawn");

  @RegisterExtension static final LocalKmsFixture fixture = new LocalKmsFixture();

  private final KmsClient kms = fixture.kms();

  @Test
  void what_is_encrypted_under_an_external_key_comes_back_and_the_proxy_saw_both() {
    var key = fixture.newKey();
    var encrypted = kms.encrypt(r -> r.keyId(key.keyId()).plaintext(TEXT));
    var decrypted = kms.decrypt(r -> r.ciphertextBlob(encrypted.ciphertextBlob()));
    assertThat(decrypted.plaintext()).isEqualTo(TEXT);
    assertThat(decrypted.keyId()).isEqualTo(key.arn());
    assertThat(decrypted.encryptionAlgorithmAsString()).isEqualTo("SYMMETRIC_DEFAULT");
    assertProxySaw(encrypted.responseMetadata().requestId(), "Encrypt", "Encrypt", key.arn());
    assertProxySaw(decrypted.responseMetadata().requestId(), "Decrypt", "Decrypt", key.arn());
  }

  @Test
  void an_ordinary_key_asks_no_proxy() {
    var key = fixture.newOrdinaryKey();
    var encrypted = kms.encrypt(r -> r.keyId(key.keyId()).plaintext(TEXT));
    assertThat(kms.decrypt(r -> r.ciphertextBlob(encrypted.ciphertextBlob())).plaintext())
        .isEqualTo(TEXT);
    assertThat(fixture.callsOf(encrypted.responseMetadata().requestId())).isEmpty();
  }

  @Test
  void the_largest_plaintext_fits_and_one_byte_more_does_not() {
    var key = fixture.newKey().keyId();
    var largest = SdkBytes.fromByteArray(new byte[4096]);
    var blob = kms.encrypt(r -> r.keyId(key).plaintext(largest)).ciphertextBlob();
    assertThat(blob.asByteArray().length).isLessThanOrEqualTo(6144);
    assertThat(kms.decrypt(r -> r.ciphertextBlob(blob)).plaintext()).isEqualTo(largest);
    assertFault(
        "ValidationException",
        () -> kms.encrypt(r -> r.keyId(key).plaintext(SdkBytes.fromByteArray(new byte[4097]))));
  }

  @Test
  void the_encryption_context_is_bound_whatever_its_order() {
    var key = fixture.newKey().keyId();
    var context = new LinkedHashMap<>(Map.of("a", "1"));
    context.put("b", "2");
    var blob =
        kms.encrypt(r -> r.keyId(key).plaintext(TEXT).encryptionContext(context)).ciphertextBlob();
    var turned = new LinkedHashMap<>(Map.of("b", "2"));
    turned.put("a", "1");
    assertThat(kms.decrypt(r -> r.ciphertextBlob(blob).encryptionContext(turned)).plaintext())
        .isEqualTo(TEXT);
    for (var other :
        java.util.List.of(Map.of("a", "1"), Map.of("a", "12"), Map.of("a1", "", "b", "2"))) {
      assertFault(
          "KMSInvalidStateException",
          () -> kms.decrypt(r -> r.ciphertextBlob(blob).encryptionContext(other)));
    }
  }

  @Test
  void another_encryption_context_of_an_ordinary_key_is_an_invalid_ciphertext() {
    var key = fixture.newOrdinaryKey().keyId();
    var blob = kms.encrypt(r -> r.keyId(key).plaintext(TEXT)).ciphertextBlob();
    assertInvalid(
        () -> kms.decrypt(r -> r.ciphertextBlob(blob).encryptionContext(Map.of("a", "b"))));
  }

  @Test
  void the_key_material_of_an_ordinary_key_has_an_id_and_that_of_an_external_one_has_none() {
    var ordinary = fixture.newOrdinaryKey();
    var describe = "{\"KeyId\": \"%s\"}";
    var id = fixture.post("TrentService.DescribeKey", describe.formatted(ordinary.keyId())).body();
    assertThat(id).containsPattern("\"CurrentKeyMaterialId\":\"[0-9a-f]{64}\"");
    var encrypted = kms.encrypt(r -> r.keyId(ordinary.keyId()).plaintext(TEXT));
    var decrypted = kms.decrypt(r -> r.ciphertextBlob(encrypted.ciphertextBlob()));
    assertThat(id).contains(decrypted.keyMaterialId());
    assertThat(
            kms.generateDataKey(r -> r.keyId(ordinary.keyId()).keySpec("AES_256")).keyMaterialId())
        .isEqualTo(decrypted.keyMaterialId());
    var external = fixture.newKey().keyId();
    assertThat(fixture.post("TrentService.DescribeKey", describe.formatted(external)).body())
        .doesNotContain("KeyMaterialId");
    var moved =
        kms.reEncrypt(r -> r.ciphertextBlob(encrypted.ciphertextBlob()).destinationKeyId(external));
    assertThat(moved.sourceKeyMaterialId()).isEqualTo(decrypted.keyMaterialId());
    assertThat(moved.destinationKeyMaterialId()).isNull();
  }

  @Test
  void a_blob_with_one_bit_changed_anywhere_does_not_decrypt() {
    var key = fixture.newKey().keyId();
    var bytes = kms.encrypt(r -> r.keyId(key).plaintext(TEXT)).ciphertextBlob().asByteArray();
    for (var i = 0; i < bytes.length; i++) {
      var changed = bytes.clone();
      changed[i] ^= 1;
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () -> kms.decrypt(r -> r.ciphertextBlob(SdkBytes.fromByteArray(changed))))
          .as("byte " + i)
          .hasMessageMatching("(?s).*(external key store proxy|[Cc]iphertext).*");
    }
    var shortened = SdkBytes.fromByteArray(java.util.Arrays.copyOf(bytes, 30));
    assertInvalid(() -> kms.decrypt(r -> r.ciphertextBlob(shortened)));
  }

  /// AWS KMS says no more than the code.
  private static void assertInvalid(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    org.assertj.core.api.Assertions.assertThatThrownBy(call)
        .isInstanceOf(software.amazon.awssdk.services.kms.model.InvalidCiphertextException.class);
  }

  @Test
  void a_ciphertext_belongs_to_its_kms_key_even_if_another_has_the_same_external_key() {
    var other = fixture.createStore("/b");
    fixture.connect(other);
    var externalKey = fixture.unusedExternalKey();
    var one = fixture.newKey(fixture.store(), externalKey).keyId();
    var two = fixture.newKey(other, externalKey).keyId();
    var blob = kms.encrypt(r -> r.keyId(one).plaintext(TEXT)).ciphertextBlob();
    assertFault("IncorrectKeyException", () -> kms.decrypt(r -> r.ciphertextBlob(blob).keyId(two)));
    assertThat(kms.decrypt(r -> r.ciphertextBlob(blob).keyId(one)).plaintext()).isEqualTo(TEXT);
  }

  @Test
  void re_encrypting_calls_the_proxy_for_each_side_that_is_external() {
    var external = fixture.newKey();
    var ordinary = fixture.newOrdinaryKey();
    var blob =
        kms.encrypt(
                r -> r.keyId(ordinary.keyId()).plaintext(TEXT).encryptionContext(Map.of("a", "b")))
            .ciphertextBlob();
    var in =
        kms.reEncrypt(r ->
            r.ciphertextBlob(blob)
                .sourceEncryptionContext(Map.of("a", "b"))
                .destinationKeyId(external.keyId())
                .destinationEncryptionContext(Map.of("c", "d")));
    assertThat(in.keyId()).isEqualTo(external.arn());
    assertThat(in.sourceKeyId()).isEqualTo(ordinary.arn());
    assertProxySaw(in.responseMetadata().requestId(), "Encrypt", "ReEncrypt", external.arn());
    var within =
        kms.reEncrypt(r ->
            r.ciphertextBlob(in.ciphertextBlob())
                .sourceKeyId(external.keyId())
                .sourceEncryptionContext(Map.of("c", "d"))
                .destinationKeyId(external.keyId()));
    assertThat(fixture.callsOf(within.responseMetadata().requestId()))
        .extracting(XksCall::operation)
        .containsExactly("Decrypt", "Encrypt");
    assertThat(kms.decrypt(r -> r.ciphertextBlob(within.ciphertextBlob())).plaintext())
        .isEqualTo(TEXT);
    assertFault(
        "IncorrectKeyException",
        () ->
            kms.reEncrypt(r ->
                r.ciphertextBlob(within.ciphertextBlob())
                    .sourceKeyId(ordinary.keyId())
                    .destinationKeyId(ordinary.keyId())));
  }

  @Test
  void a_data_key_comes_in_the_clear_and_encrypted_or_encrypted_alone() {
    var key = fixture.newKey();
    var pair = kms.generateDataKey(r -> r.keyId(key.keyId()).keySpec("AES_256"));
    assertThat(pair.plaintext().asByteArray()).hasSize(32);
    assertThat(kms.decrypt(r -> r.ciphertextBlob(pair.ciphertextBlob())).plaintext())
        .isEqualTo(pair.plaintext());
    assertProxySaw(pair.responseMetadata().requestId(), "Encrypt", "GenerateDataKey", key.arn());
    var alone = kms.generateDataKeyWithoutPlaintext(r -> r.keyId(key.keyId()).numberOfBytes(20));
    assertThat(kms.decrypt(r -> r.ciphertextBlob(alone.ciphertextBlob())).plaintext().asByteArray())
        .hasSize(20);
    assertProxySaw(
        alone.responseMetadata().requestId(),
        "Encrypt",
        "GenerateDataKeyWithoutPlaintext",
        key.arn());
    assertThat(
            kms.generateDataKey(r -> r.keyId(key.keyId()).keySpec("AES_128"))
                .plaintext()
                .asByteArray())
        .hasSize(16);
  }

  @Test
  void a_data_key_has_a_spec_or_a_number_of_bytes() {
    var key = fixture.newOrdinaryKey().keyId();
    assertFault("ValidationException", () -> kms.generateDataKey(r -> r.keyId(key)));
    assertFault(
        "ValidationException",
        () -> kms.generateDataKey(r -> r.keyId(key).keySpec("AES_256").numberOfBytes(32)));
    assertFault(
        "ValidationException", () -> kms.generateDataKey(r -> r.keyId(key).numberOfBytes(1025)));
  }

  @Test
  void random_bytes_are_no_business_of_an_external_key_store() {
    assertThat(kms.generateRandom(r -> r.numberOfBytes(24)).plaintext().asByteArray()).hasSize(24);
    assertFault(
        "UnsupportedOperationException",
        () -> kms.generateRandom(r -> r.numberOfBytes(24).customKeyStoreId(fixture.store())));
  }

  @Test
  void a_key_of_a_disconnected_key_store_asks_for_a_connection() {
    var store = fixture.createStore("/c");
    fixture.connect(store);
    var key = fixture.newKey(store, fixture.unusedExternalKey()).keyId();
    var blob = kms.encrypt(r -> r.keyId(key).plaintext(TEXT)).ciphertextBlob();
    fixture.disconnect(store);
    var code = "KMSInvalidStateException";
    assertThat(assertFault(code, () -> kms.encrypt(r -> r.keyId(key).plaintext(TEXT))))
        .contains("Connect");
    assertFault(code, () -> kms.decrypt(r -> r.ciphertextBlob(blob)));
    assertFault(code, () -> kms.generateDataKey(r -> r.keyId(key).keySpec("AES_256")));
    assertFault(code, () -> kms.reEncrypt(r -> r.ciphertextBlob(blob).destinationKeyId(key)));
  }

  @Test
  void a_dry_run_encrypts_nothing_and_asks_no_proxy() {
    var key = fixture.newKey().keyId();
    var blob = kms.encrypt(r -> r.keyId(key).plaintext(TEXT)).ciphertextBlob();
    fixture.calls().clear();
    var code = "DryRunOperationException";
    assertFault(code, () -> kms.encrypt(r -> r.keyId(key).plaintext(TEXT).dryRun(true)));
    assertFault(code, () -> kms.decrypt(r -> r.ciphertextBlob(blob).dryRun(true)));
    assertFault(
        code, () -> kms.reEncrypt(r -> r.ciphertextBlob(blob).destinationKeyId(key).dryRun(true)));
    assertFault(code, () -> kms.generateDataKey(r -> r.keyId(key).keySpec("AES_256").dryRun(true)));
    assertThat(
            fixture
                .post(
                    "TrentService.Decrypt",
                    "{\"KeyId\":\"%s\",\"DryRun\":true,\"DryRunModifiers\":[\"IGNORE_CIPHERTEXT\"]}"
                        .formatted(key))
                .body())
        .contains(code);
    assertThat(fixture.post("TrentService.Decrypt", "{}").body()).contains("ValidationException");
    assertThat(fixture.calls()).isEmpty();
  }

  @Test
  void an_algorithm_of_another_key_spec_is_an_invalid_key_usage() {
    var key = fixture.newOrdinaryKey().keyId();
    assertFault(
        "InvalidKeyUsageException",
        () ->
            kms.encrypt(
                r -> r.keyId(key).plaintext(TEXT).encryptionAlgorithm("RSAES_OAEP_SHA_256")));
  }

  private static void assertProxySaw(
      String requestId, String operation, String kmsOperation, String keyArn) {
    assertThat(fixture.callsOf(requestId))
        .singleElement()
        .satisfies(call -> {
          assertThat(call.operation()).isEqualTo(operation);
          assertThat(call.kmsOperation()).isEqualTo(kmsOperation);
          assertThat(call.kmsKeyArn()).isEqualTo(keyArn);
          assertThat(call.awsPrincipalArn()).isEqualTo("arn:aws:iam::000000000000:user/local");
          assertThat(call.httpStatus()).isEqualTo(200);
        });
  }
}
