package org.xksworkbench.bridge.xks.protocol;

/// Encrypt (specification, Encrypt).
///
/// @param additionalAuthenticatedData empty if absent
/// @param integrityValueWanted whether `ciphertextDataIntegrityValueAlgorithm` was given
public record EncryptRequest(
    RequestMetadata metadata,
    byte[] additionalAuthenticatedData,
    byte[] plaintext,
    boolean integrityValueWanted) {

  /// Never shows the plaintext.
  @Override
  public String toString() {
    return "EncryptRequest[" + metadata.kmsRequestId() + ", " + plaintext.length + " bytes]";
  }
}
