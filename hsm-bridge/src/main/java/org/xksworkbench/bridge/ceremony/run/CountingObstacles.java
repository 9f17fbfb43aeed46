package org.xksworkbench.bridge.ceremony.run;

import java.util.ArrayList;
import java.util.List;
import org.xksworkbench.bridge.ceremony.plan.Action;
import org.xksworkbench.bridge.ceremony.plan.EnvironmentFacts;
import org.xksworkbench.bridge.ceremony.plan.Plan;

/// What stands in the way of a ceremony that counts, each in a sentence that says what to do. A
/// guard against slips: who controls the workstation can hide all of it.
public final class CountingObstacles {

  /// Without these a plan does not say on which machine and which token it is held.
  private static final List<String> PINS =
      List.of(
          EnvironmentFacts.PROGRAM, EnvironmentFacts.MODULE_HASH, EnvironmentFacts.TOKEN_SERIAL);

  private static final int PINS_REQUIRED_SINCE = 2;

  private CountingObstacles() {}

  /// What the plan's `environment` does not say.
  public static List<String> missingPins(Plan plan) {
    return PINS.stream().filter(name -> !plan.environment().containsKey(name)).toList();
  }

  /// What a plan lacks, whatever it is held on.
  public static List<String> of(Plan plan) {
    var missing = missingPins(plan);
    return plan.version() < PINS_REQUIRED_SINCE || missing.isEmpty()
        ? List.of()
        : List.of(
            "A plan of version 2 whose ceremony counts says in \"environment\" what it is held on:"
                + " add "
                + String.join(", ", missing)
                + ", as a rehearsal on that machine and token tells them.");
  }

  private static List<String> others(Plan plan, Devices devices, EnvironmentProbe environment) {
    if (plan.environment().isEmpty()) {
      return List.of();
    }
    var facts = environment.facts(devices);
    return plan.environment().entrySet().stream()
        .filter(pin -> !pin.getValue().equals(facts.get(pin.getKey())))
        .map(pin ->
            "The plan says that "
                + pin.getKey()
                + " is \""
                + pin.getValue()
                + "\"; here it is \""
                + facts.get(pin.getKey())
                + "\". Hold it where the plan says.")
        .toList();
  }

  /// What plan, devices and machine lack; empty if the ceremony may count.
  public static List<String> of(Plan plan, Devices devices, EnvironmentProbe environment) {
    var obstacles = new ArrayList<String>();
    if (devices.kms().filter(CeremonyKms::local).isPresent()) {
      obstacles.add(
          "A ceremony that counts does not run on the local KMS. Begin a rehearsal instead.");
    }
    if (devices.softToken()) {
      obstacles.add(
          "A ceremony that counts does not run on SoftHSM, whose keys lie in files. Begin a"
              + " rehearsal instead.");
    }
    if (!environment.variables().isEmpty()) {
      obstacles.add(
          "A ceremony that counts does not begin while variables are set that change what runs:"
              + " take "
              + String.join(", ", environment.variables())
              + " away and start the program again.");
    }
    if (!environment.jvmOptions().isEmpty()) {
      obstacles.add(
          "A ceremony that counts does not begin with something else in this program: start it"
              + " without "
              + String.join(", ", environment.jvmOptions())
              + ".");
    }
    obstacles.addAll(of(plan));
    if (plan.steps().stream().noneMatch(step -> step.action() instanceof Action.CheckEnvironment)) {
      // Nobody would see it before the end.
      obstacles.addAll(others(plan, devices, environment));
    }
    return List.copyOf(obstacles);
  }
}
