package org.xksworkbench.bridge.hsm.pkcs11;

import static org.xipki.pkcs11.wrapper.PKCS11Constants.ckkCodeToName;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.ckmCodeToName;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.StringJoiner;
import org.xksworkbench.bridge.hsm.AttributeType;
import org.xksworkbench.bridge.hsm.HsmAttribute;
import org.xksworkbench.bridge.hsm.ObjectClass;

/// Bytes of attributes to what people read.
final class Attributes {

  private static final int ATTRIBUTE_BYTES = 3 * Long.BYTES;
  private static final int DATE_DIGITS = 8;

  private Attributes() {}

  static HsmAttribute decode(AttributeType type, byte[] raw) {
    if (type.form() == AttributeType.Form.BOOLEAN && raw.length == 1 && (raw[0] & ~1) == 0) {
      return HsmAttribute.bool(type, raw[0] == 1);
    }
    return new HsmAttribute(
        type.code(), type.title(), HexFormat.of().formatHex(raw), decode(type.form(), raw));
  }

  /// An attribute that only its vendor can explain.
  static HsmAttribute vendor(long code, byte[] raw) {
    var hex = HexFormat.of().formatHex(raw);
    return new HsmAttribute(code, String.format("0x%08X", code), hex, hex);
  }

  static long number(byte[] raw) {
    var padded = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    padded.put(raw, 0, Math.min(raw.length, Long.BYTES));
    return padded.getLong(0);
  }

  static String text(byte[] raw) {
    return new String(raw, StandardCharsets.UTF_8);
  }

  /// `CKA_KEY_TYPE` without its prefix; vendor types as hexadecimal.
  static String keyType(long code) {
    return withoutPrefix(ckkCodeToName(code), "CKK_", code);
  }

  static String mechanism(long code) {
    var name = ckmCodeToName(code);
    return name != null && name.startsWith("CKM_") ? name : String.format("0x%08X", code);
  }

  private static String withoutPrefix(String name, String prefix, long code) {
    return name != null && name.startsWith(prefix)
        ? name.substring(prefix.length())
        : String.format("0x%08X", code);
  }

  private static String decode(AttributeType.Form form, byte[] raw) {
    return switch (form) {
      case BOOLEAN -> raw.length == 0 ? "" : Boolean.toString(raw[0] != 0);
      case NUMBER ->
          raw.length == 0 ? "" : number(raw) == -1 ? "unknown" : Long.toString(number(raw));
      case TEXT -> text(raw);
      case BYTES -> HexFormat.of().formatHex(raw);
      case DATE -> date(raw);
      case CLASS -> className(number(raw));
      case KEY_TYPE -> keyType(number(raw));
      case CERTIFICATE_TYPE -> certificateType(number(raw));
      case MECHANISM -> number(raw) == -1 ? "unknown: not made on a token" : mechanism(number(raw));
      case MECHANISMS -> mechanisms(raw);
      case TEMPLATE -> raw.length == 0 ? "empty" : raw.length / ATTRIBUTE_BYTES + " attributes";
    };
  }

  private static String className(long code) {
    var known = ObjectClass.of(code);
    return known == ObjectClass.OTHER ? String.format("0x%08X", code) : known.title();
  }

  private static String certificateType(long code) {
    return switch ((int) code) {
      case 0 -> "X.509";
      case 1 -> "X.509 attribute certificate";
      case 2 -> "WTLS";
      default -> String.format("0x%08X", code);
    };
  }

  private static String date(byte[] raw) {
    var digits = text(raw);
    return digits.length() == DATE_DIGITS
        ? "%s-%s-%s".formatted(digits.substring(0, 4), digits.substring(4, 6), digits.substring(6))
        : "none";
  }

  private static String mechanisms(byte[] raw) {
    var names = new StringJoiner(", ");
    names.setEmptyValue("all");
    for (var at = 0; at + Long.BYTES <= raw.length; at += Long.BYTES) {
      names.add(mechanism(number(Arrays.copyOfRange(raw, at, at + Long.BYTES))));
    }
    return names.toString();
  }
}
