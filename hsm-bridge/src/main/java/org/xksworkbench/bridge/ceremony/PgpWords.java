package org.xksworkbench.bridge.ceremony;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Bytes as words that are told apart when read aloud: the word list of PGP (Zimmermann and Juola,
/// 1995). Bytes at even offsets are words of two syllables, at odd offsets of three, so that a
/// missing, doubled or swapped word is heard.
public final class PgpWords {

  private static final List<String> EVEN = new ArrayList<>();
  private static final List<String> ODD = new ArrayList<>();
  private static final Map<String, Integer> EVEN_VALUES = new HashMap<>();
  private static final Map<String, Integer> ODD_VALUES = new HashMap<>();

  static {
    try (var in = PgpWords.class.getResourceAsStream("pgp-words.txt")) {
      var text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .forEach(line -> {
            var blank = line.indexOf(' ');
            EVEN_VALUES.put(line.substring(0, blank).toLowerCase(Locale.ROOT), EVEN.size());
            ODD_VALUES.put(line.substring(blank + 1).toLowerCase(Locale.ROOT), ODD.size());
            EVEN.add(line.substring(0, blank));
            ODD.add(line.substring(blank + 1));
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PgpWords() {}

  public static List<String> encode(byte[] bytes) {
    var words = new ArrayList<String>();
    for (var at = 0; at < bytes.length; at++) {
      words.add((at % 2 == 0 ? EVEN : ODD).get(bytes[at] & 0xFF));
    }
    return List.copyOf(words);
  }

  /// @param text words with anything but letters between them, in any case
  /// @throws CeremonyException naming the first word that is not of the list at its place
  public static byte[] decode(String text) {
    var words = text.replaceAll("^\\P{L}+|\\P{L}+$", "").split("\\P{L}+", -1);
    var bytes = new byte[words.length];
    for (var at = 0; at < words.length; at++) {
      var value = (at % 2 == 0 ? EVEN_VALUES : ODD_VALUES).get(words[at].toLowerCase(Locale.ROOT));
      if (value == null) {
        throw new CeremonyException(
            "Word "
                + (at + 1)
                + ", \""
                + words[at]
                + "\", is not in the PGP word list at this"
                + " place. A word may be missing, doubled or misheard.");
      }
      bytes[at] = value.byteValue();
    }
    return bytes;
  }
}
