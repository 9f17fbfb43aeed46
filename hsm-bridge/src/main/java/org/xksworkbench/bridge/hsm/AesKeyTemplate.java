package org.xksworkbench.bridge.hsm;

import java.util.Set;

/// What a new AES key shall be. It is always a token object (`CKA_TOKEN`), private, sensitive
/// (`CKA_SENSITIVE`) and not extractable (`CKA_EXTRACTABLE` false).
///
/// @param sizeBits 128 or 256
public record AesKeyTemplate(String label, int sizeBits, Set<KeyUsage> usages) {

  public AesKeyTemplate {
    if (label.isBlank()) {
      throw new IllegalArgumentException("A key needs a label.");
    }
    if (sizeBits != 128 && sizeBits != 256) {
      throw new IllegalArgumentException(
          "An AES key has 128 or 256 bits here, not " + sizeBits + ".");
    }
    usages = Set.copyOf(usages);
  }

  /// The key that AWS KMS accepts for an external key store: AES-256, encrypt and decrypt.
  public static AesKeyTemplate forExternalKeyStore(String label) {
    return new AesKeyTemplate(label, 256, Set.of(KeyUsage.ENCRYPT, KeyUsage.DECRYPT));
  }
}
