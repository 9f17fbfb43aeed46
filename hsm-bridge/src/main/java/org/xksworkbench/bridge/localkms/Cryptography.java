package org.xksworkbench.bridge.localkms;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.xksworkbench.bridge.xks.client.Outcome;
import org.xksworkbench.bridge.xks.client.XksClient;

/// Encrypt and Decrypt: the inner layer here, the outer one by the external key.
final class Cryptography {

  private static final Pattern KEY_ID = Pattern.compile("(?s).{1,2048}");
  private static final int PLAINTEXT_LIMIT = 4096;
  private static final int BLOB_LIMIT = 6144;
  private static final int METADATA_LIMIT = 20;
  private static final String MODE = "AES/GCM/NoPadding";

  private final KmsKeys keys;
  private final CustomKeyStores stores;
  private final XksClient client;
  private final SecureRandom random = new SecureRandom();

  Cryptography(KmsKeys keys, CustomKeyStores stores, XksClient client) {
    this.keys = keys;
    this.stores = stores;
    this.client = client;
  }

  ObjectNode encrypt(Parameters parameters, String requestId) {
    var key = usable(keys.find(parameters.required("KeyId", KEY_ID)));
    var plaintext = parameters.bytes("Plaintext", PLAINTEXT_LIMIT);
    var innerIv = new byte[CiphertextBlob.IV_LENGTH];
    random.nextBytes(innerIv);
    var aad =
        CiphertextBlob.authenticated(
            key.id(), innerIv, key.xksKeyId().isPresent(), context(parameters));
    var inner = gcm(Cipher.ENCRYPT_MODE, key, innerIv, aad, plaintext);
    var blob =
        key.xksKeyId().isPresent()
            ? wrap(key, innerIv, aad, inner, requestId)
            : new CiphertextBlob(key.id(), innerIv, Optional.empty(), inner);
    return JsonNodeFactory.instance
        .objectNode()
        .put("CiphertextBlob", Base64.getEncoder().encodeToString(blob.encode()))
        .put("KeyId", key.arn())
        .put("EncryptionAlgorithm", "SYMMETRIC_DEFAULT");
  }

  ObjectNode decrypt(Parameters parameters, String requestId) {
    var blob = CiphertextBlob.decode(parameters.bytes("CiphertextBlob", BLOB_LIMIT));
    var key = keyOf(blob.keyId());
    var named = parameters.text("KeyId", KEY_ID).map(keys::find);
    if (named.isPresent() && !named.get().id().equals(key.id())) {
      throw new KmsFault(
          "IncorrectKeyException", "The ciphertext was encrypted under another KMS key.");
    }
    usable(key);
    var external = blob.outer().isPresent();
    var aad = CiphertextBlob.authenticated(key.id(), blob.innerIv(), external, context(parameters));
    var inner =
        blob.outer()
            .map(outer -> unwrap(key, outer, aad, blob.ciphertext(), requestId))
            .orElse(blob.ciphertext());
    var plaintext = gcm(Cipher.DECRYPT_MODE, key, blob.innerIv(), aad, inner);
    return JsonNodeFactory.instance
        .objectNode()
        .put("KeyId", key.arn())
        .put("Plaintext", Base64.getEncoder().encodeToString(plaintext))
        .put("EncryptionAlgorithm", "SYMMETRIC_DEFAULT");
  }

  private LocalKey keyOf(UUID id) {
    try {
      return keys.get(id);
    } catch (KmsFault e) {
      throw CiphertextBlob.invalid();
    }
  }

  private LocalKey usable(LocalKey key) {
    if (!keys.state(key).equals("Enabled")) {
      throw new KmsFault(
          "KMSInvalidStateException",
          key.arn() + " is unavailable: its key store is not connected.");
    }
    return key;
  }

  private CiphertextBlob wrap(
      LocalKey key, byte[] innerIv, byte[] aad, byte[] inner, String requestId) {
    var body = request(key, "Encrypt", requestId);
    body.put("plaintext", base64(inner))
        .put("encryptionAlgorithm", "AES_GCM")
        .put("additionalAuthenticatedData", base64(aad))
        .put("ciphertextDataIntegrityValueAlgorithm", "SHA_256");
    var answer = call(key, "encrypt", body);
    var ciphertext = bytes(answer, "ciphertext");
    var iv = bytes(answer, "initializationVector");
    var tag = bytes(answer, "authenticationTag");
    var metadata =
        answer.has("ciphertextMetadata") ? bytes(answer, "ciphertextMetadata") : new byte[0];
    var integrity = bytes(answer, "ciphertextDataIntegrityValue");
    if (ciphertext.length != inner.length
        || (iv.length != 12 && iv.length != 16)
        || tag.length != CiphertextBlob.TAG_LENGTH
        || metadata.length > METADATA_LIMIT
        || !MessageDigest.isEqual(integrity, sha256(aad, metadata, iv, ciphertext, tag))) {
      throw ProxyFaults.onCrypto(new Outcome.Malformed("wrong lengths or integrity value"));
    }
    return new CiphertextBlob(
        key.id(), innerIv, Optional.of(new CiphertextBlob.Outer(metadata, iv, tag)), ciphertext);
  }

  private byte[] unwrap(
      LocalKey key, CiphertextBlob.Outer outer, byte[] aad, byte[] ciphertext, String requestId) {
    var body = request(key, "Decrypt", requestId);
    body.put("ciphertext", base64(ciphertext))
        .put("encryptionAlgorithm", "AES_GCM")
        .put("additionalAuthenticatedData", base64(aad))
        .put("initializationVector", base64(outer.iv()))
        .put("authenticationTag", base64(outer.tag()));
    if (outer.metadata().length > 0) {
      body.put("ciphertextMetadata", base64(outer.metadata()));
    }
    var inner = bytes(call(key, "decrypt", body), "plaintext");
    if (inner.length != ciphertext.length) {
      throw ProxyFaults.onCrypto(new Outcome.Malformed("wrong length"));
    }
    return inner;
  }

  private ObjectNode call(LocalKey key, String operation, ObjectNode body) {
    var proxy = stores.get(key.customKeyStoreId().orElseThrow()).proxy();
    var path = "/keys/" + key.xksKeyId().orElseThrow() + "/" + operation;
    var outcome = client.post(proxy, path, body);
    if (outcome instanceof Outcome.Answered(var answer)) {
      return answer;
    }
    throw ProxyFaults.onCrypto(outcome);
  }

  private ObjectNode request(LocalKey key, String kmsOperation, String requestId) {
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("requestMetadata")
        .put("awsPrincipalArn", keys.principal())
        .put("kmsKeyArn", key.arn())
        .put("kmsOperation", kmsOperation)
        .put("kmsRequestId", requestId);
    return body;
  }

  /// What the proxy handed back, or the caller handed in, may be wrong: then the tag does not
  /// match.
  private static byte[] gcm(int mode, LocalKey key, byte[] iv, byte[] aad, byte[] input) {
    try {
      var cipher = Cipher.getInstance(MODE);
      cipher.init(mode, key.material(), new GCMParameterSpec(CiphertextBlob.TAG_LENGTH * 8, iv));
      cipher.updateAAD(aad);
      return cipher.doFinal(input);
    } catch (AEADBadTagException e) {
      throw CiphertextBlob.invalid();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  private static Map<String, String> context(Parameters parameters) {
    var context = new HashMap<String, String>();
    parameters
        .body()
        .path("EncryptionContext")
        .properties()
        .forEach(entry -> context.put(entry.getKey(), entry.getValue().asText()));
    return context;
  }

  private static byte[] bytes(ObjectNode answer, String field) {
    try {
      return Base64.getDecoder().decode(answer.path(field).asText());
    } catch (IllegalArgumentException e) {
      throw ProxyFaults.onCrypto(new Outcome.Malformed(field + " is not Base64"));
    }
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      Arrays.stream(parts).forEach(digest::update);
      return digest.digest();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
