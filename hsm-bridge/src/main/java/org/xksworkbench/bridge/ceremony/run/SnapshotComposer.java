package org.xksworkbench.bridge.ceremony.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceLine;
import org.xksworkbench.bridge.ceremony.evidence.RecordFacts;
import org.xksworkbench.bridge.ceremony.plan.Action;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.plan.PlanStep;
import org.xksworkbench.bridge.ceremony.run.CeremonyProgress.CeremonyMode;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.CeremonyWait;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.CurrentStep;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.NeededQuorum;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.PeoplesRecord;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.Player;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.SignOff;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.StepLine;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.StepMark;
import org.xksworkbench.bridge.ceremony.transcript.Event;
import org.xksworkbench.bridge.ceremony.transcript.TranscriptEntry;
import org.xksworkbench.bridge.ceremony.writing.HeadWords;

/// Puts together what a screen shows of a ceremony.
///
/// @param entries what happened so far
/// @param lines of the transcript, in which it stands
record SnapshotComposer(
    Plan plan, CeremonyProgress progress, List<TranscriptEntry> entries, List<EvidenceLine> lines) {

  CeremonySnapshot snapshot(CeremonyMode mode, String stopReason, HeadWords head) {
    var header = progress.header().orElseThrow();
    var steps = new ArrayList<StepLine>();
    for (var at = 0; at < plan.steps().size(); at++) {
      var step = plan.steps().get(at);
      steps.add(new StepLine(step.id(), step.title(), mark(at)));
    }
    return new CeremonySnapshot(
        plan.title(),
        plan.fingerprint(),
        header.nonce(),
        header.rehearsal(),
        mode,
        stopReason,
        plan.abort(),
        header.people().stream().map(this::player).toList(),
        steps,
        progress.current().map(this::currentStep),
        header.environment(),
        progress.deviations(),
        progress.interruptions(),
        entries.getLast().at(),
        head,
        entries.getLast().hash());
  }

  /// When the first of those agreed who authorise the step.
  Optional<Instant> firstAuthorised(PlanStep step) {
    return progress.step().authorised().stream()
        .flatMap(role -> lastAt(authorisedBy(step, role)).stream())
        .min(Instant::compareTo);
  }

  private StepMark mark(int at) {
    if (at < progress.outcomes().size()) {
      return switch (progress.outcomes().get(at)) {
        case DONE -> StepMark.DONE;
        case DEVIATED -> StepMark.DEVIATED;
        case SKIPPED -> StepMark.SKIPPED;
      };
    }
    return at == progress.index() ? StepMark.CURRENT : StepMark.OPEN;
  }

  private CurrentStep currentStep(PlanStep step) {
    var state = progress.step();
    var signers = progress.signersOf(step);
    var acted = state.acted().map(Event.Acted::facts);
    return new CurrentStep(
        progress.index() + 1,
        step.id(),
        step.title(),
        step.action().name(),
        player(step.by()),
        progress.values().onPaper(step.say()),
        step.action().irreversible(),
        switch (state.phase(step, signers)) {
          case AUTHORISE -> CeremonyWait.AUTHORISATION;
          case ACT -> CeremonyWait.ACT;
          case UNCLEAR -> CeremonyWait.ANSWER;
          case REVIEW -> CeremonyWait.DECISION;
          case CONFIRM -> CeremonyWait.CONFIRMATION;
        },
        StepActions.inputs(step.action()),
        facts(step, acted),
        signers.agreeing(state.authorised()).stream()
            .map(role ->
                new SignOff(
                    player(role),
                    lastAt(authorisedBy(step, role))
                        .filter(_ -> state.authorised().contains(role))))
            .toList(),
        new SignOff(
            player(step.by()),
            lastAt(event -> event instanceof Event.Acted done && done.step().equals(step.id()))),
        signers.confirming().stream()
            .map(role ->
                new SignOff(
                    player(role),
                    lastAt(event ->
                        event instanceof Event.Confirmed confirmed
                            && confirmed.step().equals(step.id())
                            && confirmed.role().equals(role))))
            .toList(),
        state.trouble(),
        signers
            .quorum()
            .map(one -> new NeededQuorum(one.of().stream().map(this::player).toList(), one.need())),
        step.action() instanceof Action.OfRecord action
            ? Optional.of(recordOf(action, step.id()))
            : Optional.empty());
  }

  private PeoplesRecord recordOf(Action.OfRecord action, String step) {
    var written = lines.stream().filter(line -> RecordFacts.isOf(line.content(), step)).toList();
    try {
      var _ = RecordFacts.of(action, step, lines);
      return new PeoplesRecord(action, written, "");
    } catch (CeremonyException e) {
      return new PeoplesRecord(action, written, String.valueOf(e.getMessage()));
    }
  }

  /// A step that names the result of one that was left out cannot tell what it expects; it can be
  /// left out as well.
  private List<Comparison> facts(PlanStep step, Optional<Map<String, String>> acted) {
    try {
      return Comparison.of(progress.expectedFacts(step), acted);
    } catch (CeremonyException e) {
      return List.of();
    }
  }

  private Player player(String role) {
    return progress.header().orElseThrow().people().stream()
        .filter(cast -> cast.role().equals(role))
        .findFirst()
        .map(this::player)
        .orElseThrow();
  }

  /// In the plans of today each role has one person, whose ID it is.
  private Player player(Event.Cast cast) {
    return new Player(
        plan.role(cast.role()), cast.name(), cast.role(), new Fingerprint(cast.credential()));
  }

  private static Predicate<Event> authorisedBy(PlanStep step, String role) {
    return event ->
        event instanceof Event.Authorised authorised
            && authorised.step().equals(step.id())
            && authorised.role().equals(role);
  }

  private Optional<Instant> lastAt(Predicate<Event> wanted) {
    return entries.stream()
        .filter(entry -> wanted.test(entry.event()))
        .map(TranscriptEntry::at)
        .reduce((_, last) -> last);
  }
}
