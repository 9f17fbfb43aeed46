package org.xksworkbench.bridge.hsm.pkcs11;

import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKM_AES_GCM;

import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.SealedText;

/// AES-GCM with a tag of 128 bits, the hot path: each call uses a Cryptoki session of its own. Safe
/// for use by several threads.
interface GcmLane extends AutoCloseable {

  int TAG_BITS = 128;

  /// Number of the mechanism that AES-GCM is done with.
  static long mechanism(Pkcs11Settings settings) {
    return settings.mechanism() == Pkcs11Settings.ANY_MECHANISM
        ? CKM_AES_GCM
        : settings.mechanism();
  }

  /// Encrypts under an initialization vector that the settings' source makes.
  ///
  /// @throws HsmException if the token used another, or it is not known which
  SealedText seal(long key, byte[] aad, byte[] plaintext) throws PKCS11Exception;

  byte[] encrypt(long key, byte[] iv, byte[] aad, byte[] plaintext) throws PKCS11Exception;

  /// @throws CiphertextRefused if `C_Decrypt` itself said no, after `C_DecryptInit` had said yes
  byte[] decrypt(long key, byte[] iv, byte[] aad, byte[] ciphertextAndTag) throws PKCS11Exception;

  byte[] random(int length) throws PKCS11Exception;

  /// Closes the sessions. Calls that run meanwhile close theirs when they end.
  @Override
  void close();
}
