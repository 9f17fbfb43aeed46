package org.xksworkbench.bridge.hsm;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.xksworkbench.bridge.hsm.Pkcs11Uri.PathAttribute;
import org.xksworkbench.bridge.hsm.Pkcs11Uri.QueryAttribute;

/// Reads PKCS#11 URIs by the grammar of RFC 7512, section 2.3, and no others: what is misread names
/// another key.
final class Pkcs11UriReader {

  /// What may stand for itself in a value, beside the unreserved (RFC 7512, section 2.3).
  private static final String PATH_RESERVED = ":[]@!$'()*+,=&";

  private static final String QUERY_RESERVED = ":[]@!$'()*+,=/?|";

  /// Versions of Cryptoki are pairs of bytes.
  private static final int HIGHEST = 255;

  private Pkcs11UriReader() {}

  /// @throws IllegalArgumentException with a sentence that says what is wrong
  static Pkcs11Uri read(String text) {
    var stripped = text.strip();
    if (!Pkcs11Uri.isMeant(stripped)) {
      throw new IllegalArgumentException("A PKCS#11 URI begins with pkcs11:.");
    }
    var rest = stripped.substring(Pkcs11Uri.SCHEME.length());
    var mark = rest.indexOf('?');
    var path = new EnumMap<PathAttribute, String>(PathAttribute.class);
    for (var part : parts(mark < 0 ? rest : rest.substring(0, mark), ";")) {
      var attribute =
          Arrays.stream(PathAttribute.values())
              .filter(one -> one.word().equals(part.name()))
              .findFirst()
              .orElseThrow(() ->
                  // What is not understood names nothing (RFC 7512, section 2.3).
                  new IllegalArgumentException(
                      "A PKCS#11 URI has no attribute "
                          + part.name()
                          + "; known are "
                          + words(PathAttribute.values())
                          + "."));
      if (path.putIfAbsent(attribute, value(attribute, part.value())) != null) {
        throw twice(part.name());
      }
    }
    var query = new EnumMap<QueryAttribute, String>(QueryAttribute.class);
    for (var part : parts(mark < 0 ? "" : rest.substring(mark + 1), "&")) {
      if (part.name().equals("pin-value")) {
        throw new IllegalArgumentException(
            "A PIN must not stand in a PKCS#11 URI: others see it there. Name a file by"
                + " pin-source=file:/PATH, or let the program ask.");
      }
      var decoded = decode(part.value(), QUERY_RESERVED, part.name());
      for (var attribute : QueryAttribute.values()) {
        if (attribute.word().equals(part.name())
            && query.putIfAbsent(attribute, text(decoded, part.name())) != null) {
          throw twice(part.name());
        }
      }
    }
    return new Pkcs11Uri(path, query);
  }

  private record UriPart(String name, String value) {}

  private static List<UriPart> parts(String text, String delimiter) {
    if (text.isEmpty()) {
      return List.of();
    }
    return Arrays.stream(text.split(delimiter, -1))
        .map(part -> {
          var equals = part.indexOf('=');
          var name = equals < 0 ? "" : part.substring(0, equals);
          if (!name.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException(
                "A PKCS#11 URI is a list of NAME=VALUE, each apart from the next by "
                    + delimiter
                    + " and nothing else.");
          }
          return new UriPart(name, part.substring(equals + 1));
        })
        .toList();
  }

  private static IllegalArgumentException twice(String name) {
    return new IllegalArgumentException("A PKCS#11 URI has " + name + " only once.");
  }

  private static String words(PathAttribute... attributes) {
    return Arrays.stream(attributes).map(one -> one.word()).collect(Collectors.joining(", "));
  }

  private static String value(PathAttribute attribute, String encoded) {
    var bytes = decode(encoded, PATH_RESERVED, attribute.word());
    if (attribute == PathAttribute.ID) {
      return HexFormat.of().formatHex(bytes);
    }
    require(
        bytes.length <= attribute.most(),
        attribute.word(),
        "no longer than " + attribute.most() + " bytes");
    var text = text(bytes, attribute.word());
    if (attribute.most() != Pkcs11Uri.ANY_LENGTH) {
      // As in the field: blanks, and of some tokens zeros, fill it up.
      text = text.replaceAll("[ \\x00]+$", "");
    }
    switch (attribute) {
      case TYPE ->
          require(
              Pkcs11Uri.classOf(text).isPresent(),
              "type",
              "public, private, cert, secret-key or data");
      case SLOT_ID -> require(isNumber(text), "slot-id", "a number");
      case LIBRARY_VERSION -> require(isVersion(text), "library-version", "a version such as 2.6");
      default -> {
        // Any text.
      }
    }
    return text;
  }

  private static void require(boolean right, String name, String what) {
    if (!right) {
      throw new IllegalArgumentException("In a PKCS#11 URI " + name + " is " + what + ".");
    }
  }

  private static boolean isVersion(String text) {
    var parts = Pkcs11Uri.VERSION.matcher(text);
    return parts.matches()
        && Integer.parseInt(parts.group(1)) <= HIGHEST
        && (parts.group(2) == null || Integer.parseInt(parts.group(2)) <= HIGHEST);
  }

  private static boolean isNumber(String text) {
    try {
      var _ = Long.parseUnsignedLong(text);
      return text.chars().allMatch(one -> one >= '0' && one <= '9');
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static byte[] decode(String value, String reserved, String name) {
    var bytes = new ByteArrayOutputStream();
    for (var at = 0; at < value.length(); at++) {
      var one = value.charAt(at);
      if (one == '%'
          && at + 2 < value.length()
          && HexFormat.isHexDigit(value.charAt(at + 1))
          && HexFormat.isHexDigit(value.charAt(at + 2))) {
        bytes.write(HexFormat.fromHexDigits(value, at + 1, at + 3));
        at += 2;
      } else if (Pkcs11Uri.UNRESERVED.indexOf(one) >= 0 || reserved.indexOf(one) >= 0) {
        bytes.write(one);
      } else {
        throw new IllegalArgumentException(
            "In a PKCS#11 URI the value of "
                + name
                + " has a character that must be written as % and two hexadecimal digits, such as"
                + " %20 for a blank.");
      }
    }
    return bytes.toByteArray();
  }

  private static String text(byte[] bytes, String name) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "In a PKCS#11 URI the value of " + name + " is text in UTF-8.", e);
    }
  }
}
