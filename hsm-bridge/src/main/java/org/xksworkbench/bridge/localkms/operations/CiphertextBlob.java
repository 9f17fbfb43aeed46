package org.xksworkbench.bridge.localkms.operations;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.xksworkbench.bridge.localkms.proxy.ProxyCalls;
import org.xksworkbench.bridge.localkms.state.AwsTexts;
import org.xksworkbench.bridge.localkms.wire.ServiceFault;

/// The ciphertext blob, as the package description draws it.
///
/// @param outer only for a key in an external key store
record CiphertextBlob(UUID keyId, byte[] innerIv, Optional<Outer> outer, byte[] ciphertext) {

  /// What the proxy gave beside the ciphertext.
  record Outer(byte[] metadata, byte[] iv, byte[] tag) {}

  static final int IV_LENGTH = 12;
  static final int TAG_LENGTH = 16;

  private static final byte[] MAGIC = "XWLK".getBytes(StandardCharsets.US_ASCII);
  private static final byte INTERNAL = 1;
  private static final byte EXTERNAL = 2;

  byte[] encode() {
    var header = header(keyId, innerIv, outer.isPresent());
    var buffer = ByteBuffer.allocate(header.length + outerLength() + ciphertext.length).put(header);
    outer.ifPresent(layer ->
        buffer
            .put((byte) layer.metadata().length)
            .put(layer.metadata())
            .put((byte) layer.iv().length)
            .put(layer.iv())
            .put(layer.tag()));
    return buffer.put(ciphertext).array();
  }

  private int outerLength() {
    return outer
        .map(layer -> 2 + layer.metadata().length + layer.iv().length + layer.tag().length)
        .orElse(0);
  }

  static CiphertextBlob decode(byte[] blob) {
    try {
      var buffer = ByteBuffer.wrap(blob);
      if (!Arrays.equals(take(buffer, MAGIC.length), MAGIC)) {
        throw invalid();
      }
      var version = buffer.get();
      var keyId = new UUID(buffer.getLong(), buffer.getLong());
      var innerIv = take(buffer, IV_LENGTH);
      Optional<Outer> outer =
          switch (version) {
            case INTERNAL -> Optional.empty();
            case EXTERNAL -> Optional.of(outer(buffer));
            default -> throw invalid();
          };
      return new CiphertextBlob(keyId, innerIv, outer, take(buffer, buffer.remaining()));
    } catch (BufferUnderflowException e) {
      throw invalid();
    }
  }

  private static Outer outer(ByteBuffer buffer) {
    var metadataLength = Byte.toUnsignedInt(buffer.get());
    if (metadataLength > ProxyCalls.METADATA_LIMIT) {
      throw invalid();
    }
    var metadata = take(buffer, metadataLength);
    var ivLength = Byte.toUnsignedInt(buffer.get());
    if (ivLength != 12 && ivLength != 16) {
      throw invalid();
    }
    return new Outer(metadata, take(buffer, ivLength), take(buffer, TAG_LENGTH));
  }

  /// What both layers authenticate.
  static byte[] authenticatedData(
      UUID keyId, byte[] innerIv, boolean external, Map<String, String> encryptionContext) {
    var header = header(keyId, innerIv, external);
    var digest = digest(encryptionContext);
    return ByteBuffer.allocate(header.length + digest.length).put(header).put(digest).array();
  }

  private static byte[] header(UUID keyId, byte[] innerIv, boolean external) {
    return ByteBuffer.allocate(MAGIC.length + 1 + 2 * Long.BYTES + innerIv.length)
        .put(MAGIC)
        .put(external ? EXTERNAL : INTERNAL)
        .putLong(keyId.getMostSignificantBits())
        .putLong(keyId.getLeastSignificantBits())
        .put(innerIv)
        .array();
  }

  private static byte[] digest(Map<String, String> encryptionContext) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      new TreeMap<>(encryptionContext)
          .forEach((name, value) -> {
            for (var text : new String[] {name, value}) {
              var bytes = text.getBytes(StandardCharsets.UTF_8);
              sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
              sha.update(bytes);
            }
          });
      return sha.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] take(ByteBuffer buffer, int length) {
    var bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }

  static ServiceFault invalid() {
    return ServiceFault.of("InvalidCiphertextException", AwsTexts.INVALID_CIPHERTEXT);
  }
}
