package org.xksworkbench.bridge.hsm.pkcs11;

import java.util.Set;
import org.xipki.pkcs11.wrapper.PKCS11Exception;

/// `C_Decrypt` said no to what it was given, and may mean the tag.
final class CiphertextRefused extends PKCS11Exception {

  private static final long serialVersionUID = 1;

  private static final Set<Long> CERTAIN =
      Set.of(
          ReturnCodes.ENCRYPTED_DATA_INVALID,
          ReturnCodes.ENCRYPTED_DATA_LEN_RANGE,
          ReturnCodes.AEAD_DECRYPT_FAILED);

  /// What SoftHSM and others say of a wrong tag; also what a broken device says.
  private static final Set<Long> UNCERTAIN =
      Set.of(ReturnCodes.GENERAL_ERROR, ReturnCodes.FUNCTION_FAILED);

  private CiphertextRefused(long code) {
    super(code);
  }

  /// @param code of `C_Decrypt`
  static PKCS11Exception orOther(long code) {
    return CERTAIN.contains(code) || UNCERTAIN.contains(code)
        ? new CiphertextRefused(code)
        : new PKCS11Exception(code);
  }

  /// Whether the code can mean nothing but the ciphertext.
  boolean certain() {
    return CERTAIN.contains(getErrorCode());
  }
}
