package org.xksworkbench.bridge.hsm;

/// Text that others chose, such as a label of a token: it may hold what a terminal obeys, ends a
/// line, or turns round what stands beside it.
public final class ForeignText {

  private ForeignText() {}

  /// For people: what is not seen, or changes what stands around it, as an escape of Java. Programs
  /// are given the text as it is.
  public static String printable(String text) {
    if (text.codePoints().noneMatch(ForeignText::isHidden)) {
      return text;
    }
    var shown = new StringBuilder();
    text.codePoints()
        .forEach(point -> {
          if (isHidden(point)) {
            shown.append(escape(point));
          } else {
            shown.appendCodePoint(point);
          }
        });
    return shown.toString();
  }

  private static boolean isHidden(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          // Marks of direction, joiners, what has no width.
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          // Half of a character.
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  private static String escape(int point) {
    return switch (point) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> (point > Character.MAX_VALUE ? "\\U%08X" : "\\u%04X").formatted(point);
    };
  }
}
