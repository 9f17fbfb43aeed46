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
  /// @param learned what this token was seen to say of a wrong tag
  static PKCS11Exception orOther(long code, Set<Long> learned) {
    return CERTAIN.contains(code) || UNCERTAIN.contains(code) || learned.contains(code)
        ? new CiphertextRefused(code)
        : new PKCS11Exception(code);
  }

  /// Whether every token is believed that this code may mean the tag.
  static boolean known(long code) {
    return CERTAIN.contains(code) || UNCERTAIN.contains(code);
  }

  /// Whether the code can mean nothing but the ciphertext.
  boolean certain() {
    return CERTAIN.contains(getErrorCode());
  }
}
