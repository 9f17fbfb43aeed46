package org.xksworkbench.bridge.ceremony.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceLine;
import org.xksworkbench.bridge.ceremony.evidence.RecordFacts;
import org.xksworkbench.bridge.ceremony.person.PersonKey;
import org.xksworkbench.bridge.ceremony.plan.Action;
import org.xksworkbench.bridge.ceremony.plan.EnvironmentFacts;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.plan.PlanStep;
import org.xksworkbench.bridge.ceremony.run.CeremonyProgress.CeremonyMode;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.Player;
import org.xksworkbench.bridge.ceremony.transcript.Event;
import org.xksworkbench.bridge.ceremony.transcript.Event.ActStatus;
import org.xksworkbench.bridge.ceremony.transcript.TranscriptEntry;
import org.xksworkbench.bridge.ceremony.writing.FileToAttach;
import org.xksworkbench.bridge.ceremony.writing.LineDraft;
import org.xksworkbench.bridge.ceremony.writing.MachineTime;
import org.xksworkbench.bridge.ceremony.writing.PoisonException;
import org.xksworkbench.bridge.ceremony.writing.SigningDesk.PassphraseGiven;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.store.StoreException;

/// One ceremony. Every call blocks until what it did is on the disk, and throws [CeremonyException]
/// with a sentence for the room if it cannot be done now; nothing changed then, unless the sentence
/// says so. Whoever does something signs it with their own key; what the program does by itself, it
/// signs alone. [#snapshot] can be asked by any thread at any time.
///
/// ```java
/// try (var run = CeremonyRun.start(folder, setup, everybody)) {
///   run.act(Map.of());
///   run.confirm(witness);
///   …
///   run.end(everybody);
///   run.seal(wordsFromPaper, papers, everybody);
/// }
/// ```
public final class CeremonyRun implements AutoCloseable {

  /// What a ceremony cannot be resumed on if it is different: another token could get a second key.
  private static final List<String> SAME_ON_RESUME =
      List.of(EnvironmentFacts.TOKEN_LABEL, EnvironmentFacts.TOKEN_SERIAL, EnvironmentFacts.KMS);

  /// A minute less than a verifier allows: the act begins a little later than it is asked for.
  private static final Duration AUTHORISATION_HOLDS = Duration.ofMinutes(14);

  private static final int WITNESSES = 2;

  private final Plan plan;
  private final StepActions actions;
  private final SignedRecord record;
  private final Clock clock;
  private final List<TranscriptEntry> entries = new ArrayList<>();

  /// Steps whose act ran into a deadline in this process: the device may still be doing it.
  private final Set<String> timedOut = new HashSet<>();

  /// What is different since the program ended, until people sign that it goes on.
  private Optional<SortedMap<String, String>> changes;

  private CeremonyProgress progress;
  private String halt = "";
  private volatile CeremonySnapshot snapshot;

  private CeremonyRun(
      Plan plan,
      StepActions actions,
      SignedRecord record,
      Clock clock,
      Optional<SortedMap<String, String>> changes) {
    this.plan = plan;
    this.actions = actions;
    this.record = record;
    this.clock = clock;
    this.changes = changes;
    this.progress = CeremonyProgress.of(plan);
    follow();
    this.snapshot = look();
  }

  /// Begins a ceremony in a folder that has none. Everybody signs its first line.
  ///
  /// @param given by everybody; wiped by the caller after the call
  /// @throws CeremonyException if it must not begin so
  public static CeremonyRun start(CeremonyFolder folder, Setup setup, List<PassphraseGiven> given) {
    OpeningLine.requireFitting(setup);
    var plan = setup.plan();
    var people = setup.people().people(plan);
    OpeningLine.requireKeys(people, given);
    var facts = setup.environment().facts(setup.devices());
    writePlan(folder, plan);
    var record = SignedRecord.create(folder, MachineTime.of(setup.clock()));
    try {
      for (var person : people) {
        record.know(
            person.role(),
            person.made() != null
                ? record.keep(person.role(), person.made())
                : Objects.requireNonNull(person.brought()));
      }
      record.sign(OpeningLine.line(setup, people, facts, record.run()), given);
      return new CeremonyRun(
          plan,
          new StepActions(plan, setup.devices(), setup.environment(), setup.clock()),
          record,
          setup.clock(),
          Optional.empty());
    } catch (RuntimeException e) {
      record.close();
      throw e;
    }
  }

  private static void writePlan(CeremonyFolder folder, Plan plan) {
    try {
      Files.createDirectories(folder.path());
      Files.writeString(
          folder.plan(), plan.text(), StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
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
  }

  /// Takes up a ceremony whose program had ended. Every line and every signature is checked. It
  /// goes on when people say so ([#goOn]), who sign that it was interrupted.
  ///
  /// @param clock as at the start
  /// @throws CeremonyException if the transcript was changed (the line is named), or the token or
  ///   the KMS is another one
  public static CeremonyRun resume(
      CeremonyFolder folder, Devices devices, EnvironmentProbe environment, Clock clock) {
    folder.requireSignedLines();
    var plan = folder.readPlan();
    var record = SignedRecord.reopen(folder, MachineTime.of(clock));
    try {
      var before = progressOf(folder, plan, record);
      Optional<SortedMap<String, String>> changes = Optional.empty();
      if (before.mode() != CeremonyMode.CLOSED) {
        var told = changes(before.header().orElseThrow().environment(), environment.facts(devices));
        told.putAll(
            KeyIdentities.of(plan, LineEvents.of(record.lines())).fields(devices.session()));
        changes = Optional.of(told);
      }
      return new CeremonyRun(
          plan, new StepActions(plan, devices, environment, clock), record, clock, changes);
    } catch (RuntimeException e) {
      record.close();
      throw e;
    }
  }

  private static CeremonyProgress progressOf(
      CeremonyFolder folder, Plan plan, SignedRecord record) {
    try {
      return CeremonyProgress.replay(plan, LineEvents.of(record.lines()));
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

  private static SortedMap<String, String> changes(
      Map<String, String> before, Map<String, String> now) {
    var changes = new TreeMap<String, String>();
    before.forEach((name, was) -> {
      var is = now.getOrDefault(name, "");
      if (is.equals(was)) {
        return;
      }
      if (SAME_ON_RESUME.contains(name)) {
        throw new CeremonyException(
            "The ceremony began with "
                + name
                + " \""
                + was
                + "\"; here it is \""
                + is
                + "\". Resume it where it began.");
      }
      changes.put("change." + name, "was \"" + was + "\", is \"" + is + "\"");
    });
    return changes;
  }

  /// What a screen shows now.
  public CeremonySnapshot snapshot() {
    return snapshot;
  }

  public Plan plan() {
    return plan;
  }

  /// What happened so far.
  public synchronized List<TranscriptEntry> entries() {
    return List.copyOf(entries);
  }

  /// Whether a person has to bring their key again ([#bring]): the program was started anew, and
  /// remembers no place of it.
  public synchronized boolean lacksKey(String person) {
    return record.lacksKey(person);
  }

  /// Whether a person types the PIN at their card reader.
  public synchronized boolean hasKeypad(String person) {
    return record.hasKeypad(person);
  }

  /// @throws CeremonyException if it is another key than the one of the opening
  public synchronized void bring(String person, PersonKey key) {
    record.bring(person, key);
  }

  /// What a person has before their eyes when they sign the present step; its hash is in the line
  /// that they sign.
  public synchronized String page(String person) {
    return page(person, phaseWord());
  }

  /// The lines that a person signed so far, the first one first.
  public synchronized List<EvidenceLine> signedBy(String person) {
    return record.signedBy(person);
  }

  private String phaseWord() {
    return progress.phase() == StepState.Phase.AUTHORISE ? "authorises" : "confirms";
  }

  private String page(String person, String act) {
    var step = snapshot.current().orElseThrow(CeremonyRun::allDone);
    return ShownPage.text(
        snapshot, step, playerOf(person), act, record.signedBy(person).size() + 1L);
  }

  /// A person agrees to what comes, before it is done.
  public synchronized void authorise(PassphraseGiven given) {
    var step = step();
    requireNext(new Event.Authorised(step.id(), given.person(), name(given)));
    sign(
        withPage(LineDraft.of(new Content.Authorised(step.id())), given, "authorises"),
        List.of(given));
  }

  /// The step is done. Who acts, signs what came afterwards, as those do who confirm; before an act
  /// that cannot be undone they have signed that it be done.
  ///
  /// @param entered values for the step's inputs, by name
  /// @throws CeremonyException if it failed; for an act that cannot be undone it was then asked
  ///   whether it was done, and [CeremonySnapshot.CurrentStep#trouble] tells
  public synchronized void act(Map<String, String> entered) {
    var step = step();
    var action = step.action();
    requireAuthorisationsHold(step);
    var begun =
        new Event.Begun(
            step.id(), "", "", action.name(), action.irreversible(), progress.expectedFacts(step));
    requireNext(begun);
    if (action instanceof Action.OfRecord ofRecord) {
      // What people have not written down yet is missed before anything is.
      var _ = RecordFacts.of(ofRecord, step.id(), record.lines());
    }
    deviceCall(() -> {
      actions.requireSameKeys(action, identities());
      if (action instanceof Action.Irreversible irreversible) {
        actions.requireFit(irreversible);
      }
      return true;
    });
    tell(begun);
    Map<String, String> facts;
    try {
      facts =
          action instanceof Action.OfRecord ofRecord
              ? RecordFacts.of(ofRecord, step.id(), record.lines())
              : deviceCall(() ->
                  actions.perform(
                      action,
                      new StepActions.KeyContext(step.id(), snapshot.nonce(), identities()),
                      progress.values(),
                      entered,
                      progress.step().noted(),
                      noted -> tell(new Event.Noted(step.id(), noted))));
    } catch (PoisonException e) {
      throw e;
    } catch (RuntimeException e) {
      if (e.getCause() instanceof HsmException hsm && hsm.reason() == HsmException.Reason.TIMEOUT) {
        timedOut.add(step.id());
      }
      // Whatever it was, such as a lock against changes: the act did not come to its end.
      tell(
          new Event.ActFailed(step.id(), Objects.requireNonNullElse(e.getMessage(), e.toString())));
      if (action.irreversible()) {
        askQuietly();
      }
      throw e;
    }
    tell(actedEvent(step, facts, false));
  }

  private void requireAuthorisationsHold(PlanStep step) {
    if (!step.action().irreversible() || progress.phase() != StepState.Phase.ACT) {
      return;
    }
    var age =
        composer()
            .firstAuthorised(step)
            .map(at -> Duration.between(at, clock.instant()))
            .orElse(Duration.ZERO);
    if (age.compareTo(AUTHORISATION_HOLDS) > 0) {
      progress = progress.withoutAuthorisations();
      snapshot = look();
      throw new CeremonyException(
          "It was authorised more than "
              + AUTHORISATION_HOLDS.toMinutes()
              + " minutes ago, which holds no longer. Authorise it again.");
    }
  }

  private Event.Acted actedEvent(PlanStep step, Map<String, String> facts, boolean recovered) {
    return new Event.Acted(
        step.id(), facts, Comparison.differences(progress.expectedFacts(step), facts), recovered);
  }

  /// Asks the token or AWS KMS whether an act that was interrupted was done. If it was, its result
  /// is taken as it is. If it was not, the step is open again. It is never done twice.
  public synchronized void ask() {
    var step = step();
    if (progress.phase() != StepState.Phase.UNCLEAR
        || !(step.action() instanceof Action.Irreversible irreversible)) {
      throw new CeremonyException("There is nothing unclear in this step.");
    }
    var found =
        deviceCall(() ->
            actions.ask(
                irreversible,
                new StepActions.KeyContext(step.id(), snapshot.nonce(), identities()),
                progress.step().noted()));
    var answer = found.answer();
    var says = found.says();
    if (answer == ActStatus.NOT_DONE && timedOut.contains(step.id())) {
      answer = ActStatus.UNCLEAR;
      says +=
          " But the call ran into its deadline, and the device may still do it. Agree to wait and"
              + " ask again, or end this program and resume.";
    }
    tell(new Event.Asked(step.id(), answer, says));
    if (answer == ActStatus.DONE) {
      tell(actedEvent(step, found.facts(), true));
    }
  }

  /// Right after a failure. If asking fails too, it can be asked again later.
  private void askQuietly() {
    try {
      ask();
    } catch (PoisonException e) {
      throw e;
    } catch (CeremonyException e) {
      snapshot = look();
    }
  }

  /// A person confirms what was done.
  public synchronized void confirm(PassphraseGiven given) {
    var step = step();
    requireNext(new Event.Confirmed(step.id(), given.person(), name(given)));
    sign(
        withPage(LineDraft.of(new Content.Confirmed(step.id())), given, "confirms"),
        List.of(given));
  }

  /// A person who is asked to authorise or to confirm says no. People then agree how to go on, as
  /// after a difference.
  public synchronized void refuse(String reason, PassphraseGiven given) {
    var step = step();
    var before = progress.phase() == StepState.Phase.AUTHORISE;
    requireNext(new Event.ConsentDenied(step.id(), given.person(), name(given), reason.strip()));
    sign(
        withPage(
                LineDraft.of(
                    new Content.ConsentRefused(
                        step.id(),
                        before
                            ? Content.ConsentRefused.SoughtConsent.AUTHORISE
                            : Content.ConsentRefused.SoughtConsent.CONFIRM)),
                given,
                "refuses")
            .telling("reason", reason.strip()),
        List.of(given));
  }

  private LineDraft withPage(LineDraft draft, PassphraseGiven given, String act) {
    return draft
        .by(given.person())
        .telling("shown", ShownPage.hash(page(given.person(), act)).hex());
  }

  /// Something is not as planned, and people agree how to go on.
  ///
  /// @param concern what it is about
  /// @param agreed two different people at least
  /// @param skip true to leave the step as it is and go on with the next one
  public synchronized void deviate(
      String reason, Content.Deviated.Concern concern, List<PassphraseGiven> agreed, boolean skip) {
    var step = step();
    requireNext(new Event.Deviated(step.id(), reason.strip(), names(agreed), skip));
    actions.requireNoOther(identities());
    sign(
        LineDraft.of(new Content.Deviated(step.id(), concern, skip, List.of()))
            .by(ids(agreed))
            .telling("reason", reason.strip()),
        agreed);
  }

  /// Something changes hands in the present step.
  ///
  /// @param given by two different people at least
  public synchronized void moveCustody(CustodyMove move, List<PassphraseGiven> given) {
    requireDifferent(given);
    sign(move.draft(requireRunningStep().id()).by(ids(given)), given);
  }

  /// Puts a file into the evidence in the present step. It is copied; the file itself stays.
  ///
  /// @param seen what people saw of it, and what it shows
  /// @throws CeremonyException if it is another by now
  public synchronized void attach(Path file, FileToAttach seen, PassphraseGiven given) {
    var step = requireRunningStep();
    writing(() -> record.attach(step.id(), file, seen, given));
  }

  /// Writes down something that is kept elsewhere, such as a recording.
  ///
  /// @param kept where
  public synchronized void keepElsewhere(FileToAttach file, String kept, PassphraseGiven given) {
    sign(
        LineDraft.of(new Content.Elsewhere(requireRunningStep().id()))
            .by(given.person())
            .telling("sha256", file.sha256().hex())
            .telling("bytes", file.bytes())
            .telling("mime", file.mime())
            .telling("caption", file.caption())
            .telling("kept", kept.strip()),
        List.of(given));
  }

  private PlanStep requireRunningStep() {
    requireNotInterrupted();
    if (progress.mode() != CeremonyMode.RUNNING) {
      throw new CeremonyException(
          "The ceremony does not run now. Let somebody say that it goes on.");
    }
    return step();
  }

  public synchronized void pause(String reason, PassphraseGiven given) {
    requireNext(new Event.Paused(reason.strip(), name(given)));
    sign(EventDrafts.ofPause(reason.strip(), given.person()), List.of(given));
  }

  /// People leave the room for a while.
  ///
  /// @param staying two people at least, who stay with the equipment and sign that they do
  public synchronized void takeBreak(String reason, List<PassphraseGiven> staying) {
    requireDifferent(staying);
    requireNext(new Event.BreakTaken(reason.strip(), name(staying.getFirst()), names(staying)));
    sign(EventDrafts.ofBreak(reason.strip(), ids(staying)), staying);
  }

  /// After a pause or a break: those who said so, or two people. After an interruption: those whom
  /// the plan names, or two people.
  ///
  /// @param words the head words as they stand on paper; after an interruption they may be empty if
  ///   nobody wrote them down, and it is recorded that they were not compared
  /// @throws CeremonyException if they are others: lines were taken off
  public synchronized void goOn(String words, List<PassphraseGiven> given) {
    if (words.isBlank() && changes.isEmpty()) {
      throw new CeremonyException(
          "Enter the four words that were written down when the ceremony was paused.");
    }
    if (!words.isBlank() && !record.head().matches(words)) {
      throw new CeremonyException(
          "These are not the words of the last line. If they were written down when the ceremony"
              + " stopped, lines were taken off its transcript since: do not go on with it.");
    }
    if (changes.isPresent()) {
      requireDifferent(given);
      requireResuming(given);
      resume(words.isBlank() ? Content.Head.NOT_COMPARED : Content.Head.SAME, given);
      return;
    }
    if (!ids(given).equals(record.pausedBy())) {
      requireDifferent(given);
    }
    requireNext(new Event.Continued(name(given.getFirst())));
    sign(LineDraft.of(new Content.Continued()).by(ids(given)), given);
  }

  private void resume(Content.Head head, List<PassphraseGiven> given) {
    writing(() -> {
      record.signResumption(given, head, changes.orElseThrow());
      changes = Optional.empty();
    });
  }

  private void requireResuming(List<PassphraseGiven> given) {
    var here = given.stream().map(one -> playerOf(one.person()).role().id()).toList();
    var missing =
        plan.resume().stream()
            .filter(role -> !here.contains(role))
            .map(role -> "the " + plan.role(role).title())
            .toList();
    if (!missing.isEmpty()) {
      throw new CeremonyException(
          "By the plan it is also signed by "
              + String.join(" and ", missing)
              + " that the ceremony goes on after an interruption.");
    }
  }

  private static void requireDifferent(List<PassphraseGiven> given) {
    if (given.stream().map(PassphraseGiven::person).distinct().count() < WITNESSES) {
      throw new CeremonyException("This needs " + WITNESSES + " different people.");
    }
  }

  /// Ends the ceremony before its end. What was done stays; the transcript is still closed and
  /// sealed.
  ///
  /// @param agreed two different people at least
  public synchronized void abort(String reason, List<PassphraseGiven> agreed) {
    requireNext(new Event.Aborted(reason.strip(), names(agreed)));
    sign(
        LineDraft.of(new Content.Aborted()).by(ids(agreed)).telling("reason", reason.strip()),
        agreed);
  }

  /// Everybody signs the last line. Its link is the fingerprint, to be written on paper.
  ///
  /// @param given by everybody
  public synchronized Fingerprint end(List<PassphraseGiven> given) {
    requireNotInterrupted();
    if (!progress.over()) {
      throw new CeremonyException("The ceremony is not over: steps are open. Abort it, or go on.");
    }
    if (progress.mode() != CeremonyMode.CLOSED) {
      writing(() -> record.signEnd(given));
    }
    return record.head().link();
  }

  /// Everybody seals the evidence, which is written and verified. Keys that were made at the table
  /// are wiped.
  ///
  /// @param words the first four words of the fingerprint, from paper
  /// @param papers for people, such as `report.pdf`, by name
  /// @param given by everybody
  public synchronized void seal(
      String words, Map<String, byte[]> papers, List<PassphraseGiven> given) {
    if (progress.mode() != CeremonyMode.CLOSED) {
      throw new CeremonyException("The last line is not signed yet.");
    }
    if (!record.head().matches(words)) {
      throw new CeremonyException(
          "These are not the first four words of the fingerprint. Read them from the paper again.");
    }
    record.seal(papers, given);
  }

  /// Lets go of the transcript's file. Devices stay open; the caller closes them.
  @Override
  public synchronized void close() {
    record.close();
  }

  private PlanStep step() {
    return progress.current().orElseThrow(CeremonyRun::allDone);
  }

  private static CeremonyException allDone() {
    return new CeremonyException("All steps are done.");
  }

  /// The keys that were made so far, each with what only it can open.
  private KeyIdentities identities() {
    return KeyIdentities.of(plan, entries);
  }

  private static List<String> ids(List<PassphraseGiven> given) {
    return given.stream().map(PassphraseGiven::person).toList();
  }

  private List<String> names(List<PassphraseGiven> given) {
    return given.stream().map(this::name).toList();
  }

  private String name(PassphraseGiven given) {
    return playerOf(given.person()).name();
  }

  private Player playerOf(String person) {
    return snapshot.people().stream()
        .filter(player -> player.id().equals(person))
        .findFirst()
        .orElseThrow(() -> new CeremonyException("Nobody named " + person + " takes part."));
  }

  /// Only what can happen is written, and only what is written has happened.
  private void requireNext(Event event) {
    requireNotInterrupted();
    var _ = progress.after(event);
  }

  private void requireNotInterrupted() {
    if (changes.isPresent()) {
      throw new CeremonyException(
          "The ceremony was interrupted. Two people sign that it goes on before anything else.");
    }
  }

  private void tell(Event.OfStep event) {
    requireNext(event);
    writing(() -> record.write(EventDrafts.ofProgram(event, record.attempts(event.step()) + 1)));
  }

  private void sign(LineDraft draft, List<PassphraseGiven> given) {
    writing(() -> record.sign(draft, given));
  }

  /// Whatever was written has happened, also where something else failed: a wrong passphrase is a
  /// line of its own.
  private void writing(Runnable write) {
    try {
      write.run();
    } catch (PoisonException e) {
      halt = String.valueOf(e.getMessage());
      throw e;
    } finally {
      follow();
      snapshot = look();
    }
  }

  private void follow() {
    for (var entry : LineEvents.of(record.lines(), entries.size())) {
      progress = progress.after(entry.event());
      entries.add(entry);
    }
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

  private CeremonySnapshot look() {
    return composer().snapshot(mode(), stopReason(), record.head());
  }

  private SnapshotComposer composer() {
    return new SnapshotComposer(plan, progress, List.copyOf(entries), record.lines());
  }

  private CeremonyMode mode() {
    if (!halt.isEmpty()) {
      return CeremonyMode.HALTED;
    }
    return changes.isPresent() ? CeremonyMode.INTERRUPTED : progress.mode();
  }

  private String stopReason() {
    if (!halt.isEmpty()) {
      return halt;
    }
    return changes.isPresent() ? "The program had ended." : progress.stopReason();
  }
}
