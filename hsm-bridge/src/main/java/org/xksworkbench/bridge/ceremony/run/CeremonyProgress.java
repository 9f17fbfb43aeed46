package org.xksworkbench.bridge.ceremony.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.plan.Action;
import org.xksworkbench.bridge.ceremony.plan.Expectations;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.plan.PlanStep;
import org.xksworkbench.bridge.ceremony.plan.Values;
import org.xksworkbench.bridge.ceremony.run.StepState.Phase;
import org.xksworkbench.bridge.ceremony.transcript.Event;
import org.xksworkbench.bridge.ceremony.transcript.TranscriptEntry;

/// Where a ceremony is, as a value. [#after] gives the next value, or says why an event cannot
/// happen now; the same rules hold while a ceremony runs, when it is resumed, and when its
/// transcript is verified.
///
/// @param header empty before the ceremony is opened
/// @param index of the current step; the number of steps when all are done
/// @param values of the plan and of the steps so far
/// @param outcomes how each step before the current one ended
/// @param stopReason why it is paused or aborted; empty if it is not
public record CeremonyProgress(
    Plan plan,
    Optional<Event.Opened> header,
    CeremonyMode mode,
    int index,
    StepState step,
    Values values,
    List<StepOutcome> outcomes,
    int deviations,
    int interruptions,
    String stopReason) {

  private static final int WITNESSES = 2;

  /// The format since which people sign each line.
  private static final int SIGNED_LINES = 2;

  /// Whether the ceremony goes on.
  public enum CeremonyMode {
    NOT_OPENED,
    RUNNING,
    PAUSED,
    ON_BREAK,
    /// The program had ended; people have to say that it goes on.
    INTERRUPTED,
    /// A line could not be written. Nothing follows in this program; it can be resumed.
    HALTED,
    ABORTED,
    /// All steps are done; the transcript is not closed yet.
    COMPLETED,
    CLOSED
  }

  /// How a step ended.
  public enum StepOutcome {
    DONE,
    /// Done, with a deviation.
    DEVIATED,
    SKIPPED
  }

  static CeremonyProgress of(Plan plan) {
    return new CeremonyProgress(
        plan,
        Optional.empty(),
        CeremonyMode.NOT_OPENED,
        0,
        StepState.NEW,
        Values.of(plan.values()),
        List.of(),
        0,
        0,
        "");
  }

  /// Follows a whole transcript.
  ///
  /// @throws CeremonyException naming the line of the first event that the plan does not allow
  public static CeremonyProgress replay(Plan plan, List<TranscriptEntry> entries) {
    var progress = of(plan);
    for (var entry : entries) {
      try {
        progress = progress.after(entry.event());
      } catch (CeremonyException e) {
        throw new CeremonyException("Line " + entry.line() + ": " + e.getMessage(), e);
      }
    }
    return progress;
  }

  public Optional<PlanStep> current() {
    return index < plan.steps().size() ? Optional.of(plan.steps().get(index)) : Optional.empty();
  }

  Phase phase() {
    var current = currentStep();
    return step.phase(current, signersOf(current));
  }

  /// Which roles sign a step of this ceremony.
  StepSigners signersOf(PlanStep of) {
    return StepSigners.of(of, signedLines());
  }

  /// What a step must tell, as far as it is known now.
  ///
  /// @throws CeremonyException if it names the result of a step that was left out
  Map<String, String> expectedFacts(PlanStep of) {
    return signedLines()
        ? Expectations.ofSignedLines(plan, of, values, this::hasMade)
        : Expectations.of(plan, of, values);
  }

  /// Whether a step before the current one made the key with this label.
  private boolean hasMade(String label) {
    for (var at = 0; at < outcomes.size(); at++) {
      if (outcomes.get(at) != StepOutcome.SKIPPED
          && plan.steps().get(at).action() instanceof Action.GenerateKey generate
          && generate.label().equals(label)) {
        return true;
      }
    }
    return false;
  }

  /// Whether people sign each line, and not the operator all of them at the end.
  private boolean signedLines() {
    return header.filter(opened -> opened.format() >= SIGNED_LINES).isPresent();
  }

  /// What people agreed on before the act holds no longer, as too much time has gone.
  CeremonyProgress withoutAuthorisations() {
    return with(step.withoutAuthorisations());
  }

  private PlanStep currentStep() {
    return current().orElseThrow(() -> new CeremonyException("All steps are done."));
  }

  /// @throws CeremonyException if the event cannot happen now
  public CeremonyProgress after(Event event) {
    if (event instanceof Event.OfStep of) {
      requireRunning();
      if (!currentStep().id().equals(of.step())) {
        throw new CeremonyException(
            "The step \""
                + of.step()
                + "\" is not the current one, which is \""
                + currentStep().id()
                + "\".");
      }
    }
    return switch (event) {
      case Event.Opened opened -> afterOpened(opened);
      case Event.Authorised authorised -> afterAuthorised(authorised);
      case Event.Begun begun -> afterBegun(begun);
      case Event.Noted noted -> {
        requireBegun();
        yield with(step.withNoted(noted.facts()));
      }
      case Event.Acted acted -> afterActed(acted);
      case Event.ActFailed failed -> {
        requireBegun();
        var still = currentStep().action().irreversible();
        yield with(withVoid(step.withBegun(still)).withTrouble(failed.reason()));
      }
      case Event.Asked asked -> afterAsked(asked);
      case Event.Confirmed confirmed -> afterConfirmed(confirmed);
      case Event.ConsentDenied denied -> afterDenial(denied);
      case Event.Deviated deviated -> afterDeviated(deviated);
      case Event.Paused paused -> {
        requireRunning();
        requireReason(paused.reason());
        requireCast(List.of(paused.person()), 1);
        yield with(CeremonyMode.PAUSED, paused.reason());
      }
      case Event.BreakTaken pause -> {
        requireRunning();
        requireReason(pause.reason());
        requireCast(pause.staying(), WITNESSES);
        yield with(CeremonyMode.ON_BREAK, pause.reason());
      }
      case Event.Continued continued -> {
        if (mode != CeremonyMode.PAUSED
            && mode != CeremonyMode.ON_BREAK
            && mode != CeremonyMode.INTERRUPTED) {
          throw new CeremonyException("The ceremony is not paused.");
        }
        requireCast(List.of(continued.person()), 1);
        yield with(CeremonyMode.RUNNING, "");
      }
      case Event.Interrupted _ -> afterInterruption();
      case Event.Aborted aborted -> {
        if (mode == CeremonyMode.NOT_OPENED || over()) {
          throw new CeremonyException("There is nothing to abort.");
        }
        requireReason(aborted.reason());
        requireCast(aborted.agreed(), WITNESSES);
        yield with(CeremonyMode.ABORTED, aborted.reason());
      }
      case Event.SideNote _ -> this;
      case Event.Closed closed -> afterClosed(closed);
    };
  }

  private CeremonyProgress afterOpened(Event.Opened opened) {
    if (mode != CeremonyMode.NOT_OPENED) {
      throw new CeremonyException("The ceremony was opened already.");
    }
    if (!opened.plan().equals(plan.fingerprint().hex())) {
      throw new CeremonyException(
          "The transcript is of another plan: its SHA-256 is "
              + opened.plan()
              + ", that of this"
              + " plan is "
              + plan.fingerprint()
              + ".");
    }
    var roles = new HashSet<String>();
    var names = new HashSet<String>();
    opened
        .people()
        .forEach(cast -> {
          roles.add(cast.role());
          names.add(cast.name());
        });
    if (!roles.equals(plan.roles().keySet())
        || roles.size() != opened.people().size()
        || names.size() != opened.people().size()) {
      throw new CeremonyException("Every role of the plan needs one person of its own.");
    }
    return new CeremonyProgress(
        plan,
        Optional.of(opened),
        CeremonyMode.RUNNING,
        0,
        StepState.NEW,
        values,
        outcomes,
        0,
        0,
        "");
  }

  private CeremonyProgress afterAuthorised(Event.Authorised event) {
    var current = currentStep();
    requirePhase(Phase.AUTHORISE, "This step waits for no authorisation.");
    var asked = signersOf(current).missing(step.authorised());
    if (step.authorised().contains(event.role())) {
      throw new CeremonyException("The " + title(event.role()) + " has authorised it already.");
    }
    if (!asked.contains(event.role())) {
      throw new CeremonyException(
          "The "
              + title(event.role())
              + " does not authorise this step; "
              + titles(asked)
              + " does.");
    }
    requirePlays(event.person(), event.role());
    return with(step.withAuthorised(event.role()));
  }

  private CeremonyProgress afterBegun(Event.Begun event) {
    var current = currentStep();
    if (phase() == Phase.AUTHORISE) {
      throw new CeremonyException(
          "This step is not authorised yet: "
              + titles(signersOf(current).missing(step.authorised()))
              + ".");
    }
    if (step.stopped()) {
      throw new CeremonyException(
          "Somebody refused, or it is not clear whether the act was done. Record a deviation that"
              + " people agree on, or abort.");
    }
    requirePhase(Phase.ACT, "This step was done already, or whether it was done is not clear.");
    // In version 2 nobody signs this line: who acts, signs before it, or after it, or both.
    if (!signedLines()) {
      if (!event.role().equals(current.by())) {
        throw new CeremonyException(
            "The "
                + title(event.role())
                + " does not act in this step; the "
                + title(current.by())
                + " does.");
      }
      requirePlays(event.person(), event.role());
    }
    if (event.irreversible() != current.action().irreversible()
        || !event.action().equals(current.action().name())
        || !event.expected().equals(expectedFacts(current))) {
      throw new CeremonyException("The act is not that of the plan.");
    }
    return with(step.withBegun(true));
  }

  private CeremonyProgress afterActed(Event.Acted event) {
    requireBegun();
    var current = currentStep();
    if (!current.action().facts().containsAll(event.facts().keySet())) {
      throw new CeremonyException("The act tells what its kind of step never tells.");
    }
    var expected = expectedFacts(current);
    if (!Comparison.differences(expected, event.facts()).equals(event.differences())) {
      throw new CeremonyException(
          "The differences are not those between what was expected and what came.");
    }
    return with(step.withActed(event)).goneOn(StepOutcome.DONE);
  }

  private CeremonyProgress afterAsked(Event.Asked event) {
    requirePhase(Phase.UNCLEAR, "There is nothing unclear in this step.");
    return switch (event.answer()) {
      case NOT_DONE -> with(withVoid(step.withBegun(false)).withTrouble(event.found()));
      case DONE -> with(step.withTrouble(event.found()));
      case UNCLEAR ->
          with(signedLines() ? step.withStop(event.found()) : step.withTrouble(event.found()));
    };
  }

  private CeremonyProgress afterConfirmed(Event.Confirmed event) {
    var current = currentStep();
    if (phase() == Phase.REVIEW) {
      throw new CeremonyException(
          "What came is not what was expected. Record a deviation that people agree on, or abort.");
    }
    requirePhase(Phase.CONFIRM, "There is nothing to confirm yet: the step was not done.");
    var confirming = signersOf(current).confirming();
    if (!confirming.contains(event.role())) {
      throw new CeremonyException(
          "The "
              + title(event.role())
              + " does not confirm this step; "
              + titles(confirming)
              + " does.");
    }
    if (step.confirmed().contains(event.role())) {
      throw new CeremonyException("The " + title(event.role()) + " has confirmed it already.");
    }
    requirePlays(event.person(), event.role());
    return with(step.withConfirmed(event.role())).goneOn(StepOutcome.DONE);
  }

  private CeremonyProgress afterDenial(Event.ConsentDenied event) {
    var signers = signersOf(currentStep());
    var asked =
        switch (phase()) {
          case AUTHORISE -> signers.missing(step.authorised());
          case CONFIRM -> missing(signers.confirming(), step.confirmed());
          case ACT, UNCLEAR, REVIEW -> List.<String>of();
        };
    if (!asked.contains(event.role())) {
      throw new CeremonyException(
          "The " + title(event.role()) + " is not asked now, and has nothing to refuse.");
    }
    requireReason(event.reason());
    requirePlays(event.person(), event.role());
    return with(
        step.withoutAuthorisations().withStop(event.person() + " refused: " + event.reason()));
  }

  private CeremonyProgress afterDeviated(Event.Deviated event) {
    requireReason(event.reason());
    requireCast(event.agreed(), WITNESSES);
    if (event.skips() && currentStep().action() instanceof Action.Export) {
      throw new CeremonyException(
          "The last step cannot be left out. Abort, if the ceremony cannot be completed.");
    }
    var counted =
        new CeremonyProgress(
            plan,
            header,
            mode,
            index,
            withVoid(step).withDeviation(step.acted().isPresent() && phase() == Phase.REVIEW),
            values,
            outcomes,
            deviations + 1,
            interruptions,
            stopReason);
    return event.skips() ? counted.next(StepOutcome.SKIPPED) : counted.goneOn(StepOutcome.DEVIATED);
  }

  private CeremonyProgress afterInterruption() {
    if (mode == CeremonyMode.NOT_OPENED || mode == CeremonyMode.CLOSED) {
      throw new CeremonyException("The ceremony does not run.");
    }
    // People sign the line that tells of it, and with that they go on.
    var now =
        mode == CeremonyMode.ABORTED || mode == CeremonyMode.COMPLETED || signedLines()
            ? mode
            : CeremonyMode.INTERRUPTED;
    return new CeremonyProgress(
        plan,
        header,
        now,
        index,
        withVoid(step),
        values,
        outcomes,
        deviations,
        interruptions + 1,
        now == CeremonyMode.INTERRUPTED ? "The program had ended." : stopReason);
  }

  private CeremonyProgress afterClosed(Event.Closed event) {
    var outcome =
        switch (mode) {
          case COMPLETED -> "completed";
          case ABORTED -> "aborted";
          case NOT_OPENED, RUNNING, PAUSED, ON_BREAK, INTERRUPTED, HALTED, CLOSED ->
              throw new CeremonyException(
                  "A transcript is closed when all steps are done, or after an abort.");
        };
    var told = new Event.Closed(outcome, index, deviations, interruptions);
    // Version 2 counts otherwise, and its verifier counts after it.
    if (signedLines() ? !event.outcome().equals(outcome) : !event.equals(told)) {
      throw new CeremonyException("The end does not tell what happened.");
    }
    return with(CeremonyMode.CLOSED, stopReason);
  }

  boolean over() {
    return mode == CeremonyMode.ABORTED
        || mode == CeremonyMode.COMPLETED
        || mode == CeremonyMode.CLOSED;
  }

  /// On to the next step, if this one is finished.
  private CeremonyProgress goneOn(StepOutcome outcome) {
    if (!step.finished(currentStep(), signersOf(currentStep()))) {
      return this;
    }
    return next(step.deviated() ? StepOutcome.DEVIATED : outcome);
  }

  private CeremonyProgress next(StepOutcome outcome) {
    var all = new ArrayList<>(outcomes);
    all.add(outcome);
    var facts = step.acted().map(Event.Acted::facts);
    var known = facts.isPresent() ? values.with(currentStep().id(), facts.get()) : values;
    return new CeremonyProgress(
        plan,
        header,
        index + 1 == plan.steps().size() ? CeremonyMode.COMPLETED : mode,
        index + 1,
        StepState.NEW,
        known,
        List.copyOf(all),
        deviations,
        interruptions,
        stopReason);
  }

  /// A failure, a deviation and an interruption make void what people authorised before.
  private StepState withVoid(StepState state) {
    return signedLines() ? state.withoutAuthorisations() : state;
  }

  private CeremonyProgress with(StepState state) {
    return new CeremonyProgress(
        plan, header, mode, index, state, values, outcomes, deviations, interruptions, stopReason);
  }

  private CeremonyProgress with(CeremonyMode next, String reason) {
    return new CeremonyProgress(
        plan, header, next, index, step, values, outcomes, deviations, interruptions, reason);
  }

  private void requireRunning() {
    switch (mode) {
      case RUNNING -> {}
      case NOT_OPENED -> throw new CeremonyException("The ceremony was not opened.");
      case PAUSED, ON_BREAK, INTERRUPTED, HALTED ->
          throw new CeremonyException("The ceremony is paused. Let somebody say that it goes on.");
      case ABORTED -> throw new CeremonyException("The ceremony was aborted.");
      case COMPLETED, CLOSED -> throw new CeremonyException("All steps are done.");
    }
  }

  private void requirePhase(Phase phase, String otherwise) {
    if (phase() != phase) {
      throw new CeremonyException(otherwise);
    }
  }

  private void requireBegun() {
    if (!step.begun()) {
      throw new CeremonyException("The step was not begun.");
    }
  }

  private void requirePlays(String person, String role) {
    if (people().stream()
        .noneMatch(cast -> cast.role().equals(role) && cast.name().equals(person))) {
      throw new CeremonyException(person + " does not play the role " + title(role) + ".");
    }
  }

  private void requireCast(List<String> names, int atLeast) {
    var known = people().stream().map(Event.Cast::name).toList();
    if (!known.containsAll(names)) {
      throw new CeremonyException("Somebody is named who does not take part.");
    }
    if (Set.copyOf(names).size() < atLeast) {
      throw new CeremonyException("This needs " + atLeast + " different people.");
    }
  }

  private static void requireReason(String reason) {
    if (reason.isBlank()) {
      throw new CeremonyException("A reason is needed, in a sentence.");
    }
  }

  private List<Event.Cast> people() {
    return header.map(Event.Opened::people).orElse(List.of());
  }

  static List<String> missing(List<String> needed, Set<String> given) {
    return needed.stream().filter(role -> !given.contains(role)).toList();
  }

  private String title(String role) {
    var known = plan.roles().get(role);
    return known == null ? role : known.title();
  }

  private String titles(List<String> roles) {
    return String.join(" and ", roles.stream().map(role -> "the " + title(role)).toList());
  }
}
