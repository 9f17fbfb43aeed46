package org.xksworkbench.bridge.ceremony.format;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import org.xksworkbench.bridge.ceremony.Fingerprint;

/// The public half of a key that signs lines. Which algorithm a signature is of is known from the
/// key, never from what stands beside the signature.
///
/// @param keyid SHA-256 of its SubjectPublicKeyInfo (DER)
public record VerifyingKey(Algorithm algorithm, PublicKey key, Fingerprint keyid) {

  /// The order of the group of P-256 (FIPS 186-5, SP 800-186).
  private static final BigInteger P256_ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  /// The prime of Ed25519 (RFC 8032, section 5.1).
  private static final BigInteger P25519 = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  private static final int ED25519_BYTES = 32;

  /// The y of the four points of order eight.
  private static final Set<BigInteger> OF_ORDER_EIGHT =
      Set.of(
          new BigInteger("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7", 16),
          new BigInteger("05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16));

  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;

  /// What may sign. A third one is another format.
  public enum Algorithm {
    /// RFC 8032.
    ED25519("Ed25519", "Ed25519", "Ed25519", "302a300506032b6570032100"),
    /// ECDSA over SHA-256 on P-256 in DER, uncompressed point: what smart cards and HSMs can.
    ECDSA_P256_SHA256(
        "ECDSA-P256-SHA256",
        "EC",
        "SHA256withECDSA",
        "3059301306072a8648ce3d020106082a8648ce3d03010703420004");

    private final String title;
    private final String ofKey;
    private final String ofSignature;

    /// How every public key of it begins, in hexadecimal: algorithm, curve and form.
    private final String beginning;

    Algorithm(String title, String ofKey, String ofSignature, String beginning) {
      this.title = title;
      this.ofKey = ofKey;
      this.ofSignature = ofSignature;
      this.beginning = beginning;
    }

    public String title() {
      return title;
    }

    private boolean fits(byte[] info) {
      return HexFormat.of().formatHex(info).startsWith(beginning);
    }
  }

  /// @param info SubjectPublicKeyInfo, DER
  /// @throws Malformed if it is no key of an algorithm that may sign, or encoded otherwise
  public static VerifyingKey of(byte[] info) throws MalformedEvidence {
    for (var algorithm : Algorithm.values()) {
      if (algorithm.fits(info)) {
        return of(algorithm, info);
      }
    }
    throw new MalformedEvidence("A key is neither Ed25519 nor ECDSA on P-256.");
  }

  private static VerifyingKey of(Algorithm algorithm, byte[] info) throws MalformedEvidence {
    try {
      var key =
          KeyFactory.getInstance(algorithm.ofKey).generatePublic(new X509EncodedKeySpec(info));
      // Another encoding of the same key would be a second key of one person.
      if (Arrays.equals(key.getEncoded(), info) && !isNobodys(algorithm, info)) {
        return new VerifyingKey(algorithm, key, Fingerprint.of(info));
      }
    } catch (GeneralSecurityException e) {
      throw new MalformedEvidence("A key cannot be read.", e);
    }
    throw new MalformedEvidence(
        "A key is not in its one form, or is one for which anybody can sign.");
  }

  /// Ed25519 has eight points of small order. A signature that holds for one of them can be made by
  /// anybody, and holds for other messages, too. A y that is not below p stands for another one.
  private static boolean isNobodys(Algorithm algorithm, byte[] info) {
    if (algorithm != Algorithm.ED25519) {
      return false;
    }
    var y = new byte[ED25519_BYTES];
    for (var at = 0; at < ED25519_BYTES; at++) {
      y[at] = info[info.length - 1 - at];
    }
    // The sign of x.
    y[0] &= 0x7f;
    var number = new BigInteger(1, y);
    return number.compareTo(P25519.subtract(BigInteger.ONE)) >= 0
        || number.compareTo(BigInteger.ONE) <= 0
        || OF_ORDER_EIGHT.contains(number);
  }

  /// Whether a signature is by this key, and in its one form.
  public boolean holds(byte[] message, byte[] signature) {
    if (algorithm == Algorithm.ECDSA_P256_SHA256 && !isInOneForm(signature)) {
      return false;
    }
    try {
      var verifier = Signature.getInstance(algorithm.ofSignature);
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /// With s its negative holds, too; the smaller one is taken. With another DER of the same two
  /// numbers the link of a line would be another.
  private static boolean isInOneForm(byte[] signature) {
    var in = ByteBuffer.wrap(signature);
    try {
      if (in.get() != SEQUENCE || in.get() != signature.length - 2) {
        return false;
      }
      var r = integer(in);
      var s = integer(in);
      return !in.hasRemaining()
          && r.signum() > 0
          && s.signum() > 0
          && s.compareTo(P256_ORDER.shiftRight(1)) <= 0;
    } catch (BufferUnderflowException e) {
      return false;
    }
  }

  /// @return zero if it is not in the shortest form
  private static BigInteger integer(ByteBuffer in) {
    if (in.get() != INTEGER) {
      return BigInteger.ZERO;
    }
    var length = in.get();
    if (length <= 0) {
      return BigInteger.ZERO;
    }
    var bytes = new byte[length];
    in.get(bytes);
    var number = new BigInteger(bytes);
    return number.toByteArray().length == length ? number : BigInteger.ZERO;
  }
}
