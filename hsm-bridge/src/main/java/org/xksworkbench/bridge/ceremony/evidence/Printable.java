package org.xksworkbench.bridge.ceremony.evidence;

import java.util.Locale;

/// Text from evidence, for people to read. Whoever made the evidence may have put characters into
/// it that move the cursor or turn the direction, and so show another text than is there.
final class Printable {

  private Printable() {}

  static String of(String text) {
    var out = new StringBuilder();
    text.codePoints()
        .forEach(point -> {
          if (isSeenAsItIs(point)) {
            out.appendCodePoint(point);
          } else {
            out.append(String.format(Locale.ROOT, "\\u{%04x}", point));
          }
        });
    return out.toString();
  }

  private static boolean isSeenAsItIs(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
