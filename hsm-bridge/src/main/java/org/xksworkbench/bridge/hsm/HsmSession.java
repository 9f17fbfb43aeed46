package org.xksworkbench.bridge.hsm;

import java.util.List;
import java.util.Optional;

/// A login to one token. Safe for use by several threads; the implementation holds as many Cryptoki
/// sessions as it needs.
public interface HsmSession extends AutoCloseable {

  /// Length of the initialization vectors that [#sealGcm] makes.
  int GCM_IV_BYTES = 12;

  /// The token as it was at login.
  Token token();

  /// Whether the token says that it encrypts and decrypts with AES-GCM: `CKM_AES_GCM` is in its
  /// list of mechanisms, for both. Empty where it does not tell.
  default Optional<Boolean> doesAesGcm() {
    return Optional.empty();
  }

  /// All secret keys (`CKO_SECRET_KEY`), in no particular order. Only attributes that are legal for
  /// the class are asked. One that cannot be read is among them, without a label:
  /// [HsmObject#trouble] says why.
  ///
  /// @throws HsmException if there are some and none can be read
  List<HsmKey> secretKeys();

  /// The secret keys with this label. More than one is possible: PKCS#11 does not make labels
  /// unique.
  List<HsmKey> secretKeys(String label);

  /// Generates an AES key on the token (`CKM_AES_KEY_GEN`) and reads it back.
  ///
  /// @throws HsmException with [HsmException.Reason#LABEL_IN_USE] if a secret key has this label
  @ChangesToken("C_GenerateKey")
  HsmKey generateAesKey(AesKeyTemplate template);

  /// AES-GCM with a tag of 128 bits, done by the token (`CKM_AES_GCM`).
  ///
  /// @param key found by label and ID, so that it outlasts a login
  /// @param iv 12 or 16 bytes; never used twice under one key
  /// @param aad additional authenticated data, may be empty
  /// @return ciphertext followed by the 16 bytes of the tag
  byte[] encryptGcm(ObjectRef key, byte[] iv, byte[] aad, byte[] plaintext);

  /// [#encryptGcm] under a fresh initialization vector of 12 bytes. It comes from a CSPRNG, the
  /// token's unless the implementation says otherwise, or from the token itself; never from a
  /// counter or a clock, because other machines may use the same key.
  default SealedText sealGcm(ObjectRef key, byte[] aad, byte[] plaintext) {
    var iv = random(GCM_IV_BYTES);
    return new SealedText(iv, encryptGcm(key, iv, aad, plaintext));
  }

  /// The inverse of [#encryptGcm].
  ///
  /// @param ciphertextAndTag ciphertext followed by the 16 bytes of the tag
  /// @throws HsmException with [HsmException.Reason#CIPHERTEXT_INVALID] if the tag does not match
  byte[] decryptGcm(ObjectRef key, byte[] iv, byte[] aad, byte[] ciphertextAndTag);

  /// Finds out what the token can do for an XKS proxy by doing it, and from then on uses it so.
  /// Nothing is written to the token: the key that is tried is an object of a session.
  ///
  /// @param keyLabel a key to try where the token makes none for a session alone, with random
  ///   initialization vectors only; not used if it is not there, or more than one is; empty for
  ///   none
  default TokenCapabilities probe(String keyLabel) {
    throw new HsmException(
        HsmException.Reason.MECHANISM_UNSUPPORTED, "This token cannot be probed.");
  }

  /// Measures how fast the token is and which lengths it takes.
  ///
  /// @param capabilities what [#probe] found
  /// @param keyLabel as in [#probe]
  /// @return what was found, with what was measured
  default TokenCapabilities measure(TokenCapabilities capabilities, String keyLabel) {
    throw new HsmException(
        HsmException.Reason.MECHANISM_UNSUPPORTED, "This token cannot be measured.");
  }

  /// The public half of the key pair with this label that signs: an elliptic curve key (`CKK_EC`)
  /// on P-256.
  ///
  /// @return SubjectPublicKeyInfo (RFC 5480), DER
  /// @throws HsmException with [HsmException.Reason#KEY_NOT_FOUND] or
  ///   [HsmException.Reason#KEY_AMBIGUOUS], with [HsmException.Reason#KEY_USAGE_NOT_PERMITTED] if
  ///   it is on another curve
  byte[] signingKey(String label);

  /// Signs with the private key of that pair: ECDSA over the SHA-256 of the message, done by the
  /// token (`CKM_ECDSA`).
  ///
  /// @return r and s, 32 bytes each (IEEE P1363)
  /// @throws HsmException as [#signingKey]
  byte[] sign(String label, byte[] message);

  /// All objects of the token, not only secret keys.
  TokenObjects objects();

  /// Random bytes from the token (`C_GenerateRandom`).
  byte[] random(int length);

  /// Logs out (`C_Logout`).
  @Override
  void close();
}
