package org.xksworkbench.bridge.ceremony.plan;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names of facts as people read them: `keysWithLabel` is "keys with label".
public final class FactNames {

  private static final Pattern CAPITAL = Pattern.compile("(?<=[a-z])([A-Z])");
  private static final Pattern ABBREVIATION = Pattern.compile("\\b(id|arn|kms|jvm|os)\\b");

  private FactNames() {}

  public static String words(String name) {
    var apart =
        CAPITAL
            .matcher(name)
            .replaceAll(match -> " " + match.group(1).toLowerCase(Locale.ROOT))
            .replace('-', ' ');
    return ABBREVIATION
        .matcher(apart)
        .replaceAll(match -> Matcher.quoteReplacement(match.group(1).toUpperCase(Locale.ROOT)));
  }
}
