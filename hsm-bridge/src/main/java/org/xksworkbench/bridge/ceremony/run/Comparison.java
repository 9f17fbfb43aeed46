package org.xksworkbench.bridge.ceremony.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One fact: what was expected, what came.
///
/// @param expected empty if the plan expects nothing of it
/// @param actual empty before the act
public record Comparison(String name, Optional<String> expected, Optional<String> actual) {

  /// False only where both are known and differ, or what is expected did not come.
  public boolean same() {
    return expected.isEmpty() || actual.isEmpty() || expected.equals(actual);
  }

  /// The difference in words; empty if there is none.
  public Optional<String> difference() {
    return same()
        ? Optional.empty()
        : Optional.of(
            name
                + ": expected \""
                + expected.orElse("")
                + "\", came \""
                + actual.orElse("")
                + "\"");
  }

  /// Expected values first, then what else is known.
  static List<Comparison> of(Map<String, String> expected, Optional<Map<String, String>> facts) {
    var comparisons = new ArrayList<Comparison>();
    expected.forEach((name, value) ->
        comparisons.add(
            new Comparison(
                name,
                Optional.of(value),
                facts.map(known -> known.getOrDefault(name, "nothing")))));
    facts.ifPresent(known ->
        known.forEach((name, value) -> {
          if (!expected.containsKey(name)) {
            comparisons.add(new Comparison(name, Optional.empty(), Optional.of(value)));
          }
        }));
    return List.copyOf(comparisons);
  }

  static List<String> differences(Map<String, String> expected, Map<String, String> facts) {
    return of(expected, Optional.of(facts)).stream()
        .flatMap(comparison -> comparison.difference().stream())
        .toList();
  }
}
