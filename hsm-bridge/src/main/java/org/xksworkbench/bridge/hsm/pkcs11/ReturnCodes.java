package org.xksworkbench.bridge.hsm.pkcs11;

import static org.xksworkbench.bridge.hsm.HsmException.Reason.CIPHERTEXT_INVALID;
import static org.xksworkbench.bridge.hsm.HsmException.Reason.DEVICE_FAILED;
import static org.xksworkbench.bridge.hsm.HsmException.Reason.GENERAL;
import static org.xksworkbench.bridge.hsm.HsmException.Reason.KEY_NOT_FOUND;
import static org.xksworkbench.bridge.hsm.HsmException.Reason.KEY_USAGE_NOT_PERMITTED;
import static org.xksworkbench.bridge.hsm.HsmException.Reason.MECHANISM_UNSUPPORTED;
import static org.xksworkbench.bridge.hsm.HsmException.Reason.MODULE_UNUSABLE;
import static org.xksworkbench.bridge.hsm.HsmException.Reason.NOT_LOGGED_IN;
import static org.xksworkbench.bridge.hsm.HsmException.Reason.OUT_OF_RESOURCES;
import static org.xksworkbench.bridge.hsm.HsmException.Reason.PIN_EXPIRED;
import static org.xksworkbench.bridge.hsm.HsmException.Reason.PIN_INCORRECT;
import static org.xksworkbench.bridge.hsm.HsmException.Reason.PIN_LOCKED;
import static org.xksworkbench.bridge.hsm.HsmException.Reason.PIN_NOT_SET;
import static org.xksworkbench.bridge.hsm.HsmException.Reason.READ_ONLY;
import static org.xksworkbench.bridge.hsm.HsmException.Reason.TOKEN_ABSENT;

import java.util.Map;
import java.util.Set;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;

/// Return codes of PKCS#11 (version 3.1, section 5.1) to reasons, in one place.
final class ReturnCodes {

  static final long HOST_MEMORY = 0x02;
  static final long GENERAL_ERROR = 0x05;
  static final long FUNCTION_FAILED = 0x06;
  static final long ARGUMENTS_BAD = 0x07;
  static final long ATTRIBUTE_SENSITIVE = 0x11;
  static final long ATTRIBUTE_TYPE_INVALID = 0x12;
  static final long DATA_LEN_RANGE = 0x21;
  static final long DEVICE_ERROR = 0x30;
  static final long DEVICE_MEMORY = 0x31;
  static final long DEVICE_REMOVED = 0x32;
  static final long ENCRYPTED_DATA_INVALID = 0x40;
  static final long ATTRIBUTE_VALUE_INVALID = 0x13;
  static final long ENCRYPTED_DATA_LEN_RANGE = 0x41;
  static final long FUNCTION_NOT_SUPPORTED = 0x54;
  static final long KEY_HANDLE_INVALID = 0x60;
  static final long MECHANISM_PARAM_INVALID = 0x71;
  static final long OBJECT_HANDLE_INVALID = 0x82;
  static final long OPERATION_ACTIVE = 0x90;
  static final long OPERATION_NOT_INITIALIZED = 0x91;
  static final long SESSION_CLOSED = 0xB0;
  static final long SESSION_COUNT = 0xB1;
  static final long SESSION_HANDLE_INVALID = 0xB3;
  static final long AEAD_DECRYPT_FAILED = 0x42;
  static final long TOKEN_NOT_PRESENT = 0xE0;
  static final long TOKEN_NOT_RECOGNIZED = 0xE1;
  static final long RANDOM_NO_RNG = 0x121;
  static final long BUFFER_TOO_SMALL = 0x150;
  static final long CRYPTOKI_NOT_INITIALIZED = 0x190;
  static final long CRYPTOKI_ALREADY_INITIALIZED = 0x191;
  static final long USER_ALREADY_LOGGED_IN = 0x100;
  static final long USER_NOT_LOGGED_IN = 0x101;

  private static final Map<Long, Reason> REASONS =
      Map.ofEntries(
          Map.entry(HOST_MEMORY, OUT_OF_RESOURCES),
          Map.entry(0x03L, TOKEN_ABSENT), // SLOT_ID_INVALID
          Map.entry(0x10L, READ_ONLY), // ATTRIBUTE_READ_ONLY
          Map.entry(DEVICE_ERROR, DEVICE_FAILED),
          Map.entry(DEVICE_MEMORY, OUT_OF_RESOURCES),
          Map.entry(DEVICE_REMOVED, TOKEN_ABSENT),
          Map.entry(ENCRYPTED_DATA_INVALID, CIPHERTEXT_INVALID),
          Map.entry(ENCRYPTED_DATA_LEN_RANGE, CIPHERTEXT_INVALID),
          Map.entry(AEAD_DECRYPT_FAILED, CIPHERTEXT_INVALID),
          Map.entry(KEY_HANDLE_INVALID, KEY_NOT_FOUND),
          Map.entry(0x63L, KEY_USAGE_NOT_PERMITTED), // KEY_TYPE_INCONSISTENT
          Map.entry(0x68L, KEY_USAGE_NOT_PERMITTED), // KEY_FUNCTION_NOT_PERMITTED
          Map.entry(0x70L, MECHANISM_UNSUPPORTED), // MECHANISM_INVALID
          Map.entry(MECHANISM_PARAM_INVALID, MECHANISM_UNSUPPORTED),
          Map.entry(FUNCTION_NOT_SUPPORTED, MECHANISM_UNSUPPORTED),
          Map.entry(OBJECT_HANDLE_INVALID, KEY_NOT_FOUND),
          Map.entry(0xA0L, PIN_INCORRECT), // PIN_INCORRECT
          Map.entry(0xA1L, PIN_INCORRECT), // PIN_INVALID
          Map.entry(0xA2L, PIN_INCORRECT), // PIN_LEN_RANGE
          Map.entry(0xA3L, PIN_EXPIRED), // PIN_EXPIRED
          Map.entry(0xA4L, PIN_LOCKED), // PIN_LOCKED
          Map.entry(SESSION_CLOSED, NOT_LOGGED_IN),
          Map.entry(SESSION_COUNT, OUT_OF_RESOURCES),
          Map.entry(SESSION_HANDLE_INVALID, NOT_LOGGED_IN),
          Map.entry(0xB5L, READ_ONLY), // SESSION_READ_ONLY
          Map.entry(TOKEN_NOT_PRESENT, TOKEN_ABSENT),
          Map.entry(TOKEN_NOT_RECOGNIZED, TOKEN_ABSENT),
          Map.entry(0xE2L, READ_ONLY), // TOKEN_WRITE_PROTECTED
          Map.entry(0x101L, NOT_LOGGED_IN), // USER_NOT_LOGGED_IN
          Map.entry(0x102L, PIN_NOT_SET), // USER_PIN_NOT_INITIALIZED
          Map.entry(CRYPTOKI_NOT_INITIALIZED, MODULE_UNUSABLE),
          Map.entry(CRYPTOKI_ALREADY_INITIALIZED, MODULE_UNUSABLE));

  /// After one of these a session is not used again.
  private static final Set<Long> SESSION_LOST =
      Set.of(
          DEVICE_ERROR,
          DEVICE_REMOVED,
          OPERATION_ACTIVE,
          OPERATION_NOT_INITIALIZED,
          SESSION_CLOSED,
          SESSION_HANDLE_INVALID);

  /// What leaves it open whether an operation of the session is still active.
  private static final Set<Long> SESSION_UNSURE =
      Set.of(
          HOST_MEMORY,
          GENERAL_ERROR,
          FUNCTION_FAILED,
          ARGUMENTS_BAD,
          DEVICE_MEMORY,
          USER_NOT_LOGGED_IN);

  private static final Set<Long> OF_ALL =
      Set.of(
          HOST_MEMORY,
          DEVICE_MEMORY,
          TOKEN_NOT_PRESENT,
          TOKEN_NOT_RECOGNIZED,
          CRYPTOKI_NOT_INITIALIZED,
          USER_NOT_LOGGED_IN);

  private ReturnCodes() {}

  /// Whether the session is better replaced by another.
  static boolean spoilsSession(PKCS11Exception e) {
    return losesSession(e) || SESSION_UNSURE.contains(e.getErrorCode());
  }

  static boolean losesSession(PKCS11Exception e) {
    return SESSION_LOST.contains(e.getErrorCode());
  }

  static boolean handleIsStale(PKCS11Exception e) {
    return e.getErrorCode() == OBJECT_HANDLE_INVALID || e.getErrorCode() == KEY_HANDLE_INVALID;
  }

  /// Whether others may still be read where this one cannot: it does not say that token, session or
  /// object are gone, or that memory has run out.
  static boolean isOfOneThing(PKCS11Exception e) {
    return !losesSession(e) && !handleIsStale(e) && !OF_ALL.contains(e.getErrorCode());
  }

  static String nameOf(PKCS11Exception e) {
    return name(e);
  }

  static String nameOf(long code) {
    return name(new PKCS11Exception(code));
  }

  /// @param doing what was being done, such as "log in to payments"
  static HsmException toException(String doing, PKCS11Exception e) {
    return toException(REASONS.getOrDefault(e.getErrorCode(), GENERAL), doing, e);
  }

  static HsmException toException(String doing, CiphertextRefused e) {
    return toException(CIPHERTEXT_INVALID, doing, e);
  }

  private static HsmException toException(Reason reason, String doing, PKCS11Exception e) {
    return new HsmException(
        reason,
        "The HSM refused to " + doing + " (" + name(e) + ")" + moreOn(reason) + ".",
        name(e),
        e);
  }

  private static String moreOn(Reason reason) {
    return reason == PIN_EXPIRED ? ": it wants a new PIN first, which its user can set" : "";
  }

  private static String name(PKCS11Exception e) {
    var name = e.getErrorName();
    return name == null || !name.startsWith("CKR_")
        ? String.format("CKR 0x%08X", e.getErrorCode())
        : name;
  }
}
