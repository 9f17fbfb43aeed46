package org.xksworkbench.bridge.hsm;

import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKK_AES;

import org.xipki.pkcs11.wrapper.AttributeVector;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.Session;
import org.xksworkbench.bridge.hsm.pkcs11.RawToken;

/// What others may do to the keys of a token behind our back: make them with any value, with no
/// `CKA_ID`, give them another label. In the process-wide login of a test.
public final class RawKeys implements AutoCloseable {

  private final Session session;

  public RawKeys(Slot slot) {
    session = open(slot);
  }

  /// @return the object's handle
  public long create(String label, byte[] key) {
    try {
      return session.createObject(
          AttributeVector.newSecretKey(CKK_AES)
              .label(label)
              .token(true)
              .private_(true)
              .encrypt(true)
              .decrypt(true)
              .value(key));
    } catch (PKCS11Exception e) {
      throw new AssertionError(e);
    }
  }

  public void relabel(long handle, String label) {
    try {
      session.setAttributeValues(handle, new AttributeVector().label(label));
    } catch (PKCS11Exception e) {
      throw new AssertionError(e);
    }
  }

  public void delete(long handle) {
    try {
      session.destroyObject(handle);
    } catch (PKCS11Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    try {
      session.closeSession();
    } catch (PKCS11Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Session open(Slot slot) {
    try {
      for (var one : RawToken.slots(SoftHsm.modulePath())) {
        if (one.getSlotID() == slot.id()) {
          return one.getToken().openSession(true);
        }
      }
    } catch (PKCS11Exception | java.io.IOException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("no slot " + slot.id());
  }
}
