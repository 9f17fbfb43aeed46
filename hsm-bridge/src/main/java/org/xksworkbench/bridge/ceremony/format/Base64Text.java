package org.xksworkbench.bridge.ceremony.format;

import java.util.Base64;

/// Bytes as text: Base64 of RFC 4648, section 4, with padding.
public final class Base64Text {

  private Base64Text() {}

  public static String of(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /// The last digit of a Base64 text has bits that decoders ignore. Only the text in which they are
  /// zero is taken, so that the same bytes have one text.
  ///
  /// @throws Malformed if it is another text
  public static byte[] read(String text) throws MalformedEvidence {
    try {
      var bytes = Base64.getDecoder().decode(text);
      if (of(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedEvidence("A value is not Base64.", e);
    }
    throw new MalformedEvidence("A value is not Base64 in its one form.");
  }
}
