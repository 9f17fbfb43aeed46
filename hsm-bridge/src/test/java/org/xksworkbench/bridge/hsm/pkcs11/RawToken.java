package org.xksworkbench.bridge.hsm.pkcs11;

import static org.xipki.pkcs11.wrapper.PKCS11Constants.*;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import org.xipki.pkcs11.wrapper.AttributeVector;
import org.xipki.pkcs11.wrapper.KeyPairTemplate;
import org.xipki.pkcs11.wrapper.Mechanism;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.Session;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;

/// Puts objects on a token by the wrapper itself, which the port does not offer. Lives in the
/// process-wide login of a session of the port.
public final class RawToken implements AutoCloseable {

  private final Session session;

  public RawToken(Slot slot) {
    this.session = open(slot);
  }

  /// Slots of a module that is open already, as the wrapper has them. By its own way to a module
  /// the wrapper would load its native part a second time.
  public static org.xipki.pkcs11.wrapper.Slot[] slots(Path module)
      throws IOException, PKCS11Exception {
    return WrapperLibrary.open(module).getSlotList(true);
  }

  private static Session open(Slot slot) {
    try {
      for (var one : slots(SoftHsm.modulePath())) {
        if (one.getSlotID() == slot.id()) {
          return one.getToken().openSession(true);
        }
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("no slot " + slot.id());
  }

  public Session session() {
    return session;
  }

  /// An object of each class that SoftHSM keeps, all of one label.
  public void oneOfEach(String label) throws PKCS11Exception {
    data(label);
    certificate(label);
    secret(label, CKK_AES, new byte[32]);
    secret(label, CKK_GENERIC_SECRET, new byte[20]);
    rsaKey(label);
    domainParameters(label);
  }

  public void data(String label) throws PKCS11Exception {
    session.createObject(
        new AttributeVector()
            .class_(CKO_DATA)
            .token(true)
            .private_(true)
            .label(label)
            .attr(CKA_APPLICATION, "ledger")
            .value("a secret of somebody's".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  public void certificate(String label) throws PKCS11Exception {
    session.createObject(
        new AttributeVector()
            .class_(CKO_CERTIFICATE)
            .certificateType(CKC_X_509)
            .token(true)
            .private_(false)
            .label(label)
            .id(new byte[] {1, 2})
            .subject(new byte[] {0x30, 0})
            .value(new byte[2000]));
  }

  public long secret(String label, long type, byte[] value) throws PKCS11Exception {
    return session.createObject(
        AttributeVector.newSecretKey(type)
            .token(true)
            .private_(true)
            .label(label)
            .id(new byte[] {3})
            .sensitive(true)
            .extractable(true)
            .encrypt(true)
            .sign(true)
            .value(value));
  }

  /// A private key of AES with the day from which it may be used.
  public void dated(String label, Instant from) throws PKCS11Exception {
    session.createObject(
        AttributeVector.newSecretKey(CKK_AES)
            .token(true)
            .private_(true)
            .label(label)
            .encrypt(true)
            .decrypt(true)
            .startDate(from)
            .value(new byte[32]));
  }

  /// The public half only: its numbers need not be of a real key to be read.
  public void rsaKey(String label) throws PKCS11Exception {
    session.createObject(
        new AttributeVector()
            .class_(CKO_PUBLIC_KEY)
            .keyType(CKK_RSA)
            .token(true)
            .private_(false)
            .label(label)
            .id(new byte[] {4})
            .verify(true)
            .modulus(BigInteger.ONE.shiftLeft(2047).add(BigInteger.ONE))
            .publicExponent(BigInteger.valueOf(65537)));
  }

  /// A key pair on P-256, made by the token, as on a smart card.
  public void signingPair(String label) throws PKCS11Exception {
    var p256 = HexFormat.of().parseHex("06082a8648ce3d030107");
    session.generateKeyPair(
        new Mechanism(CKM_EC_KEY_PAIR_GEN),
        new KeyPairTemplate(
            new AttributeVector()
                .sensitive(true)
                .sign(true)
                .token(true)
                .private_(true)
                .label(label),
            new AttributeVector().ecParams(p256).verify(true).token(true).label(label)));
  }

  public void domainParameters(String label) throws PKCS11Exception {
    session.createObject(
        new AttributeVector()
            .class_(CKO_DOMAIN_PARAMETERS)
            .keyType(CKK_DH)
            .token(true)
            .private_(false)
            .label(label)
            .prime(BigInteger.valueOf(23))
            .base(BigInteger.valueOf(5)));
  }

  @Override
  public void close() {
    try {
      session.closeSession();
    } catch (PKCS11Exception e) {
      throw new AssertionError(e);
    }
  }
}
