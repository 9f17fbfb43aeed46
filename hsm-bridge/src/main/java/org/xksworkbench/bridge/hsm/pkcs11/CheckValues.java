package org.xksworkbench.bridge.hsm.pkcs11;

import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKM_AES_CMAC;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKM_AES_ECB;

import java.util.Arrays;
import org.xipki.pkcs11.wrapper.Mechanism;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.Session;

/// Check values of AES keys, computed by the token.
final class CheckValues {

  private static final int BLOCK_BYTES = 16;
  private static final int CHECK_VALUE_BYTES = 3;

  private CheckValues() {}

  /// The first 3 bytes of the CMAC over a block of zeros.
  static byte[] of(Session session, long key) throws PKCS11Exception {
    return Arrays.copyOf(cmac(session, key, new byte[BLOCK_BYTES]), CHECK_VALUE_BYTES);
  }

  /// The first 3 bytes of a block of zeros in ECB mode.
  static byte[] ecb(Session session, long key) throws PKCS11Exception {
    session.encryptInit(new Mechanism(CKM_AES_ECB), key);
    return Arrays.copyOf(session.encrypt(new byte[BLOCK_BYTES]), CHECK_VALUE_BYTES);
  }

  /// `CKM_AES_CMAC` (PKCS#11 3.1, section 6.13), 16 bytes.
  static byte[] cmac(Session session, long key, byte[] message) throws PKCS11Exception {
    session.signInit(new Mechanism(CKM_AES_CMAC), key);
    return session.sign(message);
  }
}
