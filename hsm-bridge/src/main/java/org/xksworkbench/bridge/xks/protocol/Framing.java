package org.xksworkbench.bridge.xks.protocol;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// How bytes are put together before they are authenticated or hashed; the layout is drawn in the
/// package description.
public final class Framing {

  private static final int AAD_LENGTH_LIMIT = 0xFFFF;
  private static final int METADATA_LENGTH_LIMIT = 0xFF;

  private Framing() {}

  /// The additional authenticated data for the token.
  public static byte[] aad(byte[] additionalAuthenticatedData, byte[] ciphertextMetadata) {
    if (additionalAuthenticatedData.length > AAD_LENGTH_LIMIT
        || ciphertextMetadata.length > METADATA_LENGTH_LIMIT) {
      throw new IllegalArgumentException("too long for its length field");
    }
    return ByteBuffer.allocate(
            Short.BYTES
                + additionalAuthenticatedData.length
                + Byte.BYTES
                + ciphertextMetadata.length)
        .putShort((short) additionalAuthenticatedData.length)
        .put(additionalAuthenticatedData)
        .put((byte) ciphertextMetadata.length)
        .put(ciphertextMetadata)
        .array();
  }

  /// The ciphertext data integrity value.
  ///
  /// @param ciphertextAndTag ciphertext followed by the authentication tag
  public static byte[] integrityValue(
      byte[] additionalAuthenticatedData,
      byte[] ciphertextMetadata,
      byte[] initializationVector,
      byte[] ciphertextAndTag) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(additionalAuthenticatedData);
      digest.update(ciphertextMetadata);
      digest.update(initializationVector);
      return digest.digest(ciphertextAndTag);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
