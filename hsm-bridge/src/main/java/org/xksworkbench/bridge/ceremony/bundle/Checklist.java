package org.xksworkbench.bridge.ceremony.bundle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.xksworkbench.bridge.ceremony.plan.FactNames;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.plan.PlanStep;
import org.xksworkbench.bridge.ceremony.plan.Values;
import org.xksworkbench.bridge.ceremony.transcript.Event;
import org.xksworkbench.bridge.ceremony.transcript.TranscriptEntry;

/// What an auditor must see in each step of a plan, and, after the end, what the transcript tells
/// of it.
///
/// @param steps in the order of the plan
/// @param after whether the ceremony is over
/// @param uncovered demands that were given and that no step meets, or none that was done
public record Checklist(Plan plan, List<CheckedStep> steps, boolean after, List<String> uncovered) {

  /// How a step ended; before the ceremony none has.
  public enum StepEnd {
    NOT_DONE,
    DONE,
    DEVIATED,
    LEFT_OUT
  }

  /// @param toSee what must be seen
  /// @param told lines of the transcript, in words
  public record CheckedStep(PlanStep step, StepEnd end, List<String> toSee, List<String> told) {

    public CheckedStep {
      toSee = List.copyOf(toSee);
      told = List.copyOf(told);
    }
  }

  public Checklist {
    steps = List.copyOf(steps);
    uncovered = List.copyOf(uncovered);
  }

  /// Before a ceremony.
  ///
  /// @param demands that the steps should meet, in the words of their `covers`
  public static Checklist of(Plan plan, List<String> demands) {
    return of(plan, List.of(), false, demands);
  }

  /// After one.
  ///
  /// @param entries of its transcript, which was verified
  public static Checklist of(Plan plan, List<TranscriptEntry> entries, List<String> demands) {
    return of(plan, entries, true, demands);
  }

  private static Checklist of(
      Plan plan, List<TranscriptEntry> entries, boolean after, List<String> demands) {
    var ofSteps = new LinkedHashMap<String, List<TranscriptEntry>>();
    for (var entry : entries) {
      if (entry.event() instanceof Event.OfStep of) {
        ofSteps.computeIfAbsent(of.step(), _ -> new ArrayList<>()).add(entry);
      }
    }
    var steps =
        plan.steps().stream()
            .map(step -> {
              var own = ofSteps.getOrDefault(step.id(), List.of());
              return new CheckedStep(step, end(step, own), toSee(plan, step), story(own));
            })
            .toList();
    var met =
        steps.stream()
            .filter(step -> !after || step.end() == StepEnd.DONE || step.end() == StepEnd.DEVIATED)
            .flatMap(step -> step.step().covers().stream())
            .collect(Collectors.toSet());
    return new Checklist(
        plan, steps, after, demands.stream().filter(demand -> !met.contains(demand)).toList());
  }

  /// The steps that meet each demand, by number from 1.
  public Map<String, List<Integer>> demands() {
    var demands = new TreeMap<String, List<Integer>>();
    for (var at = 0; at < steps.size(); at++) {
      for (var demand : steps.get(at).step().covers()) {
        demands.computeIfAbsent(demand, _ -> new ArrayList<>()).add(at + 1);
      }
    }
    return Collections.unmodifiableMap(demands);
  }

  private static StepEnd end(PlanStep step, List<TranscriptEntry> own) {
    var end = StepEnd.NOT_DONE;
    var signed = new HashSet<String>();
    for (var entry : own) {
      if (entry.event() instanceof Event.Deviated deviated) {
        end = deviated.skips() ? StepEnd.LEFT_OUT : StepEnd.DEVIATED;
      } else if (entry.event() instanceof Event.Confirmed confirmed) {
        signed.add(confirmed.role());
        end = end == StepEnd.NOT_DONE && signed.containsAll(step.signers()) ? StepEnd.DONE : end;
      }
    }
    return end;
  }

  private static List<String> toSee(Plan plan, PlanStep step) {
    var values = Values.of(plan.values());
    var lines = new ArrayList<String>();
    if (!step.say().isEmpty()) {
      lines.add("is read aloud: \u201c" + values.onPaper(step.say()) + "\u201d");
    }
    if (!step.authorise().isEmpty()) {
      lines.add("signs before it that it be done: " + titles(plan, step.authorise()));
    }
    step.quorum()
        .ifPresent(quorum -> lines.add("sign before it that it be done: " + quorum.words(plan)));
    lines.add("acts: " + plan.role(step.by()).title());
    step.expect()
        .forEach((name, value) -> lines.add(FactNames.words(name) + ": " + values.onPaper(value)));
    lines.add("signs what came: " + titles(plan, step.signers()));
    if (step.action().irreversible()) {
      lines.add("cannot be undone: the four head words go on paper right after it");
    }
    return lines;
  }

  private static String titles(Plan plan, List<String> roles) {
    return roles.stream().map(role -> plan.role(role).title()).collect(Collectors.joining(", "));
  }

  private static List<String> story(List<TranscriptEntry> own) {
    var lines = new ArrayList<String>();
    for (var entry : own) {
      var words = words((Event.OfStep) entry.event());
      if (!words.isEmpty()) {
        lines.add("line " + entry.line() + ": " + words);
      }
    }
    return lines;
  }

  private static String words(Event.OfStep event) {
    return switch (event) {
      case Event.Authorised authorised -> "authorised by " + authorised.person();
      case Event.Begun _ -> "begun";
      case Event.Noted _ -> "";
      case Event.Acted acted ->
          (acted.recovered() ? "found done" : "done")
              + (acted.differences().isEmpty()
                  ? ", as expected"
                  : ", NOT AS EXPECTED: " + String.join("; ", acted.differences()));
      case Event.ActFailed failed -> "failed: " + failed.reason();
      case Event.Asked asked -> "asked: " + asked.found();
      case Event.Confirmed confirmed -> "signed by " + confirmed.person();
      case Event.ConsentDenied denied -> "REFUSED by " + denied.person() + ": " + denied.reason();
      case Event.Deviated deviated ->
          (deviated.skips() ? "LEFT OUT: " : "DEVIATION: ")
              + deviated.reason()
              + ", agreed by "
              + String.join(", ", deviated.agreed());
    };
  }
}
