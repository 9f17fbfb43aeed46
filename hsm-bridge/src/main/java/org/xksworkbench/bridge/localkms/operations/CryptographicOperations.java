package org.xksworkbench.bridge.localkms.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.xksworkbench.bridge.localkms.state.AwsTexts;
import org.xksworkbench.bridge.localkms.state.LocalKeyState;
import org.xksworkbench.bridge.localkms.state.StoredKey;
import org.xksworkbench.bridge.localkms.state.Vault;
import org.xksworkbench.bridge.localkms.wire.Call;
import org.xksworkbench.bridge.localkms.wire.Parameters;
import org.xksworkbench.bridge.localkms.wire.ServiceFault;

/// The cryptographic operations: Encrypt, Decrypt, ReEncrypt, GenerateDataKey and GenerateRandom.
final class CryptographicOperations {

  private static final String ALGORITHM = "SYMMETRIC_DEFAULT";
  private static final Map<String, Integer> DATA_KEY_BYTES = Map.of("AES_256", 32, "AES_128", 16);

  private final Vault vault;
  private final KeyFinder finder;
  private final GrantOperations grants;
  private final Layers layers;
  private final SecureRandom random = new SecureRandom();

  CryptographicOperations(Vault vault, KeyFinder finder, GrantOperations grants, Layers layers) {
    this.vault = vault;
    this.finder = finder;
    this.grants = grants;
    this.layers = layers;
  }

  ObjectNode encrypt(Call call) {
    var parameters = call.parameters();
    var key = findKey(call, "KeyId");
    requireUsable(key, parameters, "EncryptionAlgorithm");
    GrantOperations.refuseDryRun(parameters);
    var plaintext = parameters.requiredBytes("Plaintext");
    try {
      return AnswerParts.empty()
          .put("CiphertextBlob", seal(key, plaintext, "EncryptionContext", call))
          .put("KeyId", key.arn())
          .put("EncryptionAlgorithm", ALGORITHM);
    } finally {
      Arrays.fill(plaintext, (byte) 0);
    }
  }

  ObjectNode decrypt(Call call) {
    var parameters = call.parameters();
    refuseRecipient(parameters);
    var opened = open(call, "KeyId", "EncryptionContext", "EncryptionAlgorithm");
    try {
      var answer =
          AnswerParts.empty()
              .put("KeyId", opened.key().arn())
              .put("Plaintext", base64(opened.plaintext()))
              .put("EncryptionAlgorithm", ALGORITHM);
      opened.materialId().ifPresent(id -> answer.put("KeyMaterialId", id));
      return answer;
    } finally {
      Arrays.fill(opened.plaintext(), (byte) 0);
    }
  }

  ObjectNode reEncrypt(Call call) {
    var destination = findKey(call, "DestinationKeyId");
    requireUsable(destination, call.parameters(), "DestinationEncryptionAlgorithm");
    var opened = open(call, "SourceKeyId", "SourceEncryptionContext", "SourceEncryptionAlgorithm");
    try {
      var answer =
          AnswerParts.empty()
              .put(
                  "CiphertextBlob",
                  seal(destination, opened.plaintext(), "DestinationEncryptionContext", call))
              .put("SourceKeyId", opened.key().arn())
              .put("KeyId", destination.arn())
              .put("SourceEncryptionAlgorithm", ALGORITHM)
              .put("DestinationEncryptionAlgorithm", ALGORITHM);
      opened.materialId().ifPresent(id -> answer.put("SourceKeyMaterialId", id));
      destination.materialId().ifPresent(id -> answer.put("DestinationKeyMaterialId", id));
      return answer;
    } finally {
      Arrays.fill(opened.plaintext(), (byte) 0);
    }
  }

  ObjectNode generateDataKey(Call call) {
    return dataKey(call, true);
  }

  ObjectNode generateDataKeyWithoutPlaintext(Call call) {
    return dataKey(call, false);
  }

  ObjectNode generateRandom(Call call) {
    var parameters = call.parameters();
    refuseRecipient(parameters);
    parameters
        .text("CustomKeyStoreId")
        .ifPresent(id -> {
          var store = vault.now().store(id);
          throw ServiceFault.of(
              "UnsupportedOperationException",
              "%s is an external key store; only AWS CloudHSM key stores generate random bytes."
                  .formatted(store.id()));
        });
    var length =
        parameters
            .whole("NumberOfBytes")
            .orElseThrow(() -> ServiceFault.invalid("NumberOfBytes is required."));
    return AnswerParts.empty().put("Plaintext", base64(randomBytes(length)));
  }

  private ObjectNode dataKey(Call call, boolean withPlaintext) {
    var parameters = call.parameters();
    refuseRecipient(parameters);
    var spec = parameters.text("KeySpec");
    var length = parameters.whole("NumberOfBytes");
    if (spec.isPresent() == length.isPresent()) {
      throw ServiceFault.invalid("Give KeySpec or NumberOfBytes, and not both.");
    }
    var key = findKey(call, "KeyId");
    requireUsable(key, parameters, "");
    GrantOperations.refuseDryRun(parameters);
    var dataKey =
        randomBytes(length.orElseGet(() -> DATA_KEY_BYTES.getOrDefault(spec.orElseThrow(), 32)));
    try {
      var answer =
          AnswerParts.empty()
              .put("CiphertextBlob", seal(key, dataKey, "EncryptionContext", call))
              .put("KeyId", key.arn());
      key.materialId().ifPresent(id -> answer.put("KeyMaterialId", id));
      return withPlaintext ? answer.put("Plaintext", base64(dataKey)) : answer;
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  private String seal(StoredKey key, byte[] plaintext, String context, Call call) {
    return base64(layers.seal(key, plaintext, call.parameters().map(context), call).encode());
  }

  private record DecryptedBlob(StoredKey key, byte[] plaintext, Optional<String> materialId) {}

  /// @param keyId name of the parameter that may name the key
  private DecryptedBlob open(Call call, String keyId, String context, String algorithm) {
    var parameters = call.parameters();
    var wanted = parameters.text(keyId).map(id -> finder.byAnyName(vault.now(), id, call));
    var ciphertext = parameters.bytes("CiphertextBlob");
    if (ciphertext.isEmpty()) {
      throw withoutCiphertext(parameters, wanted, algorithm);
    }
    var blob = CiphertextBlob.decode(ciphertext.get());
    if (wanted.filter(other -> !other.id().equals(blob.keyId())).isPresent()) {
      throw ServiceFault.of("IncorrectKeyException", AwsTexts.INCORRECT_KEY);
    }
    var key =
        finder
            .byId(vault.now(), blob.keyId())
            .map(found -> KeyFinder.note(found, call))
            .orElseThrow(() ->
                ServiceFault.of("AccessDeniedException", AwsTexts.KEY_OF_CIPHERTEXT_NOT_FOUND));
    requireUsable(key, parameters, algorithm);
    GrantOperations.refuseDryRun(parameters);
    var opened = layers.open(key, blob, parameters.map(context), call);
    return new DecryptedBlob(key, opened.plaintext(), key.materialId(opened.material()));
  }

  /// Legal only to try out permissions.
  private ServiceFault withoutCiphertext(
      Parameters parameters, Optional<StoredKey> wanted, String algorithm) {
    if (parameters.flag("DryRun")
        && parameters.texts("DryRunModifiers").contains("IGNORE_CIPHERTEXT")
        && wanted.isPresent()) {
      requireUsable(wanted.get(), parameters, algorithm);
      GrantOperations.refuseDryRun(parameters);
    }
    return ServiceFault.invalid(
        "CiphertextBlob is required, except in a dry run that ignores it and names the key.");
  }

  private StoredKey findKey(Call call, String parameter) {
    return finder.byAnyName(vault.now(), call.parameters().require(parameter), call);
  }

  private void requireUsable(StoredKey key, Parameters parameters, String algorithm) {
    grants.requireTokens(parameters);
    vault.now().stateOf(key).require(LocalKeyState.KeyAttempt.USE, key.arn());
    if (!parameters.text(algorithm).orElse(ALGORITHM).equals(ALGORITHM)) {
      throw ServiceFault.of(
          "InvalidKeyUsageException",
          "%s has the key spec SYMMETRIC_DEFAULT; its only algorithm is SYMMETRIC_DEFAULT."
              .formatted(key.arn()));
    }
  }

  private static void refuseRecipient(Parameters parameters) {
    if (parameters.has("Recipient")) {
      throw ServiceFault.invalid(
          "The local KMS does not encrypt for AWS Nitro enclaves (Recipient).");
    }
  }

  private byte[] randomBytes(int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
