package org.xksworkbench.bridge.diagnostics;

import java.util.Collection;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Takes out of a text what is or may be secret.
final class Redaction {

  private static final String GONE = "[removed]";

  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN ([A-Z ]*PRIVATE KEY)-----.*?(-----END \\1-----|\\z)", Pattern.DOTALL);

  private static final Pattern USER_INFO = Pattern.compile("(://)[^/\\s@]+@");

  /// A name that says what follows it: `pin=1234`, `"secretAccessKey": "..."`, `--passphrase x`.
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)((?:so[-_ ]?)?(?:\\b|_|(?-i:(?<=[a-z])(?=P)))pin\\b|password|passphrase|passwd|secret[-_ ]?(?:access[-_ ]?)?(?:key)?|"
              + "session[-_ ]?token|authorization|api[-_ ]?key)(\"?[ \\t]*[:=][ \\t]*|[ \\t]+(?:is|was)[ \\t]+|[ \\t]+)"
              + "(\"[^\"]*\"|'[^']*'|[^\\s,;\"']+)");

  private static final Pattern SIGNATURE = Pattern.compile("(Signature=)[0-9a-fA-F]+");

  /// As long as an AWS secret access key, or longer.
  private static final Pattern LONG = Pattern.compile("[A-Za-z0-9+/_=-]{32,}");

  private static final List<Pattern> HARMLESS =
      List.of(
          // UUIDs, with a prefix or without: request IDs and key IDs.
          Pattern.compile("(?i).*[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}.*"),
          // Words, paths and names of classes have few digits.
          Pattern.compile("[A-Za-z/_=-]*\\d?[A-Za-z/_=-]*\\d?[A-Za-z/_=-]*"));

  private final List<String> known;

  /// @param known secrets to take out wherever they stand
  Redaction(Collection<String> known) {
    this.known = known.stream().filter(secret -> !secret.isBlank()).distinct().toList();
  }

  String of(String text) {
    var clean = text;
    for (var secret : known) {
      clean = clean.replace(secret, GONE);
    }
    clean = PEM.matcher(clean).replaceAll("-----$1 " + GONE + "-----");
    clean = USER_INFO.matcher(clean).replaceAll("$1" + GONE + "@");
    clean = SIGNATURE.matcher(clean).replaceAll("$1" + GONE);
    clean = NAMED.matcher(clean).replaceAll("$1$2" + GONE);
    return LONG.matcher(clean).replaceAll(Redaction::unlessHarmless);
  }

  /// Whether a secret that is known stands in a text.
  boolean leavesOne(String text) {
    return known.stream().anyMatch(text::contains);
  }

  /// In words few letters are capitals, or all are; in base64 about half. Some of the secrets that
  /// AWS makes have no more digits than words have.
  private static boolean capitalsAtRandom(String run) {
    var letters = run.chars().filter(Character::isLetter).count();
    var capitals = run.chars().filter(Character::isUpperCase).count();
    return capitals * 10 > letters * 3 && capitals * 10 < letters * 8;
  }

  private static String unlessHarmless(MatchResult match) {
    var run = match.group();
    var harmless =
        !capitalsAtRandom(run)
            && HARMLESS.stream().anyMatch(pattern -> pattern.matcher(run).matches());
    return java.util.regex.Matcher.quoteReplacement(harmless ? run : GONE);
  }
}
