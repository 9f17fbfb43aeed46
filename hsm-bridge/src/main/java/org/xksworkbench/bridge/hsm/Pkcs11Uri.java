package org.xksworkbench.bridge.hsm;

import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/// Names of tokens and objects as URIs (RFC 7512). They hold no PIN and no path of a module.
public final class Pkcs11Uri {

  /// What may stand for itself in a value (RFC 7512, section 2.3, less what is a delimiter).
  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private Pkcs11Uri() {}

  public static String of(Token token) {
    return attributes(token).toString();
  }

  public static String of(Token token, ObjectRef object) {
    var uri = attributes(token);
    if (!object.label().isEmpty()) {
      uri.add("object=" + encode(object.label()));
    }
    if (!object.id().isEmpty()) {
      uri.add("id=" + object.id().replaceAll("(..)", "%$1").toUpperCase(java.util.Locale.ROOT));
    }
    var type =
        switch (object.objectClass()) {
          case CERTIFICATE -> "cert";
          case DATA -> "data";
          case PRIVATE_KEY -> "private";
          case PUBLIC_KEY -> "public";
          case SECRET_KEY -> "secret-key";
          case HARDWARE_FEATURE, DOMAIN_PARAMETERS, MECHANISM, OTP_KEY, PROFILE, OTHER -> "";
        };
    if (!type.isEmpty()) {
      uri.add("type=" + type);
    }
    return uri.toString();
  }

  private static StringJoiner attributes(Token token) {
    return new StringJoiner(";", "pkcs11:", "")
        .add("token=" + encode(token.label()))
        .add("manufacturer=" + encode(token.manufacturer()))
        .add("model=" + encode(token.model()))
        .add("serial=" + encode(token.serial()));
  }

  private static String encode(String value) {
    var encoded = new StringBuilder();
    for (var one : value.getBytes(StandardCharsets.UTF_8)) {
      if (PLAIN.indexOf((char) one) >= 0) {
        encoded.append((char) one);
      } else {
        encoded.append("%%%02X".formatted(one & 0xFF));
      }
    }
    return encoded.toString();
  }
}
