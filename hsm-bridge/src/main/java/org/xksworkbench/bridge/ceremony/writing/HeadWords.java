package org.xksworkbench.bridge.ceremony.writing;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.PgpWords;

/// The end of a transcript as people write it on paper, so that lines cannot be taken off it unseen
/// while nobody is there.
///
/// @param line number of the last line
/// @param link of that line
public record HeadWords(long line, Fingerprint link) {

  private static final int BYTES = 4;

  /// Four words.
  public List<String> words() {
    return PgpWords.encode(HexFormat.of().parseHex(link.hex().substring(0, 2 * BYTES)));
  }

  /// Whether what somebody reads from paper is the same.
  ///
  /// @param typed words, with blanks between them, in any case
  public boolean matches(String typed) {
    return String.join(" ", words())
        .equalsIgnoreCase(typed.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s,.-]+", " "));
  }
}
