package org.xksworkbench.bridge.ceremony.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.plan.Action;
import org.xksworkbench.bridge.ceremony.plan.EnvironmentFacts;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.plan.PlanStep;
import org.xksworkbench.bridge.ceremony.run.CeremonyView.CeremonyWait;
import org.xksworkbench.bridge.ceremony.run.CeremonyView.CurrentStep;
import org.xksworkbench.bridge.ceremony.run.CeremonyView.Player;
import org.xksworkbench.bridge.ceremony.run.CeremonyView.SignOff;
import org.xksworkbench.bridge.ceremony.run.CeremonyView.StepLine;
import org.xksworkbench.bridge.ceremony.run.CeremonyView.StepMark;
import org.xksworkbench.bridge.ceremony.transcript.Event;
import org.xksworkbench.bridge.ceremony.transcript.Event.ActStatus;
import org.xksworkbench.bridge.ceremony.transcript.Transcript;
import org.xksworkbench.bridge.ceremony.transcript.TranscriptEntry;
import org.xksworkbench.bridge.ceremony.transcript.TranscriptSigner;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.store.StoreException;

/// One ceremony. Every call blocks until what it did is on the disk, and throws [CeremonyException]
/// with a sentence for the room if it cannot be done now; nothing changed then, unless the sentence
/// says so. [#view] can be asked by any thread at any time.
///
/// ```java
/// try (var run = CeremonyRun.start(folder, setup)) {
///   run.act(operator, Map.of());
///   run.confirm(witness);
///   …
///   run.sign(operatorKey);
/// }
/// ```
public final class CeremonyRun implements AutoCloseable {

  private static final int FORMAT = 1;
  private static final String NONCE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  private static final int NONCE_LENGTH = 4;

  /// What a ceremony cannot be resumed on if it is different: another token could get a second key.
  private static final List<String> SAME_ON_RESUME =
      List.of(EnvironmentFacts.TOKEN_LABEL, EnvironmentFacts.TOKEN_SERIAL, EnvironmentFacts.KMS);

  private final CeremonyFolder folder;
  private final Plan plan;
  private final People people;
  private final StepActions actions;
  private final Transcript transcript;

  /// Steps whose act ran into a deadline in this process: the device may still be doing it.
  private final Set<String> timedOut = new HashSet<>();

  private CeremonyProgress progress;
  private volatile CeremonyView view;

  private CeremonyRun(
      CeremonyFolder folder,
      Plan plan,
      People people,
      StepActions actions,
      Transcript transcript,
      CeremonyProgress progress) {
    this.folder = folder;
    this.plan = plan;
    this.people = people;
    this.actions = actions;
    this.transcript = transcript;
    this.progress = progress;
    this.view = look();
  }

  /// Begins a ceremony in a folder that has none.
  ///
  /// @throws CeremonyException if it must not begin so
  public static CeremonyRun start(CeremonyFolder folder, Setup setup) {
    requireFitting(setup);
    var people = People.of(setup.plan(), setup.people().people());
    var facts = setup.environment().facts(setup.devices());
    var opened =
        new Event.Opened(
            FORMAT,
            setup.plan().title(),
            setup.plan().fingerprint().hex(),
            setup.rehearsal(),
            nonce(),
            people.cast(),
            setup.signer().hex(),
            setup.clock().getZone().getId(),
            facts);
    var progress = CeremonyProgress.of(setup.plan()).after(opened);
    try {
      Files.createDirectories(folder.path());
      Files.writeString(
          folder.plan(),
          setup.plan().text(),
          StandardCharsets.UTF_8,
          java.nio.file.StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new CeremonyException(
          "There is a ceremony in "
              + folder.path()
              + " already. Resume it, or take another"
              + " folder.",
          e);
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.WRITE, folder.plan(), e);
    }
    people.write(folder.people());
    var transcript = Transcript.create(folder.transcript(), setup.clock());
    transcript.append(opened);
    return new CeremonyRun(
        folder, setup.plan(), people, actions(setup.plan(), setup), transcript, progress);
  }

  private static StepActions actions(Plan plan, Setup setup) {
    return new StepActions(plan, setup.devices(), setup.environment(), setup.clock());
  }

  private static void requireFitting(Setup setup) {
    var kms = setup.devices().kms();
    if (setup.plan().needsKms() && kms.isEmpty()) {
      throw new CeremonyException(
          "The plan has steps for AWS KMS, and there is no way to AWS KMS here.");
    }
    var local = kms.map(CeremonyKms::local).orElse(setup.rehearsal());
    if (setup.rehearsal() && !local) {
      throw new CeremonyException(
          "A rehearsal runs on the local KMS only. What it made at AWS KMS would be real.");
    }
    if (!setup.rehearsal() && local) {
      throw new CeremonyException(
          "A ceremony that counts does not run on the local KMS. Begin a rehearsal instead.");
    }
    if (!setup.rehearsal() && setup.devices().softToken()) {
      throw new CeremonyException(
          "A ceremony that counts does not run on SoftHSM, whose keys lie in files. Begin a"
              + " rehearsal instead.");
    }
  }

  private static String nonce() {
    return new SecureRandom()
        .ints(NONCE_LENGTH, 0, NONCE_LETTERS.length())
        .collect(
            StringBuilder::new,
            (text, at) -> text.append(NONCE_LETTERS.charAt(at)),
            StringBuilder::append)
        .toString();
  }

  /// Takes up a ceremony whose program had ended. The gap is recorded; somebody has to say that it
  /// goes on ([#goOn]).
  ///
  /// @param clock as at the start
  /// @throws CeremonyException if the transcript was changed (the line is named), or the token or
  ///   the KMS is another one
  public static CeremonyRun resume(
      CeremonyFolder folder, Devices devices, EnvironmentProbe environment, Clock clock) {
    var plan = folder.readPlan();
    var people = People.read(folder.people());
    var reopened = Transcript.reopen(folder.transcript(), clock);
    var transcript = reopened.transcript();
    try {
      if (transcript.entries().isEmpty()) {
        throw new CeremonyException(
            "The transcript "
                + folder.transcript()
                + " has no whole record: the ceremony was never opened, or the file was damaged."
                + " Put back a copy of it, then resume, or begin anew in another folder.");
      }
      var progress = replay(folder, plan, transcript);
      var header = progress.header().orElseThrow();
      if (!people.cast().equals(header.people())) {
        throw new CeremonyException(
            "The file of people, "
                + folder.people()
                + ", was exchanged: it is not the one that the ceremony began with. Put that one"
                + " back, then resume.");
      }
      var facts = environment.facts(devices);
      for (var name : SAME_ON_RESUME) {
        if (!facts.getOrDefault(name, "").equals(header.environment().get(name))) {
          throw new CeremonyException(
              "The ceremony began with "
                  + name
                  + " \""
                  + header.environment().get(name)
                  + "\"; here it is \""
                  + facts.get(name)
                  + "\". Resume it where it began.");
        }
      }
      if (progress.mode() != CeremonyProgress.CeremonyMode.CLOSED) {
        var last = transcript.entries().getLast().at();
        var torn = reopened.torn().orElse(new byte[0]);
        var interrupted =
            new Event.Interrupted(
                last.toString(),
                Duration.between(last, clock.instant()).toSeconds(),
                torn.length,
                torn.length == 0 ? "" : Fingerprint.of(torn).hex(),
                EnvironmentProbe.changes(header.environment(), facts));
        progress = progress.after(interrupted);
        transcript.append(interrupted);
      }
      return new CeremonyRun(
          folder,
          plan,
          people,
          new StepActions(plan, devices, environment, clock),
          transcript,
          progress);
    } catch (RuntimeException e) {
      transcript.close();
      throw e;
    }
  }

  private static CeremonyProgress replay(CeremonyFolder folder, Plan plan, Transcript transcript) {
    try {
      return CeremonyProgress.replay(plan, transcript.entries());
    } catch (CeremonyException e) {
      throw new CeremonyException(
          folder.plan()
              + " and "
              + folder.transcript()
              + " do not belong together. "
              + e.getMessage()
              + " Put back the one that was exchanged, then resume.",
          e.getCause());
    }
  }

  /// What a screen shows now.
  public CeremonyView view() {
    return view;
  }

  /// A role agrees to what comes, before it is done.
  public synchronized void authorise(Identification who) {
    var person = people.identify(who);
    write(new Event.Authorised(step().id(), person.role(), person.name()));
  }

  /// The acting person does the step.
  ///
  /// @param entered values for the step's inputs, by name
  /// @throws CeremonyException if it failed; for an act that cannot be undone it was then asked
  ///   whether it was done, and [CeremonyView.CurrentStep#trouble] tells
  public synchronized void act(Identification who, Map<String, String> entered) {
    var person = people.identify(who);
    var step = step();
    var action = step.action();
    var begun =
        new Event.Begun(
            step.id(),
            person.role(),
            person.name(),
            action.name(),
            action.irreversible(),
            Comparison.expectedFacts(plan, step, progress.values()));
    progress.after(begun);
    if (action instanceof Action.Irreversible irreversible) {
      deviceCall(() -> {
        actions.requireFit(irreversible);
        return true;
      });
    }
    write(begun);
    Map<String, String> facts;
    try {
      facts =
          deviceCall(() ->
              actions.perform(
                  action,
                  progress.values(),
                  entered,
                  progress.step().noted(),
                  noted -> write(new Event.Noted(step.id(), noted))));
    } catch (RuntimeException e) {
      if (e.getCause() instanceof HsmException hsm && hsm.reason() == HsmException.Reason.TIMEOUT) {
        timedOut.add(step.id());
      }
      // Whatever it was, such as a lock against changes: the act did not come to its end.
      write(
          new Event.ActFailed(step.id(), Objects.requireNonNullElse(e.getMessage(), e.toString())));
      if (action.irreversible()) {
        askQuietly();
      }
      throw e;
    }
    write(actedEvent(step, facts, false));
  }

  private Event.Acted actedEvent(PlanStep step, Map<String, String> facts, boolean recovered) {
    return new Event.Acted(
        step.id(),
        facts,
        Comparison.differences(Comparison.expectedFacts(plan, step, progress.values()), facts),
        recovered);
  }

  /// Asks the token or AWS KMS whether an act that was interrupted was done. If it was, its result
  /// is taken as it is. If it was not, the step is open again. It is never done twice.
  public synchronized void ask() {
    var step = step();
    if (progress.phase() != StepState.Phase.UNCLEAR
        || !(step.action() instanceof Action.Irreversible irreversible)) {
      throw new CeremonyException("There is nothing unclear in this step.");
    }
    var found = deviceCall(() -> actions.ask(irreversible, progress.step().noted()));
    var answer = found.answer();
    var says = found.says();
    if (answer == ActStatus.NOT_DONE && timedOut.contains(step.id())) {
      answer = ActStatus.UNCLEAR;
      says +=
          " But the call ran into its deadline, and the device may still do it. Ask again, or"
              + " end this program and resume.";
    }
    write(new Event.Asked(step.id(), answer, says));
    if (answer == ActStatus.DONE) {
      write(actedEvent(step, found.facts(), true));
    }
  }

  /// Right after a failure. If asking fails too, it can be asked again later.
  private void askQuietly() {
    try {
      ask();
    } catch (CeremonyException e) {
      view = look();
    }
  }

  /// A role confirms what was done.
  public synchronized void confirm(Identification who) {
    var person = people.identify(who);
    write(new Event.Confirmed(step().id(), person.role(), person.name()));
  }

  /// Something is not as planned, and people agree how to go on.
  ///
  /// @param agreed two different people at least
  /// @param skip true to leave the step as it is and go on with the next one
  public synchronized void deviate(String reason, List<Identification> agreed, boolean skip) {
    write(new Event.Deviated(step().id(), reason.strip(), names(agreed), skip));
  }

  public synchronized void pause(String reason, Identification who) {
    write(new Event.Paused(reason.strip(), people.identify(who).name()));
  }

  /// People leave the room for a while.
  ///
  /// @param staying names of two people at least who stay with the equipment
  public synchronized void takeBreak(String reason, Identification who, List<String> staying) {
    write(new Event.BreakTaken(reason.strip(), people.identify(who).name(), staying));
  }

  /// After a pause, a break or an interruption.
  public synchronized void goOn(Identification who) {
    write(new Event.Continued(people.identify(who).name()));
  }

  /// Ends the ceremony before its end. What was done stays; the transcript is still closed and
  /// signed.
  ///
  /// @param agreed two different people at least
  public synchronized void abort(String reason, List<Identification> agreed) {
    write(new Event.Aborted(reason.strip(), names(agreed)));
  }

  /// Closes the transcript and signs it, and deletes what people's secrets were checked against.
  ///
  /// @param signer the key that was announced at the start
  /// @return the fingerprint to write on paper
  public synchronized Fingerprint sign(TranscriptSigner signer) {
    if (!progress.over()) {
      throw new CeremonyException("The ceremony is not over: steps are open. Abort it, or go on.");
    }
    var announced = progress.header().orElseThrow().signer();
    if (!signer.fingerprint().hex().equals(announced)) {
      throw new CeremonyException(
          "This key is "
              + signer.fingerprint()
              + ". At the start the key "
              + announced
              + " was announced; only that one signs.");
    }
    if (progress.mode() != CeremonyProgress.CeremonyMode.CLOSED) {
      write(progress.closing());
    }
    if (!transcript.signed()) {
      transcript.sign(signer);
    }
    // Nobody is identified any more, so nothing is kept that a passphrase could be guessed from.
    People.delete(folder.people());
    return transcript.fingerprint();
  }

  /// Lets go of the transcript's file. Devices stay open; the caller closes them.
  @Override
  public synchronized void close() {
    transcript.close();
  }

  private PlanStep step() {
    return progress.current().orElseThrow(() -> new CeremonyException("All steps are done."));
  }

  private List<String> names(List<Identification> agreed) {
    var names = new ArrayList<String>();
    agreed.forEach(who -> names.add(people.identify(who).name()));
    return names;
  }

  /// Only what can happen is written, and only what is written has happened.
  private void write(Event event) {
    var next = progress.after(event);
    transcript.append(event);
    progress = next;
    view = look();
  }

  @FunctionalInterface
  private interface DeviceCall<T> {
    T call();
  }

  private static <T> T deviceCall(DeviceCall<T> call) {
    try {
      return call.call();
    } catch (HsmException e) {
      throw new CeremonyException(String.valueOf(e.getMessage()), e);
    }
  }

  private CeremonyView look() {
    var header = progress.header().orElseThrow();
    var entries = transcript.entries();
    var steps = new ArrayList<StepLine>();
    for (var at = 0; at < plan.steps().size(); at++) {
      var step = plan.steps().get(at);
      steps.add(new StepLine(step.id(), step.title(), mark(at)));
    }
    return new CeremonyView(
        plan.title(),
        plan.fingerprint(),
        header.nonce(),
        header.rehearsal(),
        progress.mode(),
        progress.stopReason(),
        plan.abort(),
        header.people().stream()
            .map(cast -> new Player(plan.role(cast.role()), cast.name()))
            .toList(),
        steps,
        progress.current().map(step -> currentStep(step, entries)),
        header.environment(),
        new Fingerprint(header.signer()),
        progress.deviations(),
        progress.interruptions(),
        entries.getLast().at(),
        entries.getLast().hash());
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

  private CurrentStep currentStep(PlanStep step, List<TranscriptEntry> entries) {
    var state = progress.step();
    var acted = state.acted().map(Event.Acted::facts);
    return new CurrentStep(
        progress.index() + 1,
        step.id(),
        step.title(),
        step.action().name(),
        player(step.by()),
        progress.values().onPaper(step.say()),
        step.action().irreversible(),
        switch (state.phase(step)) {
          case AUTHORISE -> CeremonyWait.AUTHORISATION;
          case ACT -> CeremonyWait.ACT;
          case UNCLEAR -> CeremonyWait.ANSWER;
          case REVIEW -> CeremonyWait.DECISION;
          case CONFIRM -> CeremonyWait.CONFIRMATION;
        },
        StepActions.inputs(step.action()),
        facts(step, acted),
        step.authorise().stream()
            .map(role ->
                new SignOff(
                    player(role),
                    when(
                        entries,
                        event ->
                            event instanceof Event.Authorised authorised
                                && authorised.step().equals(step.id())
                                && authorised.role().equals(role))))
            .toList(),
        new SignOff(
            player(step.by()),
            when(
                entries,
                event -> event instanceof Event.Acted done && done.step().equals(step.id()))),
        step.confirm().stream()
            .map(role ->
                new SignOff(
                    player(role),
                    when(
                        entries,
                        event ->
                            event instanceof Event.Confirmed confirmed
                                && confirmed.step().equals(step.id())
                                && confirmed.role().equals(role))))
            .toList(),
        state.trouble());
  }

  /// A step that names the result of one that was left out cannot tell what it expects; it can be
  /// left out as well.
  private List<Comparison> facts(PlanStep step, Optional<Map<String, String>> acted) {
    try {
      return Comparison.of(Comparison.expectedFacts(plan, step, progress.values()), acted);
    } catch (CeremonyException e) {
      return List.of();
    }
  }

  private Player player(String role) {
    return new Player(
        plan.role(role),
        progress.header().orElseThrow().people().stream()
            .filter(cast -> cast.role().equals(role))
            .map(Event.Cast::name)
            .findFirst()
            .orElse(""));
  }

  private static Optional<Instant> when(
      List<TranscriptEntry> entries, java.util.function.Predicate<Event> wanted) {
    return entries.stream()
        .filter(entry -> wanted.test(entry.event()))
        .map(TranscriptEntry::at)
        .findFirst();
  }
}
