package org.xksworkbench.bridge.hsm.pkcs11;

import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKU_SO;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKU_USER;

import java.util.Arrays;
import java.util.Optional;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.Session;
import org.xipki.pkcs11.wrapper.Slot;
import org.xipki.pkcs11.wrapper.Token;
import org.xipki.pkcs11.wrapper.TokenInfo;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.SlotDetails;
import org.xksworkbench.bridge.hsm.SlotDetails.Amount;
import org.xksworkbench.bridge.hsm.SlotDetails.TokenDetails;
import org.xksworkbench.bridge.hsm.Token.PinState;

/// What slots and tokens tell of themselves, and the care for their PINs.
final class Tokens {

  /// Flags of `CK_TOKEN_INFO` (PKCS#11 3.1, table 6).
  private enum Flag {
    CKF_RNG(0x1),
    CKF_WRITE_PROTECTED(0x2),
    CKF_LOGIN_REQUIRED(0x4),
    CKF_USER_PIN_INITIALIZED(0x8),
    CKF_RESTORE_KEY_NOT_NEEDED(0x20),
    CKF_CLOCK_ON_TOKEN(0x40),
    CKF_PROTECTED_AUTHENTICATION_PATH(0x100),
    CKF_DUAL_CRYPTO_OPERATIONS(0x200),
    CKF_TOKEN_INITIALIZED(0x400),
    CKF_SECONDARY_AUTHENTICATION(0x800),
    CKF_USER_PIN_COUNT_LOW(0x1_0000),
    CKF_USER_PIN_FINAL_TRY(0x2_0000),
    CKF_USER_PIN_LOCKED(0x4_0000),
    CKF_USER_PIN_TO_BE_CHANGED(0x8_0000),
    CKF_SO_PIN_COUNT_LOW(0x10_0000),
    CKF_SO_PIN_FINAL_TRY(0x20_0000),
    CKF_SO_PIN_LOCKED(0x40_0000),
    CKF_SO_PIN_TO_BE_CHANGED(0x80_0000),
    CKF_ERROR_STATE(0x100_0000);

    private final long bit;

    Flag(long bit) {
      this.bit = bit;
    }
  }

  private Tokens() {}

  static SlotDetails details(Slot slot) throws PKCS11Exception {
    var info = slot.getSlotInfo();
    var token = slot.getNullableToken();
    return new SlotDetails(
        info.getManufacturerID().strip(),
        info.getHardwareVersion().toString(),
        info.getFirmwareVersion().toString(),
        info.isRemovableDevice(),
        info.isHwSlot(),
        token == null ? Optional.empty() : Optional.of(details(token.getTokenInfo())));
  }

  private static TokenDetails details(TokenInfo info) {
    var time = info.getTime();
    return new TokenDetails(
        Arrays.stream(Flag.values())
            .filter(flag -> info.hasFlagBit(flag.bit))
            .map(Flag::name)
            .toList(),
        new Amount(info.getSessionCount(), info.getMaxSessionCount()),
        new Amount(info.getRwSessionCount(), info.getMaxRwSessionCount()),
        info.getMinPinLen(),
        info.getMaxPinLen(),
        new Amount(info.getFreePublicMemory(), info.getTotalPublicMemory()),
        new Amount(info.getFreePrivateMemory(), info.getTotalPrivateMemory()),
        time == null ? "" : time.toString(),
        soPin(info),
        info.isProtectedAuthenticationPath(),
        info.hasFlagBit(Flag.CKF_WRITE_PROTECTED.bit));
  }

  private static PinState soPin(TokenInfo info) {
    if (info.hasFlagBit(Flag.CKF_SO_PIN_LOCKED.bit)) {
      return PinState.LOCKED;
    }
    if (info.hasFlagBit(Flag.CKF_SO_PIN_FINAL_TRY.bit)) {
      return PinState.FINAL_TRY;
    }
    return info.hasFlagBit(Flag.CKF_SO_PIN_COUNT_LOW.bit) ? PinState.COUNT_LOW : PinState.OK;
  }

  /// @param pin empty lets the token ask for it
  static void logIn(Session session, Role role, char[] pin) throws PKCS11Exception {
    switch (role) {
      case USER -> session.login(CKU_USER, orNull(pin));
      case SECURITY_OFFICER -> session.login(CKU_SO, orNull(pin));
      case NOBODY -> {}
    }
  }

  static void changePin(Token token, Role role, char[] oldPin, char[] newPin)
      throws PKCS11Exception {
    var session = token.openSession(true);
    try {
      switch (role) {
        case USER -> session.setPIN(orNull(oldPin), orNull(newPin));
        case SECURITY_OFFICER -> {
          logIn(session, role, oldPin);
          try {
            session.setPIN(orNull(oldPin), orNull(newPin));
          } finally {
            session.logout();
          }
        }
        case NOBODY -> throw new HsmException(Reason.GENERAL, "Nobody has no PIN.");
      }
    } finally {
      session.closeSession();
    }
  }

  static void resetUserPin(Token token, char[] soPin, char[] userPin) throws PKCS11Exception {
    var session = token.openSession(true);
    try {
      logIn(session, Role.SECURITY_OFFICER, soPin);
      try {
        session.initPIN(orNull(userPin));
      } finally {
        session.logout();
      }
    } finally {
      session.closeSession();
    }
  }

  @SuppressWarnings("NullAway") // to Cryptoki no PIN is a null pointer
  private static char[] orNull(char[] pin) {
    return pin.length == 0 ? null : pin;
  }
}
