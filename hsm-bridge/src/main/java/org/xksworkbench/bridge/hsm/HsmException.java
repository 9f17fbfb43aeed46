package org.xksworkbench.bridge.hsm;

import org.jspecify.annotations.Nullable;

/// An HSM said no, or could not be asked. The message is a sentence for an administrator and holds
/// no secret; labels in it are shown as [ForeignText] has it.
public final class HsmException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final Reason reason;
  private final String returnCode;

  /// @param returnCode name of the PKCS#11 return code, such as `CKR_PIN_INCORRECT`, empty if none
  public HsmException(Reason reason, String message, String returnCode, @Nullable Throwable cause) {
    super(ForeignText.printable(message), cause);
    this.reason = reason;
    this.returnCode = returnCode;
  }

  public HsmException(Reason reason, String message) {
    this(reason, message, "", null);
  }

  public Reason reason() {
    return reason;
  }

  /// Name of the PKCS#11 return code, such as `CKR_PIN_INCORRECT`; empty if there was none.
  public String returnCode() {
    return returnCode;
  }

  /// Why, as a closed list: each return code of PKCS#11 maps to one of these in one place.
  public enum Reason {
    /// The module's file is not there, is no PKCS#11 library, or does not start.
    MODULE_UNUSABLE,
    /// The slot has no token, or it was removed.
    TOKEN_ABSENT,
    /// The token is there but answers no more.
    DEVICE_FAILED,
    PIN_INCORRECT,
    PIN_LOCKED,
    PIN_EXPIRED,
    /// The token has no user PIN yet.
    PIN_NOT_SET,
    /// The login ended.
    NOT_LOGGED_IN,
    KEY_NOT_FOUND,
    /// The label and ID name more than one key.
    KEY_AMBIGUOUS,
    LABEL_IN_USE,
    /// The key exists but may not be used so.
    KEY_USAGE_NOT_PERMITTED,
    /// The token does not know the mechanism, or not with these parameters.
    MECHANISM_UNSUPPORTED,
    /// The tag does not match: ciphertext, IV, AAD or key is not the one it was made with.
    CIPHERTEXT_INVALID,
    /// The token is full, or out of sessions or memory.
    OUT_OF_RESOURCES,
    /// The token is write-protected, or the session read-only.
    READ_ONLY,
    /// The call was not answered in the time it was given.
    TIMEOUT,
    /// Anything else; the return code tells.
    GENERAL;

    /// Whether the token refuses the PIN or has none: the same PIN is better not tried again.
    public boolean isOfThePin() {
      return this == PIN_INCORRECT
          || this == PIN_LOCKED
          || this == PIN_EXPIRED
          || this == PIN_NOT_SET;
    }
  }
}
