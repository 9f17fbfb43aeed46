package org.xksworkbench.bridge.hsm;

import java.util.List;
import java.util.Optional;

/// All that a slot tells of itself (`C_GetSlotInfo`) and of the token in it (`C_GetTokenInfo`).
///
/// @param removable `CKF_REMOVABLE_DEVICE`
/// @param hardware `CKF_HW_SLOT`
public record SlotDetails(
    String manufacturer,
    String hardwareVersion,
    String firmwareVersion,
    boolean removable,
    boolean hardware,
    Optional<TokenDetails> token) {

  /// What [Token] leaves out.
  ///
  /// @param flags names of the flags that are set, such as `CKF_LOGIN_REQUIRED`
  /// @param sessions how many are open and may be
  /// @param readWriteSessions how many of them may write
  /// @param minPinLength in bytes
  /// @param maxPinLength in bytes
  /// @param publicMemory free and total, in bytes
  /// @param privateMemory free and total, in bytes
  /// @param clock the token's clock, `YYYYMMDDhhmmss` in UTC; empty if it has none
  /// @param soPin what the flags say of the security officer's retry counter
  /// @param protectedAuthenticationPath whether the PIN is typed on the token itself
  public record TokenDetails(
      List<String> flags,
      Amount sessions,
      Amount readWriteSessions,
      long minPinLength,
      long maxPinLength,
      Amount publicMemory,
      Amount privateMemory,
      String clock,
      Token.PinState soPin,
      boolean protectedAuthenticationPath,
      boolean writeProtected) {

    public TokenDetails {
      flags = List.copyOf(flags);
    }
  }

  /// A pair of numbers; -1 where the token does not tell.
  ///
  /// @param present open sessions, or free bytes
  /// @param total the most sessions (0: no limit), or all bytes
  public record Amount(long present, long total) {}
}
