package org.xksworkbench.bridge.ceremony.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xksworkbench.bridge.ceremony.CeremonyException;

/// Values of a plan and facts of its steps, put into texts: `${label}` is a value of the plan,
/// `${generate.id}` a fact of the step `generate`.
public final class Values {

  private static final Pattern NAME =
      Pattern.compile("\\$\\{([a-z][A-Za-z0-9-]*(?:\\.[a-z][A-Za-z0-9-]*)?)}");

  private final Map<String, String> values;

  private Values(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  public static Values of(Map<String, String> values) {
    return new Values(values);
  }

  /// These, and the facts of one more step.
  public Values with(String step, Map<String, String> facts) {
    var all = new LinkedHashMap<>(values);
    facts.forEach((name, value) -> all.put(step + "." + name, value));
    return new Values(all);
  }

  /// @throws CeremonyException if the text names a value that there is not (yet)
  public String in(String text) {
    return NAME.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value(match.group(1))));
  }

  private String value(String name) {
    var value = values.get(name);
    if (value == null) {
      throw new CeremonyException("There is no value ${" + name + "} yet.");
    }
    return value;
  }

  /// A text for paper: what only the ceremony will tell stands there as a gap.
  public String onPaper(String text) {
    return NAME.matcher(text)
        .replaceAll(match ->
            Matcher.quoteReplacement(
                values.getOrDefault(match.group(1), "\u2026\u2026\u2026\u2026\u2026\u2026")));
  }

  static List<String> namesIn(String text) {
    var names = new ArrayList<String>();
    NAME.matcher(text).results().map((MatchResult match) -> match.group(1)).forEach(names::add);
    return names;
  }
}
