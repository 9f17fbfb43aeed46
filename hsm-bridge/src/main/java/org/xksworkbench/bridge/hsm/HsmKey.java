package org.xksworkbench.bridge.hsm;

import java.util.Set;

/// A secret key as the token describes it. Key material is not part of it and is never read.
///
/// @param label `CKA_LABEL`
/// @param id `CKA_ID` in lower-case hexadecimal, empty if the key has none
/// @param keyType `CKA_KEY_TYPE` without its prefix, such as `AES` or `GENERIC_SECRET`; vendor
///   types as hexadecimal
/// @param sizeBits the key's size in bits, 0 if the token does not tell
/// @param usages what the key may be used for
/// @param sensitive `CKA_SENSITIVE`
/// @param alwaysSensitive `CKA_ALWAYS_SENSITIVE`
/// @param extractable `CKA_EXTRACTABLE`
/// @param neverExtractable `CKA_NEVER_EXTRACTABLE`
/// @param local `CKA_LOCAL`: generated on this token
/// @param modifiable `CKA_MODIFIABLE`
public record HsmKey(
    String label,
    String id,
    String keyType,
    int sizeBits,
    Set<KeyUsage> usages,
    boolean sensitive,
    boolean alwaysSensitive,
    boolean extractable,
    boolean neverExtractable,
    boolean local,
    boolean modifiable) {

  public HsmKey {
    usages = Set.copyOf(usages);
  }

  public KeyRef ref() {
    return new KeyRef(label, id);
  }

  /// Type and size as people say it, such as `AES-256`.
  public String spec() {
    return sizeBits == 0 ? keyType : keyType + "-" + sizeBits;
  }
}
