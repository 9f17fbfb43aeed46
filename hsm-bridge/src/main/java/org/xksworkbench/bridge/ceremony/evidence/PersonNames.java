package org.xksworkbench.bridge.ceremony.evidence;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.xksworkbench.bridge.ceremony.CeremonyException;

/// Names that people can tell apart when they read them: one form of each letter, one script, no
/// character that is not seen. Letters of one script that look alike are not compared yet.
public final class PersonNames {

  private static final int SHORTEST = 2;
  private static final int LONGEST = 80;
  private static final String BESIDE_LETTERS = " -'\u2019.";

  /// Scripts that are written together: "highly restrictive" of UTS 39, section 5.2.
  private static final List<Set<UnicodeScript>> TOGETHER =
      List.of(
          EnumSet.of(
              UnicodeScript.LATIN,
              UnicodeScript.HAN,
              UnicodeScript.HIRAGANA,
              UnicodeScript.KATAKANA),
          EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.BOPOMOFO),
          EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HANGUL));

  private PersonNames() {}

  /// Looks at names before anything is signed.
  ///
  /// @throws CeremonyException if nobody may be called so, or two of them cannot be told apart
  public static void require(List<String> names) {
    var known = new HashMap<String, String>();
    for (var name : names) {
      fault(name)
          .ifPresent(why -> {
            throw new CeremonyException("The name \"" + name + "\" is refused: " + why);
          });
      var other = known.putIfAbsent(comparable(name), name);
      if (other != null) {
        throw new CeremonyException(
            "The names \""
                + other
                + "\" and \""
                + name
                + "\" cannot be told apart: "
                + points(name));
      }
    }
  }

  /// Looks at the names that the first line tells.
  static void check(EvidenceLine line, Content.Opened opened, Consumer<String> findings) {
    var known = new HashMap<String, String>();
    for (var person : opened.people()) {
      line.disclosedText("name." + person.id())
          .ifPresent(name -> {
            fault(name)
                .ifPresent(why ->
                    findings.accept("The name of \"" + person.id() + "\" is refused: " + why));
            var other = known.putIfAbsent(comparable(name), person.id());
            if (other != null) {
              findings.accept(
                  "The names of \""
                      + other
                      + "\" and \""
                      + person.id()
                      + "\" cannot be told apart: "
                      + points(name));
            }
          });
    }
  }

  /// Why nobody may be called so.
  static Optional<String> fault(String name) {
    var length = name.codePointCount(0, name.length());
    if (length < SHORTEST || length > LONGEST) {
      return Optional.of("it has not 2 to 80 characters.");
    }
    if (!Normalizer.isNormalized(name, Normalizer.Form.NFC)
        || !Normalizer.isNormalized(name, Normalizer.Form.NFKC)) {
      return Optional.of("a letter is written in another form than NFKC: " + points(name));
    }
    if (!name.codePoints().allMatch(PersonNames::allowed)
        || name.startsWith(" ")
        || name.endsWith(" ")
        || name.contains("  ")) {
      return Optional.of("it has a character that is in no name: " + points(name));
    }
    return ofOneScript(name) ? Optional.empty() : Optional.of("it mixes scripts: " + points(name));
  }

  private static boolean allowed(int point) {
    return switch (Character.getType(point)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK ->
          !isNotSeen(point);
      default -> BESIDE_LETTERS.indexOf(point) >= 0;
    };
  }

  /// Letters and marks that have no shape of their own (`Default_Ignorable_Code_Point`).
  private static boolean isNotSeen(int point) {
    return point == 0x034F
        || point == 0x115F
        || point == 0x1160
        || point == 0x3164
        || point == 0xFFA0
        || (point >= 0x17B4 && point <= 0x17B5)
        || (point >= 0x180B && point <= 0x180F)
        || (point >= 0xFE00 && point <= 0xFE0F)
        || (point >= 0xE0100 && point <= 0xE01EF);
  }

  private static boolean ofOneScript(String name) {
    var scripts = EnumSet.noneOf(UnicodeScript.class);
    name.codePoints().mapToObj(UnicodeScript::of).forEach(scripts::add);
    scripts.remove(UnicodeScript.COMMON);
    scripts.remove(UnicodeScript.INHERITED);
    return scripts.size() <= 1 || TOGETHER.stream().anyMatch(set -> set.containsAll(scripts));
  }

  /// What two people must differ in: letters and marks, without case.
  private static String comparable(String name) {
    var letters = new StringBuilder();
    name.codePoints()
        .filter(point -> BESIDE_LETTERS.indexOf(point) < 0)
        .forEach(letters::appendCodePoint);
    var folded = letters.toString().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Normalizer.Form.NFC);
  }

  private static String points(String name) {
    return name.codePoints()
        .mapToObj(point -> String.format(Locale.ROOT, "U+%04X", point))
        .collect(Collectors.joining(" "));
  }
}
