package org.xksworkbench.bridge.ceremony.format;

import java.util.regex.Pattern;

/// Bytes as lower-case hexadecimal digits.
public final class HexText {

  /// A SHA-256.
  public static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  /// A salt, or the number that is used once.
  public static final Pattern SIXTEEN_BYTES = Pattern.compile("[0-9a-f]{32}");

  private HexText() {}
}
