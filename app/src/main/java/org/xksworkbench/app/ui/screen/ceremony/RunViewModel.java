package org.xksworkbench.app.ui.screen.ceremony;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.ceremony.Ceremonies;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.plan.PlanField;
import org.xksworkbench.bridge.ceremony.run.CeremonyProgress;
import org.xksworkbench.bridge.ceremony.run.CeremonyRun;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.Player;
import org.xksworkbench.bridge.ceremony.writing.SigningDesk.PassphraseGiven;

/// One step after the other. What can be done now is decided by the ceremony; this only asks the
/// people whose part it is for the passphrases of their keys, and hands them over.
public final class RunViewModel implements AutoCloseable {

  private static final Words WORDS = Words.of(RunViewModel.class);

  private static final Duration TICK = Duration.ofSeconds(1);

  private final Ceremonies ceremonies;
  private final Tasks tasks;
  private final PageTurner pages;
  private final ScreenTasks onPage;
  private final RunDesk desk;

  private final ReadOnlyObjectWrapper<CeremonySnapshot> ceremony;
  private final ReadOnlyObjectWrapper<Instant> now;
  private final InterludeForm interlude;
  private final StepEntries entries = new StepEntries();
  private final RecordForms forms;
  private final ReadOnlyObjectWrapper<Optional<SigningPage>> page =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private boolean over;

  RunViewModel(
      CeremonyRun run,
      Ceremonies ceremonies,
      AttachedHsm hsm,
      Tasks tasks,
      Dialogs dialogs,
      PageTurner pages) {
    this.ceremonies = ceremonies;
    this.tasks = tasks;
    this.pages = pages;
    this.onPage = new ScreenTasks(tasks);
    this.desk = new RunDesk(run, hsm, dialogs, onPage, () -> show());
    this.ceremony = new ReadOnlyObjectWrapper<>(run.snapshot());
    this.now = new ReadOnlyObjectWrapper<>(ceremonies.clock().instant());
    this.interlude = new InterludeForm(run.snapshot().people());
    this.forms = RecordForms.of(desk, run.snapshot().people());
    entries.offer(run.snapshot().current());
    forms.offer(run.snapshot());
    tick();
  }

  ReadOnlyObjectProperty<CeremonySnapshot> ceremony() {
    return ceremony.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return onPage.problem();
  }

  ReadOnlyObjectProperty<Instant> now() {
    return now.getReadOnlyProperty();
  }

  ZoneId zone() {
    return ceremonies.clock().getZone();
  }

  BooleanProperty busy() {
    return onPage.busy();
  }

  /// What the acting person enters in this step, by field.
  ReadOnlyObjectProperty<Map<String, StringProperty>> entries() {
    return entries.fields();
  }

  /// What people write down themselves, where the step asks for it.
  RecordForms forms() {
    return forms;
  }

  /// What a person reads before they sign the present step off; empty while nobody does.
  ReadOnlyObjectProperty<Optional<SigningPage>> page() {
    return page.getReadOnlyProperty();
  }

  /// The deviation, pause, break or abort that is being written down.
  ReadOnlyObjectProperty<Optional<Interlude>> interlude() {
    return interlude.kind();
  }

  StringProperty reason() {
    return interlude.reason();
  }

  /// Whether a deviation leaves the step as it is.
  BooleanProperty leavesOut() {
    return interlude.leavesOut();
  }

  /// What a deviation is about.
  ObjectProperty<Content.Deviated.Concern> concern() {
    return interlude.concern();
  }

  /// Who agrees, or stays.
  Map<Player, BooleanProperty> ticks() {
    return interlude.ticks();
  }

  /// Why the interlude cannot be recorded yet; empty if it can.
  StringBinding obstacle() {
    return interlude.obstacle();
  }

  /// The person does what the step waits for, on a page of their own where they sign it.
  void begin(Player player) {
    if (SigningPage.awaits(ceremony.get(), player)) {
      page.set(Optional.of(SigningPage.of(run(), player)));
    } else {
      sign(player);
    }
  }

  void closePage() {
    page.set(Optional.empty());
  }

  private CeremonyRun run() {
    return desk.run();
  }

  /// The person does what the step waits for: authorises, acts or confirms.
  void sign(Player player) {
    var current = ceremony.get().current();
    if (current.isEmpty() || onPage.busy().get()) {
      return;
    }
    var step = current.get();
    switch (step.waiting()) {
      case AUTHORISATION ->
          withSignatures(
              List.of(player),
              by -> WORDS.text("task.authorise", by, step.title()),
              by -> run().authorise(by.getFirst()));
      case ACT -> act(player, step);
      case CONFIRMATION ->
          withSignatures(
              List.of(player),
              by -> WORDS.text("task.confirm", by, step.title()),
              by -> run().confirm(by.getFirst()));
      case ANSWER -> ask();
      case DECISION -> open(Interlude.DEVIATION);
    }
  }

  /// What is entered wrongly is told here, so that the transcript need not hold a failure for it.
  private void act(Player player, CeremonySnapshot.CurrentStep step) {
    var entered = new LinkedHashMap<String, String>();
    for (var field : step.inputs()) {
      var value = entries.entry(field);
      if (!value.matches(field.pattern())) {
        refuse(field, value);
        return;
      }
      entered.put(field.name(), value);
    }
    doing(WORDS.text("task.act", player.name(), step.title()), () -> run().act(entered));
  }

  private void refuse(PlanField field, String value) {
    onPage.showProblem(
        Problem.of(
                Problem.ProblemKind.INVALID,
                value.isEmpty() ? WORDS.text("entry.missing") : WORDS.text("entry.malformed"))
            .because(
                value.isEmpty()
                    ? WORDS.text("entry.enter", field.prompt())
                    : WORDS.text("entry.was", value, field.prompt()))
            .withCode("CEREMONY"));
  }

  /// Asks the token or AWS KMS whether an interrupted act was done.
  void ask() {
    doing(WORDS.text("task.ask"), run()::ask);
  }

  void open(Interlude kind) {
    if (!over && mayOpen(kind)) {
      interlude.open(kind);
      if (kind == Interlude.REFUSAL) {
        page.get().ifPresent(read -> interlude.tick(read.player()));
      }
    }
  }

  /// Whether it can be written down as the ceremony stands.
  boolean mayOpen(Interlude kind) {
    return switch (ceremony.get().mode()) {
      case RUNNING ->
          switch (kind) {
            case DEVIATION, PAUSE, BREAK, ABORT -> true;
            case REFUSAL -> asksForSignatures();
            case CONTINUATION -> false;
          };
      case PAUSED, ON_BREAK -> kind == Interlude.CONTINUATION || kind == Interlude.ABORT;
      case INTERRUPTED -> kind == Interlude.CONTINUATION;
      case NOT_OPENED, HALTED, ABORTED, COMPLETED, CLOSED -> false;
    };
  }

  private boolean asksForSignatures() {
    return ceremony
        .get()
        .current()
        .filter(step ->
            step.waiting() == CeremonySnapshot.CeremonyWait.AUTHORISATION
                || step.waiting() == CeremonySnapshot.CeremonyWait.CONFIRMATION)
        .isPresent();
  }

  void closeInterlude() {
    interlude.close();
  }

  /// Asks everybody who is ticked, and records it.
  void record() {
    var kind = interlude.kind().get();
    if (kind.isEmpty() || !interlude.obstacle().get().isEmpty()) {
      return;
    }
    var words = interlude.reason().get().strip();
    var people = interlude.agreeing();
    var skip = interlude.leavesOut().get();
    switch (kind.get()) {
      case DEVIATION -> {
        var about = interlude.concern().get();
        withSignatures(
            people,
            by -> WORDS.text("task.deviate", by),
            by -> run().deviate(words, about, by, skip));
      }
      case PAUSE ->
          withSignatures(
              people, by -> WORDS.text("task.pause", by), by -> run().pause(words, by.getFirst()));
      case BREAK ->
          withSignatures(
              people, by -> WORDS.text("task.break", by), by -> run().takeBreak(words, by));
      case ABORT ->
          withSignatures(people, by -> WORDS.text("task.abort", by), by -> run().abort(words, by));
      case REFUSAL ->
          withSignatures(
              people,
              by -> WORDS.text("task.refuse", by),
              by -> run().refuse(words, by.getFirst()));
      case CONTINUATION ->
          withSignatures(people, by -> WORDS.text("task.go-on", by), by -> run().goOn(words, by));
    }
  }

  /// Lets go of the ceremony; it can be resumed, here or after a restart.
  void leave() {
    if (desk.dialogs()
        .confirm(
            WORDS.text("leave.question"), WORDS.text("leave.about"), WORDS.text("leave.button"))) {
      over = true;
      tasks
          .task(WORDS.text("task.leave"))
          .on(
              Job.FILE,
              context -> {
                context.commit();
                ceremonies.leave();
                return true;
              })
          .onSuccess(_ -> pages.start())
          .start();
    }
  }

  /// @param what somebody of a name does
  private void withSignatures(
      List<Player> people, UnaryOperator<String> what, Consumer<List<PassphraseGiven>> act) {
    desk.sign(people, what, act, this::closeInterlude);
  }

  private void doing(String what, Runnable work) {
    desk.perform(what, work, this::closeInterlude);
  }

  private void show() {
    ceremony.set(run().snapshot());
    entries.offer(ceremony.get().current());
    forms.offer(ceremony.get());
    page.set(
        page.get()
            .filter(read -> read.isStillOf(ceremony.get()))
            .map(read -> SigningPage.of(run(), read.player())));
    switch (ceremony.get().mode()) {
      case COMPLETED, ABORTED, CLOSED -> {
        if (!over) {
          over = true;
          pages.run(run());
        }
      }
      case NOT_OPENED, RUNNING, PAUSED, ON_BREAK, INTERRUPTED, HALTED -> {}
    }
  }

  private void tick() {
    now.set(ceremonies.clock().instant());
    if (ceremony.get().mode() == CeremonyProgress.CeremonyMode.RUNNING) {
      // People stand around the screen although nobody touches it.
      desk.touch();
    }
    if (!onPage.busy().get() && !run().snapshot().equals(ceremony.get()) && !over) {
      // Something that was begun before the screen was left has come to its end.
      show();
    }
    if (!over) {
      onPage.after(TICK, this::tick);
    }
  }

  @Override
  public void close() {
    over = true;
    onPage.close();
  }
}
