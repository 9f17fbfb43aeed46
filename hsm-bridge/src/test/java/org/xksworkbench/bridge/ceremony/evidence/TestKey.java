package org.xksworkbench.bridge.ceremony.evidence;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.xksworkbench.bridge.ceremony.Fingerprint;

/// A key that signs, for tests.
record TestKey(KeyPair pair, boolean p256) {

  private static final BigInteger ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  static TestKey ed25519() {
    try {
      return new TestKey(KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), false);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static TestKey ecdsa() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return new TestKey(generator.generateKeyPair(), true);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  String publicKey() {
    return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
  }

  String keyid() {
    return Fingerprint.of(pair.getPublic().getEncoded()).hex();
  }

  String sign(byte[] message) {
    return Base64.getEncoder().encodeToString(signature(message));
  }

  byte[] signature(byte[] message) {
    try {
      var signer = Signature.getInstance(p256 ? "SHA256withECDSA" : "Ed25519");
      signer.initSign(pair.getPrivate());
      signer.update(message);
      return p256 ? withS(signer.sign(), false) : signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The same signature with the smaller or the larger s.
  static byte[] withS(byte[] der, boolean larger) {
    var in = ByteBuffer.wrap(der);
    in.position(2);
    var r = integer(in);
    var s = integer(in);
    var isLarger = s.compareTo(ORDER.shiftRight(1)) > 0;
    return der(r, isLarger == larger ? s : ORDER.subtract(s));
  }

  private static BigInteger integer(ByteBuffer in) {
    in.get();
    var bytes = new byte[in.get()];
    in.get(bytes);
    return new BigInteger(bytes);
  }

  private static byte[] der(BigInteger r, BigInteger s) {
    var first = r.toByteArray();
    var second = s.toByteArray();
    return ByteBuffer.allocate(6 + first.length + second.length)
        .put((byte) 0x30)
        .put((byte) (4 + first.length + second.length))
        .put((byte) 2)
        .put((byte) first.length)
        .put(first)
        .put((byte) 2)
        .put((byte) second.length)
        .put(second)
        .array();
  }
}
