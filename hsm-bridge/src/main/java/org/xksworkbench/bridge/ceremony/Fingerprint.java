package org.xksworkbench.bridge.ceremony;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/// A SHA-256 digest, in the two forms that people compare: hexadecimal and words.
///
/// @param hex 64 lower-case hexadecimal digits
public record Fingerprint(String hex) {

  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
  private static final int GROUP = 4;

  public Fingerprint {
    if (!HEX.matcher(hex).matches()) {
      throw new CeremonyException("A fingerprint has 64 lower-case hexadecimal digits.");
    }
  }

  public static Fingerprint of(byte[] bytes) {
    return new Fingerprint(HexFormat.of().formatHex(sha256().digest(bytes)));
  }

  public static Fingerprint of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  public static Fingerprint ofFile(Path file) throws IOException {
    var digest = sha256();
    try (InputStream in = Files.newInputStream(file)) {
      var buffer = new byte[1 << 16];
      for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return new Fingerprint(HexFormat.of().formatHex(digest.digest()));
  }

  /// Reads what people type from paper: hexadecimal digits in any case, groups apart, or the 32
  /// words.
  ///
  /// @throws CeremonyException if it is neither
  public static Fingerprint parse(String typed) {
    var hex = typed.replaceAll("[\\s:-]", "").toLowerCase(java.util.Locale.ROOT);
    if (HEX.matcher(hex).matches()) {
      return new Fingerprint(hex);
    }
    return new Fingerprint(HexFormat.of().formatHex(PgpWords.decode(typed)));
  }

  /// The digits in groups of four, to be read aloud.
  public List<String> groups() {
    var groups = new ArrayList<String>();
    for (var at = 0; at < hex.length(); at += GROUP) {
      groups.add(hex.substring(at, at + GROUP));
    }
    return List.copyOf(groups);
  }

  /// 32 words of the PGP word list.
  public List<String> words() {
    return PgpWords.encode(HexFormat.of().parseHex(hex));
  }

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
