package org.xksworkbench.bridge.hsm;

/// A token as it describes itself (`C_GetTokenInfo`).
///
/// @param initialized `CKF_TOKEN_INITIALIZED`
/// @param loginRequired `CKF_LOGIN_REQUIRED`
/// @param userPinInitialized `CKF_USER_PIN_INITIALIZED`
/// @param userPin what the flags say of the user PIN's retry counter
public record Token(
    String label,
    String manufacturer,
    String model,
    String serial,
    String hardwareVersion,
    String firmwareVersion,
    boolean initialized,
    boolean loginRequired,
    boolean userPinInitialized,
    PinState userPin) {

  /// The retry counter of a PIN, as far as flags tell.
  public enum PinState {
    OK,
    /// `CKF_USER_PIN_COUNT_LOW`: a wrong PIN was given since the last right one.
    COUNT_LOW,
    /// `CKF_USER_PIN_TO_BE_CHANGED`: the first PIN, or one that has expired.
    TO_BE_CHANGED,
    /// `CKF_USER_PIN_FINAL_TRY`: one more wrong PIN locks the token.
    FINAL_TRY,
    /// `CKF_USER_PIN_LOCKED`
    LOCKED
  }
}
