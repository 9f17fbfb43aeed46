package org.xksworkbench.bridge.hsm.pkcs11;

import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKU_SO;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKU_USER;

import iaik.pkcs.pkcs11.wrapper.PKCS11;
import java.util.Arrays;
import java.util.Optional;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.PKCS11Module;
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
  private enum TokenFlag {
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

    TokenFlag(long bit) {
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
    return new TokenDetails(
        Arrays.stream(TokenFlag.values())
            .filter(flag -> info.hasFlagBit(flag.bit))
            .map(TokenFlag::name)
            .toList(),
        new Amount(info.getSessionCount(), info.getMaxSessionCount()),
        new Amount(info.getRwSessionCount(), info.getMaxRwSessionCount()),
        info.getMinPinLen(),
        info.getMaxPinLen(),
        new Amount(info.getFreePublicMemory(), info.getTotalPublicMemory()),
        new Amount(info.getFreePrivateMemory(), info.getTotalPrivateMemory()),
        clock(info),
        soPin(info),
        info.isProtectedAuthenticationPath(),
        info.hasFlagBit(TokenFlag.CKF_WRITE_PROTECTED.bit));
  }

  /// The wrapper tells the clock of this machine where a token has none.
  private static String clock(TokenInfo info) {
    var time = info.getTime();
    return time == null || !info.hasFlagBit(TokenFlag.CKF_CLOCK_ON_TOKEN.bit)
        ? ""
        : time.toString();
  }

  private static PinState soPin(TokenInfo info) {
    if (info.hasFlagBit(TokenFlag.CKF_SO_PIN_LOCKED.bit)) {
      return PinState.LOCKED;
    }
    if (info.hasFlagBit(TokenFlag.CKF_SO_PIN_FINAL_TRY.bit)) {
      return PinState.FINAL_TRY;
    }
    return info.hasFlagBit(TokenFlag.CKF_SO_PIN_COUNT_LOW.bit) ? PinState.COUNT_LOW : PinState.OK;
  }

  /// @param pin empty lets the token ask for it
  /// @param userType of who logs in as the user
  static void logIn(Session session, Role role, char[] pin, long userType) throws PKCS11Exception {
    switch (role) {
      case USER -> logIn(session, userType, pin);
      case SECURITY_OFFICER -> logIn(session, CKU_SO, pin);
      case NOBODY -> {}
    }
  }

  private static void logIn(Session session, long userType, char[] pin) throws PKCS11Exception {
    try (var given = Utf8Characters.of(pin)) {
      call(
          session, (cryptoki, handle) -> cryptoki.C_Login(handle, userType, given.orNull(), false));
    }
  }

  static void changePin(Token token, Role role, char[] oldPin, char[] newPin, long userType)
      throws PKCS11Exception {
    var session = token.openSession(true);
    try {
      switch (role) {
        case USER -> {
          if (userType == CKU_USER) {
            setPin(session, oldPin, newPin);
          } else {
            // Without a login C_SetPIN is about the one user that every token has.
            setOwnPin(session, userType, oldPin, newPin);
          }
        }
        case SECURITY_OFFICER -> setOwnPin(session, CKU_SO, oldPin, newPin);
        case NOBODY -> throw new HsmException(Reason.GENERAL, "Nobody has no PIN.");
      }
    } finally {
      session.closeSession();
    }
  }

  private static void setOwnPin(Session session, long userType, char[] oldPin, char[] newPin)
      throws PKCS11Exception {
    logIn(session, userType, oldPin);
    try {
      setPin(session, oldPin, newPin);
    } finally {
      session.logout();
    }
  }

  private static void setPin(Session session, char[] oldPin, char[] newPin) throws PKCS11Exception {
    try (var before = Utf8Characters.of(oldPin);
        var after = Utf8Characters.of(newPin)) {
      call(
          session,
          (cryptoki, handle) -> cryptoki.C_SetPIN(handle, before.orNull(), after.orNull(), false));
    }
  }

  static void resetUserPin(Token token, char[] soPin, char[] userPin) throws PKCS11Exception {
    var session = token.openSession(true);
    try (var given = Utf8Characters.of(userPin)) {
      logIn(session, CKU_SO, soPin);
      try {
        call(session, (cryptoki, handle) -> cryptoki.C_InitPIN(handle, given.orNull(), false));
      } finally {
        session.logout();
      }
    } finally {
      session.closeSession();
    }
  }

  /// @param label of 32 bytes in UTF-8
  static void initialize(PKCS11Module module, long slotId, char[] soPin, char[] label)
      throws PKCS11Exception {
    try (var given = Utf8Characters.of(soPin);
        var padded = Utf8Characters.of(label)) {
      module.getPKCS11Module().C_InitToken(slotId, given.orNull(), padded.orNull(), false);
    } catch (iaik.pkcs.pkcs11.wrapper.PKCS11Exception e) {
      throw module.convertException(e);
    }
  }

  @FunctionalInterface
  private interface PinCall {
    void to(PKCS11 cryptoki, long session) throws iaik.pkcs.pkcs11.wrapper.PKCS11Exception;
  }

  private static void call(Session session, PinCall call) throws PKCS11Exception {
    var module = session.getModule();
    try {
      call.to(module.getPKCS11Module(), session.getSessionHandle());
    } catch (iaik.pkcs.pkcs11.wrapper.PKCS11Exception e) {
      throw module.convertException(e);
    }
  }
}
