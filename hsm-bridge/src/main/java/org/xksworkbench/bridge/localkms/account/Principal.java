package org.xksworkbench.bridge.localkms.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.regex.Pattern;

/// An IAM user or role.
///
/// @param path begins and ends with a slash
public record Principal(PrincipalKind kind, String path, String name) {

  private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{1,64}");
  private static final Pattern PATH = Pattern.compile("/|/[\\x21-\\x7E]{1,510}/");
  private static final int ID_LETTERS = 17;
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  public enum PrincipalKind {
    USER("AIDA"),
    ROLE("AROA");

    private final String idPrefix;

    PrincipalKind(String idPrefix) {
      this.idPrefix = idPrefix;
    }
  }

  public Principal {
    if (!NAME.matcher(name).matches() || !PATH.matcher(path).matches()) {
      throw new IllegalArgumentException(
          "An IAM name has 1 to 64 letters, digits and + = , . @ _ -, a path begins and ends with a"
              + " slash: "
              + path
              + name);
    }
  }

  /// @param pathAndName such as `alice` or `/operations/alice`
  public static Principal of(PrincipalKind kind, String pathAndName) {
    var slash = pathAndName.lastIndexOf('/');
    return new Principal(
        kind,
        slash < 0 ? "/" : pathAndName.substring(0, slash + 1),
        pathAndName.substring(slash + 1));
  }

  public String arn(String account) {
    return "arn:aws:iam::%s:%s%s%s"
        .formatted(account, kind.name().toLowerCase(Locale.ROOT), path, name);
  }

  /// The unique ID: the same for the same principal, at every start.
  public String id() {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256")
              .digest((kind + path + name).getBytes(StandardCharsets.UTF_8));
      var id = new StringBuilder(kind.idPrefix);
      for (var i = 0; i < ID_LETTERS; i++) {
        id.append(ALPHABET.charAt(Byte.toUnsignedInt(digest[i]) % ALPHABET.length()));
      }
      return id.toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
