package org.xksworkbench.bridge.xks.protocol;

/// Decrypt (specification, Decrypt).
///
/// @param additionalAuthenticatedData empty if absent
/// @param ciphertextMetadata empty if absent
public record DecryptRequest(
    RequestMetadata metadata,
    byte[] additionalAuthenticatedData,
    byte[] ciphertext,
    byte[] ciphertextMetadata,
    byte[] initializationVector,
    byte[] authenticationTag) {}
