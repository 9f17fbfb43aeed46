package org.xksworkbench.bridge.ceremony.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/// What steps must tell. Who holds a ceremony and who verifies its evidence read a plan alike.
public final class Expectations {

  /// Whether a key has a probe, and whether it opens it.
  public static final String PROBE = "probe";

  public static final String PROBE_MADE = "made";
  public static final String PROBE_OPENS = "opens";

  private Expectations() {}

  /// What a step must tell: what follows from the action itself, then what the plan says.
  public static Map<String, String> of(Plan plan, PlanStep step, Values values) {
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
          Action.Beacon _,
          Action.CheckKey _,
          Action.CheckKeyStore _,
          Action.CheckKmsKey _,
          Action.Enter _,
          Action.BackUp _,
          Action.CheckValue _,
          Action.Export _,
          Action.MoveCustody _,
          Action.AttachFile _,
          Action.KeepElsewhere _ -> {}
    }
    step.expect().forEach((name, text) -> expected.put(name, values.in(text)));
    return expected;
  }

  /// The same where people sign each line: there a key that is made gets a probe, and must open it
  /// later.
  ///
  /// @param made whether a step before made the key with a label
  public static Map<String, String> ofSignedLines(
      Plan plan, PlanStep step, Values values, Predicate<String> made) {
    var expected = of(plan, step, values);
    switch (step.action()) {
      case Action.GenerateKey _ -> expected.putIfAbsent(PROBE, PROBE_MADE);
      case Action.CheckKey check when made.test(check.label()) ->
          expected.putIfAbsent(PROBE, PROBE_OPENS);
      default -> {}
    }
    return expected;
  }
}
