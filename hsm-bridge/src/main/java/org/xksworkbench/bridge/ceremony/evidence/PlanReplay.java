package org.xksworkbench.bridge.ceremony.evidence;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.plan.Action;
import org.xksworkbench.bridge.ceremony.plan.Expectations;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.plan.PlanStep;
import org.xksworkbench.bridge.ceremony.plan.Values;

/// The steps of a transcript against the plan that they followed: their order, who authorises, acts
/// and confirms each, what must have come, and that none is missing. [Course] has looked at what is
/// known without a plan.
final class PlanReplay {

  private final Plan plan;
  private final Content.Opened header;
  private final List<EvidenceLine> lines;
  private final Findings findings;
  private final Map<String, Integer> places = new HashMap<>();
  private final Set<String> labelsMade = new HashSet<>();
  private Values values;
  private int index;
  private int line;

  private final StepConsents authorised = new StepConsents();

  private final Set<String> confirmed = new HashSet<>();
  private final DemandedPeople demanded;
  private Optional<Map<String, String>> facts = Optional.empty();
  private boolean differs;
  private boolean mayRepeat;

  /// Whether a step or an interruption told that the environment is another one.
  private boolean environmentTold;

  private boolean completed;

  private PlanReplay(
      Plan plan, Content.Opened header, List<EvidenceLine> lines, Findings findings) {
    this.plan = plan;
    this.header = header;
    this.lines = lines;
    this.findings = findings;
    this.values = Values.of(plan.values());
    this.demanded = new DemandedPeople(plan, header.people());
    for (var at = 0; at < plan.steps().size(); at++) {
      places.put(plan.steps().get(at).id(), at);
    }
  }

  /// @param lines with all their fields
  static void check(Plan plan, Content.Opened header, List<EvidenceLine> lines, Findings findings) {
    var replay = new PlanReplay(plan, header, lines, findings);
    replay.opening(lines.getFirst());
    for (var each : lines) {
      replay.line = each.number();
      replay.follow(each);
    }
    replay.environment(lines.getFirst());
  }

  private void find(String what) {
    findings.add(BundleNames.TRANSCRIPT, line, what);
  }

  private void opening(EvidenceLine first) {
    line = first.number();
    if (!first.disclosedText("title").equals(Optional.of(plan.title()))) {
      find("Its title is not the plan's.");
    }
    if (!first.disclosedFamily("value.").equals(plan.values())) {
      find("Its values are not the plan's.");
    }
    var roles = header.people().stream().map(Participant::role).toList();
    if (!Set.copyOf(roles).equals(plan.roles().keySet()) || roles.size() != plan.roles().size()) {
      find("Its people do not play each role of the plan once.");
    }
    demanded
        .withOtherKeys()
        .forEach(role -> find("By the plan the " + title(role) + " has another key."));
  }

  /// What the plan says of the environment holds of a ceremony that counts and came to its end,
  /// unless it told that it does not.
  private void environment(EvidenceLine first) {
    line = first.number();
    if (header.counts() != Content.Counts.CEREMONY || environmentTold || !completed) {
      return;
    }
    plan.environment()
        .forEach((name, value) -> {
          if (!first.disclosedText("env." + name).equals(Optional.of(value))) {
            find("The environment is not what the plan says of \"" + name + "\".");
          }
        });
  }

  private void follow(EvidenceLine at) {
    switch (at.content()) {
      case Content.Authorised(var step) -> {
        if (isCurrent(step)) {
          authorise(at);
        }
      }
      case Content.ConsentRefused(var step, var _) -> {
        if (isCurrent(step)) {
          authorised.clear();
        }
      }
      case Content.Begun begun -> {
        if (isCurrent(begun.step())) {
          begin(at, begun);
        }
      }
      case Content.Noted(var step) -> isCurrent(step);
      case Content.Acted acted -> {
        if (isCurrent(acted.step())) {
          act(at);
        }
      }
      case Content.ActFailed(var step) -> {
        if (isCurrent(step)) {
          authorised.clear();
        }
      }
      case Content.Asked(var step, var answer) -> {
        if (isCurrent(step) && answer == Content.Asked.ActAnswer.NOT_DONE) {
          authorised.clear();
        }
      }
      case Content.Confirmed(var step) -> {
        if (isCurrent(step)) {
          confirm(at);
        }
      }
      case Content.Deviated(var step, var _, var skips, var left) -> {
        demanded.leave(left);
        if (isCurrent(step)) {
          deviate(skips);
        }
      }
      case Content.Custody custody -> requireReached(custody.step());
      case Content.Attached(var step, var _) -> requireReached(step);
      case Content.Elsewhere(var step) -> requireReached(step);
      case Content.Remark(var step) -> requireReached(step);
      case Content.Resumed _ -> {
        authorised.clear();
        var silent = demanded.silentAt(at);
        if (!silent.isEmpty()) {
          find(
              "By the plan it is not signed by all who sign that it goes on: "
                  + titles(silent)
                  + ".");
        }
        environmentTold |= !at.disclosedFamily("change.").isEmpty();
      }
      case Content.Closed closed -> close(closed);
      case Content.Opened _,
          Content.Paused _,
          Content.BreakTaken _,
          Content.Continued _,
          Content.WrongSecret _,
          Content.Clock _,
          Content.Aborted _ -> {}
    }
  }

  /// Whether a line is of the step whose turn it is. From a step that comes too early on, it is
  /// followed where it is, so that one step left out is one finding.
  private boolean isCurrent(String step) {
    var place = places.get(step);
    if (place == null) {
      find("The plan has no step \"" + step + "\".");
      return false;
    }
    if (place < index) {
      find("The step \"" + step + "\" is over.");
      return false;
    }
    if (place > index) {
      find("The step \"" + current().id() + "\" comes before: " + open() + ".");
      index = place;
      reset();
    }
    return true;
  }

  private String open() {
    if (facts.isEmpty()) {
      return "it was not done";
    }
    return "it was not confirmed by " + titles(missing(current().signers(), confirmed));
  }

  private void requireReached(String step) {
    var place = places.get(step);
    if (place == null) {
      find("The plan has no step \"" + step + "\".");
    } else if (place > index) {
      find("The step \"" + step + "\" has not come yet.");
    }
  }

  private PlanStep current() {
    return plan.steps().get(index);
  }

  private void authorise(EvidenceLine at) {
    var role = role(at);
    if (!StepConsents.isAsked(role, current())) {
      find("By the plan the " + title(role) + " does not authorise this step.");
    }
    authorised.agree(role, at.at());
  }

  private void begin(EvidenceLine at, Content.Begun begun) {
    var step = current();
    if (!begun.action().equals(step.action().name())
        || begun.irreversible() != step.action().irreversible()) {
      find("By the plan this step does something else: " + step.action().name() + ".");
    }
    var without = authorised.missing(step, at.at());
    if (!without.isEmpty()) {
      find("By the plan this step is authorised before it, which it was not by " + titles(without));
    }
    if (!authorised.meetsQuorum(step, at.at())) {
      find("By the plan a quorum authorises this step before it, and it did not.");
    }
    if (facts.isPresent() && !mayRepeat) {
      find("The step was done already.");
    }
    if (!at.disclosedFamily("expect.").equals(expectation())) {
      find("By the plan something else is expected of this step.");
    }
    authorised.clear();
    confirmed.clear();
    facts = Optional.empty();
    mayRepeat = false;
  }

  private Map<String, String> expectation() {
    try {
      return Expectations.ofSignedLines(plan, current(), values, labelsMade::contains);
    } catch (CeremonyException e) {
      find("What the plan expects of this step depends on a step that was left out.");
      return Map.of();
    }
  }

  private void act(EvidenceLine at) {
    var came = at.disclosedFamily("fact.");
    if (!current().action().facts().containsAll(came.keySet())) {
      find("It tells what its kind of step never tells.");
    }
    if (current().action() instanceof Action.OfRecord action && !came.equals(ofRecord(action))) {
      find("It tells something else than the lines of this step.");
    }
    if (current().action() instanceof Action.Beacon beacon && !BeaconTold.isOf(beacon, came)) {
      find("It does not tell source, round and value as the plan has them.");
    }
    var different =
        expectation().entrySet().stream()
            .filter(one -> !one.getValue().equals(came.getOrDefault(one.getKey(), "nothing")))
            .map(Map.Entry::getKey)
            .toList();
    var told = at.disclosedTexts("difference");
    if (told.size() != different.size()
        || !told.stream()
            .map(words -> words.substring(0, Math.max(0, words.indexOf(':'))))
            .collect(Collectors.toSet())
            .equals(Set.copyOf(different))) {
      find("Its differences are not those between what the plan expects and what came.");
    }
    facts = Optional.of(came);
    differs = !different.isEmpty();
    environmentTold |= differs && current().action() instanceof Action.CheckEnvironment;
    confirmed.clear();
  }

  private Map<String, String> ofRecord(Action.OfRecord action) {
    try {
      return RecordFacts.of(action, current().id(), lines.subList(0, line));
    } catch (CeremonyException e) {
      find(e.getMessage());
      return Map.of();
    }
  }

  private void confirm(EvidenceLine at) {
    var role = role(at);
    if (!current().signers().contains(role)) {
      find("By the plan the " + title(role) + " does not confirm this step.");
    }
    confirmed.add(role);
    goOn();
  }

  private void deviate(boolean skips) {
    var step = current();
    authorised.clear();
    differs = false;
    mayRepeat = true;
    if (!skips) {
      goOn();
    } else if (step.action() instanceof Action.Export) {
      find("The last step cannot be left out.");
    } else {
      next(false);
    }
  }

  private void goOn() {
    if (facts.isPresent() && !differs && confirmed.containsAll(current().signers())) {
      next(true);
    }
  }

  private void next(boolean done) {
    var step = current();
    if (done && step.action() instanceof Action.GenerateKey generate) {
      labelsMade.add(generate.label());
    }
    facts.ifPresent(came -> values = values.with(step.id(), came));
    index++;
    reset();
  }

  private void reset() {
    authorised.clear();
    confirmed.clear();
    facts = Optional.empty();
    differs = false;
    mayRepeat = false;
  }

  private void close(Content.Closed closed) {
    completed = closed.outcome() == Content.Closed.CeremonyEnd.COMPLETED;
    if (completed && index < plan.steps().size()) {
      find(
          "Steps of the plan are missing: "
              + plan.steps().stream()
                  .skip(index)
                  .map(PlanStep::id)
                  .collect(Collectors.joining(", "))
              + ".");
    }
  }

  private static List<String> missing(List<String> needed, Set<String> given) {
    return needed.stream().filter(role -> !given.contains(role)).toList();
  }

  private String role(EvidenceLine at) {
    var id = at.persons().isEmpty() ? "" : at.persons().getFirst();
    return header.people().stream()
        .filter(person -> person.id().equals(id))
        .map(Participant::role)
        .findFirst()
        .orElse(id);
  }

  private String title(String role) {
    var known = plan.roles().get(role);
    return known == null ? "\"" + role + "\"" : known.title();
  }

  private String titles(List<String> roles) {
    return roles.stream().map(role -> "the " + title(role)).collect(Collectors.joining(", "));
  }
}
