package org.xksworkbench.bridge.hsm;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A return code of PKCS#11 as people read it, where a token is asked what it says of a wrong tag.
/// Those are named that the standard has for data that cannot be decrypted, and those that tokens
/// are known to give in their place.
public final class ReturnCode {

  static final Map<Long, String> NAMES =
      Map.ofEntries(
          Map.entry(0x02L, "CKR_HOST_MEMORY"),
          Map.entry(0x05L, "CKR_GENERAL_ERROR"),
          Map.entry(0x06L, "CKR_FUNCTION_FAILED"),
          Map.entry(0x07L, "CKR_ARGUMENTS_BAD"),
          Map.entry(0x20L, "CKR_DATA_INVALID"),
          Map.entry(0x21L, "CKR_DATA_LEN_RANGE"),
          Map.entry(0x30L, "CKR_DEVICE_ERROR"),
          Map.entry(0x40L, "CKR_ENCRYPTED_DATA_INVALID"),
          Map.entry(0x41L, "CKR_ENCRYPTED_DATA_LEN_RANGE"),
          Map.entry(0x42L, "CKR_AEAD_DECRYPT_FAILED"),
          Map.entry(0x70L, "CKR_MECHANISM_INVALID"),
          Map.entry(0x71L, "CKR_MECHANISM_PARAM_INVALID"),
          Map.entry(0xC0L, "CKR_SIGNATURE_INVALID"),
          Map.entry(0xC1L, "CKR_SIGNATURE_LEN_RANGE"));

  private ReturnCode() {}

  /// Empty for one of a vendor, and for what no token is known to say of a wrong tag.
  public static Optional<String> name(long code) {
    return Optional.ofNullable(NAMES.get(code));
  }

  /// Such as `0x00000040`.
  public static String number(long code) {
    return String.format(Locale.ROOT, "0x%08X", code);
  }

  /// Such as `CKR_ENCRYPTED_DATA_INVALID (0x00000040)`.
  public static String inWords(long code) {
    return name(code).map(name -> name + " (" + number(code) + ")").orElseGet(() -> number(code));
  }
}
