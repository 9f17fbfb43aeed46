package org.xksworkbench.bridge.ceremony.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xksworkbench.bridge.ceremony.plan.Action;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.plan.PlanStep;
import org.xksworkbench.bridge.ceremony.plan.Values;

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

  /// What a step must tell: what follows from the action itself, then what the plan says.
  static Map<String, String> expectedFacts(Plan plan, PlanStep step, Values values) {
    var expected = new LinkedHashMap<String, String>();
    switch (step.action()) {
      case Action.CheckEnvironment _ -> expected.putAll(plan.environment());
      case Action.CheckClock _ -> expected.put("within", "yes");
      case Action.CheckNoKey _ -> expected.put("keysWithLabel", "0");
      case Action.Compare _ -> expected.put("same", "yes");
      case Action.GenerateKey generate -> {
        expected.put("label", generate.label());
        expected.put("type", "AES-" + generate.bits());
        expected.put("sensitive", "always");
        expected.put("extractable", "never");
        expected.put("madeOnToken", "yes");
      }
      case Action.CreateKmsKey create -> expected.put("externalKey", create.label());
      case Action.Prove _ -> expected.put("roundTrip", "same");
      case Action.Destroy _ -> expected.put("keysWithLabel", "0");
      case Action.Say _,
          Action.Confirm _,
          Action.CheckKey _,
          Action.CheckKeyStore _,
          Action.CheckKmsKey _,
          Action.Enter _,
          Action.BackUp _,
          Action.CheckValue _,
          Action.Export _ -> {}
    }
    step.expect().forEach((name, text) -> expected.put(name, values.in(text)));
    return expected;
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
