package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.assertFault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.kms.KmsClient;

/// What AWS KMS refuses for keys in external key stores.
class RefusedOperationsTest {

  @RegisterExtension static final LocalKmsFixture fixture = new LocalKmsFixture();

  private final KmsClient kms = fixture.kms();

  @ParameterizedTest(name = "{0} is refused with {1}")
  @CsvSource({
    "GetKeyRotationStatus,                UnsupportedOperationException, InvalidArnException",
    "EnableKeyRotation,                   UnsupportedOperationException, InvalidArnException",
    "DisableKeyRotation,                  UnsupportedOperationException, InvalidArnException",
    "ListKeyRotations,                    UnsupportedOperationException, InvalidArnException",
    "RotateKeyOnDemand,                   UnsupportedOperationException, InvalidArnException",
    "GenerateDataKeyPair,                 UnsupportedOperationException, NotFoundException",
    "GenerateDataKeyPairWithoutPlaintext, UnsupportedOperationException, NotFoundException",
    "GetPublicKey,                        UnsupportedOperationException, NotFoundException",
    "GetParametersForImport,              UnsupportedOperationException, InvalidArnException",
    "ImportKeyMaterial,                   UnsupportedOperationException, InvalidArnException",
    "DeleteImportedKeyMaterial,           UnsupportedOperationException, InvalidArnException",
    "ReplicateKey,                        UnsupportedOperationException, InvalidArnException",
    "UpdatePrimaryRegion,                 UnsupportedOperationException, InvalidArnException",
    "Sign,                                InvalidKeyUsageException, NotFoundException",
    "Verify,                              InvalidKeyUsageException, NotFoundException",
    "GenerateMac,                         InvalidKeyUsageException, NotFoundException",
    "VerifyMac,                           InvalidKeyUsageException, NotFoundException",
    "DeriveSharedSecret,                  InvalidKeyUsageException, NotFoundException",
    "Encapsulate,                         InvalidKeyUsageException, NotFoundException",
    "Decapsulate,                         InvalidKeyUsageException, NotFoundException"
  })
  void an_operation_that_is_not_for_such_keys(
      String operation, String code, String withUnknownAlias) {
    var key = fixture.newKey().keyId();
    var refused = fixture.post("TrentService." + operation, "{\"KeyId\":\"%s\"}".formatted(key));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("\"__type\":\"%s\"".formatted(code));
    var none = fixture.post("TrentService." + operation, "{\"KeyId\":\"alias/none\"}");
    assertThat(none.body()).contains("\"__type\":\"%s\"".formatted(withUnknownAlias));
  }

  @Test
  void the_rotation_of_a_key_in_an_external_key_store_is_refused_by_the_sdk_too() {
    var key = fixture.newKey().keyId();
    assertFault("UnsupportedOperationException", () -> kms.getKeyRotationStatus(r -> r.keyId(key)));
  }

  @Test
  void an_ordinary_key_tells_that_it_does_not_rotate() {
    var key = fixture.newOrdinaryKey().keyId();
    assertThat(kms.getKeyRotationStatus(r -> r.keyId(key)).keyRotationEnabled()).isFalse();
  }

  @Test
  void an_unknown_operation_says_so() {
    var answer = fixture.post("TrentService.MakeCoffee", "{}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("UnknownOperationException", "MakeCoffee", "not AWS");
    assertThat(fixture.post("Nonsense", "{}").body()).contains("UnknownOperationException");
  }
}
