package org.xksworkbench.bridge.hsm.pkcs11;

import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_EC_PARAMS;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_EC_POINT;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKK_EC;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKM_ECDSA;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKO_PRIVATE_KEY;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKO_PUBLIC_KEY;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.xipki.pkcs11.wrapper.AttributeVector;
import org.xipki.pkcs11.wrapper.Mechanism;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.Session;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;

/// Key pairs that sign, on the curve P-256 alone.
final class SigningKeys {

  /// The object identifier of P-256, 1.2.840.10045.3.1.7, DER.
  private static final byte[] P256 = HexFormat.of().parseHex("06082a8648ce3d030107");

  /// What stands before the point in the SubjectPublicKeyInfo of a P-256 key (RFC 5480).
  private static final byte[] INFO_BEFORE_POINT =
      HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");

  private static final byte[] NOTHING = new byte[0];
  private static final int POINT_BYTES = 65;
  private static final byte UNCOMPRESSED = 4;

  private SigningKeys() {}

  static byte[] publicKey(AttributeReader reader, Session session, String label)
      throws PKCS11Exception {
    var key = only(session, CKO_PUBLIC_KEY, "public", label);
    var attributes = reader.read(session, key, CKA_EC_PARAMS, CKA_EC_POINT);
    if (!Arrays.equals(P256, attributes.get(CKA_EC_PARAMS))) {
      throw new HsmException(
          Reason.KEY_USAGE_NOT_PERMITTED,
          "The key " + label + " is not on the curve P-256; no other one signs here.");
    }
    var point = point(attributes.getOrDefault(CKA_EC_POINT, NOTHING), label);
    var info = Arrays.copyOf(INFO_BEFORE_POINT, INFO_BEFORE_POINT.length + POINT_BYTES);
    System.arraycopy(point, 0, info, INFO_BEFORE_POINT.length, POINT_BYTES);
    return info;
  }

  /// The specification wraps the point into an OCTET STRING (PKCS#11 3.1, section 6.3.3); not every
  /// token does.
  private static byte[] point(byte[] told, String label) {
    var from = told.length - POINT_BYTES;
    if ((from != 0 && from != 2) || told[from] != UNCOMPRESSED) {
      throw new HsmException(
          Reason.GENERAL,
          "The token tells the point of " + label + " in a form that is not known.");
    }
    return Arrays.copyOfRange(told, from, told.length);
  }

  static byte[] sign(Session session, String label, byte[] message) throws PKCS11Exception {
    session.signInit(new Mechanism(CKM_ECDSA), only(session, CKO_PRIVATE_KEY, "private", label));
    return session.sign(sha256(message));
  }

  private static long only(Session session, long objectClass, String what, String label)
      throws PKCS11Exception {
    var found =
        SecretKeys.find(
            session, new AttributeVector().class_(objectClass).keyType(CKK_EC).label(label), 2);
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw found.isEmpty()
        ? new HsmException(
            Reason.KEY_NOT_FOUND,
            "No "
                + what
                + " key on an elliptic curve with the label "
                + label
                + " is on the token.")
        : new HsmException(
            Reason.KEY_AMBIGUOUS,
            "More than one " + what + " key on the token has the label " + label + ".");
  }

  private static byte[] sha256(byte[] message) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(message);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }
}
