package org.xksworkbench.bridge.hsm;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// One attribute of an object, raw and decoded.
///
/// @param code number of the attribute in PKCS#11
/// @param name such as `CKA_LABEL`; of an attribute of the vendor its number
/// @param raw the value as the token gave it, in lower-case hexadecimal
/// @param decoded the value as people read it
public record HsmAttribute(long code, String name, String raw, String decoded) {

  private static final String CANNOT_BE_READ = "cannot be read (";

  public static HsmAttribute bool(AttributeType type, boolean value) {
    return new HsmAttribute(
        type.code(), type.title(), value ? "01" : "00", value ? "true" : "false");
  }

  public static HsmAttribute text(AttributeType type, String value) {
    return new HsmAttribute(
        type.code(),
        type.title(),
        HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8)),
        value);
  }

  /// One that the token has and cannot tell: it has no value, and says why.
  public static HsmAttribute unreadable(long code, String name, String returnCode) {
    return new HsmAttribute(code, name, "", CANNOT_BE_READ + returnCode + ")");
  }

  /// Whether the token has it and cannot tell it.
  public boolean isUnreadable() {
    return raw.isEmpty() && decoded.startsWith(CANNOT_BE_READ);
  }
}
