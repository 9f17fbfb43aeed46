package org.xksworkbench.bridge.xks.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// One statement of a policy: it matches a request that meets all its conditions.
///
/// @param name for the log
/// @param conditions the values that an attribute may have; an attribute that is not named may have
///   any. A request without the attribute meets only the empty text.
public record Statement(String name, Map<Attribute, List<Wildcard>> conditions) {

  public Statement {
    conditions = Map.copyOf(conditions);
  }

  boolean matches(AccessRequest asked) {
    return firstUnmet(asked).isEmpty();
  }

  int conditionsMet(AccessRequest asked) {
    return (int)
        conditions.entrySet().stream()
            .filter(condition -> meets(asked, condition.getKey(), condition.getValue()))
            .count();
  }

  /// The condition that keeps it from matching, in words.
  Optional<String> firstUnmet(AccessRequest asked) {
    return new TreeMap<>(conditions)
        .entrySet().stream()
            .filter(condition -> !meets(asked, condition.getKey(), condition.getValue()))
            .findFirst()
            .map(condition ->
                condition.getKey().setting()
                    + " has no match for "
                    + asked
                        .value(condition.getKey())
                        .map(value -> "\"" + value + "\"")
                        .orElse("a request without it")
                    + " (it has "
                    + condition.getValue().stream()
                        .map(Wildcard::toString)
                        .collect(Collectors.joining(", "))
                    + ")");
  }

  private static boolean meets(AccessRequest asked, Attribute attribute, List<Wildcard> allowed) {
    var value = asked.value(attribute);
    return allowed.stream()
        .anyMatch(
            wildcard -> value.map(wildcard::matches).orElseGet(() -> wildcard.pattern().isEmpty()));
  }
}
