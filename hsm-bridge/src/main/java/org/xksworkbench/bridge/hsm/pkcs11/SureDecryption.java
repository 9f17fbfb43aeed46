package org.xksworkbench.bridge.hsm.pkcs11;

import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKR_KEY_FUNCTION_NOT_PERMITTED;

import org.xipki.pkcs11.wrapper.PKCS11Exception;

/// Decrypts, and is sure before it says that the ciphertext is wrong.
final class SureDecryption {

  /// Text and AAD. Not empty: SoftHSM 2.6.1 ends its process at an empty AAD on some systems.
  private static final byte[] PROBE = new byte[16];

  private final GcmLane gcm;

  SureDecryption(GcmLane gcm) {
    this.gcm = gcm;
  }

  /// A wrong tag and a broken device can have one return code. Only a token that has just shown
  /// that it works with this very key is believed that the ciphertext is wrong.
  byte[] decrypt(long handle, byte[] iv, byte[] aad, byte[] ciphertextAndTag)
      throws PKCS11Exception {
    try {
      return gcm.decrypt(handle, iv, aad, ciphertextAndTag);
    } catch (CiphertextRefused e) {
      if (e.certain()) {
        throw e;
      }
    }
    requireWorking(handle);
    try {
      return gcm.decrypt(handle, iv, aad, ciphertextAndTag);
    } catch (CiphertextRefused e) {
      requireWorking(handle);
      throw e;
    }
  }

  private void requireWorking(long handle) throws PKCS11Exception {
    try {
      var sealed = gcm.seal(handle, PROBE, PROBE);
      var _ = gcm.decrypt(handle, sealed.iv(), PROBE, sealed.ciphertextAndTag());
    } catch (CiphertextRefused e) {
      throw new PKCS11Exception(e.getErrorCode());
    } catch (PKCS11Exception e) {
      // A key that may only decrypt cannot be tried so; that the token knows that much must do.
      if (e.getErrorCode() != CKR_KEY_FUNCTION_NOT_PERMITTED) {
        throw e;
      }
    }
  }
}
