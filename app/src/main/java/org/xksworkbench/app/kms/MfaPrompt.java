package org.xksworkbench.app.kms;

/// Asks the user for the code of an MFA device. Called on the thread of the request; waits.
@FunctionalInterface
public interface MfaPrompt {

  /// @param profile that needs it
  /// @param serial of the device (`mfa_serial`)
  /// @throws KmsException of kind CREDENTIALS if the user gives none
  String code(String profile, String serial);

  /// Nobody is there to be asked.
  static MfaPrompt none() {
    return (profile, _) -> {
      throw KmsException.ofCredentials(
          KmsErrorCode.MFA_CODE_MISSING,
          "The profile " + profile + " needs the code of an MFA device.",
          null);
    };
  }
}
