package org.xksworkbench.bridge.hsm;

/// What AES-GCM made of a plaintext.
///
/// @param iv the initialization vector, 12 bytes, made by the token or by a CSPRNG
/// @param ciphertextAndTag ciphertext followed by the 16 bytes of the tag
public record SealedText(byte[] iv, byte[] ciphertextAndTag) {}
