package org.xksworkbench.bridge.ceremony.transcript;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// How a transcript can be signed. Both make 64 bytes.
public enum SignatureAlgorithm {
  /// RFC 8032.
  ED25519("Ed25519", "Ed25519", "Ed25519", "302a300506032b6570032100"),
  /// ECDSA over SHA-256 on P-256, r and s one after the other (IEEE P1363): what HSMs can.
  ECDSA_P256_SHA256(
      "ECDSA-P256-SHA256",
      "EC",
      "SHA256withECDSAinP1363Format",
      "3059301306072a8648ce3d020106082a8648ce3d030107034200");

  /// The order of the group of P-256 (FIPS 186-5, SP 800-186).
  private static final BigInteger P256_ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  private final String title;
  private final String keyAlgorithm;
  private final String signatureAlgorithm;

  /// How every public key of it begins, in hexadecimal: kind and curve.
  private final String keyBeginning;

  SignatureAlgorithm(
      String title, String keyAlgorithm, String signatureAlgorithm, String keyBeginning) {
    this.title = title;
    this.keyAlgorithm = keyAlgorithm;
    this.signatureAlgorithm = signatureAlgorithm;
    this.keyBeginning = keyBeginning;
  }

  /// As it stands in a transcript.
  public String title() {
    return title;
  }

  /// The algorithm that a key is for.
  static Optional<SignatureAlgorithm> of(PublicKey key) {
    return Arrays.stream(values()).filter(one -> one.fits(key.getEncoded())).findFirst();
  }

  static Optional<SignatureAlgorithm> ofTitle(String title) {
    return Arrays.stream(values()).filter(one -> one.title.equals(title)).findFirst();
  }

  /// ECDSA signatures hold with s and with its negative. Only the one with the smaller s is taken,
  /// so that a signature cannot be changed unseen.
  ///
  /// @param signature r and s, 32 bytes each
  static byte[] inOneForm(byte[] signature) {
    var half = signature.length / 2;
    var s = new BigInteger(1, Arrays.copyOfRange(signature, half, signature.length));
    if (s.compareTo(P256_ORDER.shiftRight(1)) <= 0 || s.compareTo(P256_ORDER) >= 0) {
      return signature.clone();
    }
    var smaller = P256_ORDER.subtract(s).toByteArray();
    var one = Arrays.copyOf(signature, signature.length);
    Arrays.fill(one, half, signature.length, (byte) 0);
    var length = Math.min(half, smaller.length);
    System.arraycopy(smaller, smaller.length - length, one, one.length - length, length);
    return one;
  }

  private boolean fits(byte[] info) {
    return HexFormat.of().formatHex(info).startsWith(keyBeginning);
  }

  /// @param info SubjectPublicKeyInfo, DER
  /// @return empty if it is no key of this algorithm, or not encoded as it would be written
  Optional<PublicKey> key(byte[] info) {
    if (!fits(info)) {
      return Optional.empty();
    }
    try {
      var key = KeyFactory.getInstance(keyAlgorithm).generatePublic(new X509EncodedKeySpec(info));
      // Another encoding of the same key would be a change that nobody sees.
      return Arrays.equals(key.getEncoded(), info) ? Optional.of(key) : Optional.empty();
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  /// Whether a signature is by this key. The key says which algorithm it is.
  public static boolean verifies(PublicKey key, byte[] message, byte[] signature) {
    return of(key).filter(algorithm -> algorithm.holds(key, message, signature)).isPresent();
  }

  private boolean holds(PublicKey key, byte[] message, byte[] signature) {
    if (this == ECDSA_P256_SHA256 && !Arrays.equals(signature, inOneForm(signature))) {
      return false;
    }
    try {
      var verifier = Signature.getInstance(signatureAlgorithm);
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
