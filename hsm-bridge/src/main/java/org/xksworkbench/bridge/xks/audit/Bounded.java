package org.xksworkbench.bridge.xks.audit;

/// Texts that are no longer in the log than they may be, whoever sent them.
final class Bounded {

  private static final int LONGEST_ESCAPE = 6;

  /// Holds the mark that says how long the text was.
  private static final int MARK = 32;

  private Bounded() {}

  /// The text, or its beginning and how long it was.
  ///
  /// @param most characters that it may take in the log, where many take more than one
  static String of(String text, int most) {
    if (text.length() <= most / LONGEST_ESCAPE || fitting(text, most) == text.length()) {
      return text;
    }
    var kept = fitting(text, most - MARK);
    if (kept > 0 && Character.isHighSurrogate(text.charAt(kept - 1))) {
      kept--;
    }
    return text.substring(0, kept) + "...[" + text.length() + " characters]";
  }

  /// What a character takes in the log: itself, behind a backslash, or as its number.
  static int cost(char c) {
    if (c < ' ' || c > '~') {
      return LONGEST_ESCAPE;
    }
    return c == '"' || c == '\\' ? 2 : 1;
  }

  private static int fitting(String text, int most) {
    var taken = 0;
    for (var i = 0; i < text.length(); i++) {
      taken += cost(text.charAt(i));
      if (taken > most) {
        return i;
      }
    }
    return text.length();
  }
}
