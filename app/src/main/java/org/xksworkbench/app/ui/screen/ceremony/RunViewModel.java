package org.xksworkbench.app.ui.screen.ceremony;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.ceremony.Ceremonies;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.dialog.GivenSecret;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.bridge.ceremony.plan.Field;
import org.xksworkbench.bridge.ceremony.run.CeremonyRun;
import org.xksworkbench.bridge.ceremony.run.CeremonyView;
import org.xksworkbench.bridge.ceremony.run.CeremonyView.Player;
import org.xksworkbench.bridge.ceremony.run.Identification;
import org.xksworkbench.bridge.ceremony.run.Progress;

/// One step after the other. What can be done now is decided by the ceremony; this only asks the
/// person whose part it is for that person's secret, and hands both over.
public final class RunViewModel implements AutoCloseable {

  private static final Duration TICK = Duration.ofSeconds(1);

  /// Something that the ceremony does once people are identified.
  @FunctionalInterface
  private interface Act {
    void by(List<Identification> people);
  }

  private final CeremonyRun run;
  private final Ceremonies ceremonies;
  private final AttachedHsm hsm;
  private final Tasks tasks;
  private final Dialogs dialogs;
  private final Consumer<CeremonyRun> onOver;
  private final Runnable onLeft;
  private final TaskScope scope;

  private final ReadOnlyObjectWrapper<CeremonyView> ceremony;
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<Instant> now;
  private final ReadOnlyObjectWrapper<Optional<Interlude>> interlude =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Map<String, StringProperty>> entries =
      new ReadOnlyObjectWrapper<>(Map.of());
  private final BooleanProperty busy = new SimpleBooleanProperty();
  private final StringProperty reason = new SimpleStringProperty("");
  private final BooleanProperty leavesOut = new SimpleBooleanProperty();
  private final Map<Player, BooleanProperty> ticked = new LinkedHashMap<>();
  private final StringBinding obstacle;
  private String stepOfEntries = "";
  private boolean over;

  RunViewModel(
      CeremonyRun run,
      Ceremonies ceremonies,
      AttachedHsm hsm,
      Tasks tasks,
      Dialogs dialogs,
      Consumer<CeremonyRun> onOver,
      Runnable onLeft) {
    this.run = run;
    this.ceremonies = ceremonies;
    this.hsm = hsm;
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.onOver = onOver;
    this.onLeft = onLeft;
    this.scope = tasks.scope();
    this.ceremony = new ReadOnlyObjectWrapper<>(run.view());
    this.now = new ReadOnlyObjectWrapper<>(ceremonies.clock().instant());
    run.view().people().forEach(player -> ticked.put(player, new SimpleBooleanProperty()));
    var watched = new ArrayList<Observable>(List.of(reason, interlude));
    watched.addAll(ticked.values());
    this.obstacle =
        Bindings.createStringBinding(this::whatIsMissing, watched.toArray(new Observable[0]));
    offerEntries();
    tick();
  }

  ReadOnlyObjectProperty<CeremonyView> ceremony() {
    return ceremony.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return problem.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<Instant> now() {
    return now.getReadOnlyProperty();
  }

  ZoneId zone() {
    return ceremonies.clock().getZone();
  }

  BooleanProperty busy() {
    return busy;
  }

  /// What the acting person enters in this step, by field.
  ReadOnlyObjectProperty<Map<String, StringProperty>> entries() {
    return entries.getReadOnlyProperty();
  }

  /// The deviation, pause, break or abort that is being written down.
  ReadOnlyObjectProperty<Optional<Interlude>> interlude() {
    return interlude.getReadOnlyProperty();
  }

  StringProperty reason() {
    return reason;
  }

  /// Whether a deviation leaves the step as it is.
  BooleanProperty leavesOut() {
    return leavesOut;
  }

  /// Who agrees, or stays.
  Map<Player, BooleanProperty> ticked() {
    return ticked;
  }

  /// Why the interlude cannot be recorded yet; empty if it can.
  StringBinding obstacle() {
    return obstacle;
  }

  private String whatIsMissing() {
    var kind = interlude.get();
    if (kind.isEmpty()) {
      return "";
    }
    if (reason.get().isBlank()) {
      return "Write the reason, in a sentence.";
    }
    var count = agreeing().size();
    if (count < kind.get().people()) {
      return kind.get().people() == 1
          ? "Tick the person who says so."
          : "Tick " + kind.get().people() + " people at least.";
    }
    return kind.get().several() || count == 1 ? "" : "Tick one person.";
  }

  private List<Player> agreeing() {
    return ticked.entrySet().stream()
        .filter(entry -> entry.getValue().get())
        .map(Map.Entry::getKey)
        .toList();
  }

  /// The person does what the step waits for: authorises, acts or confirms.
  void sign(Player player) {
    var current = ceremony.get().current();
    if (current.isEmpty() || busy.get()) {
      return;
    }
    var step = current.get();
    switch (step.waiting()) {
      case AUTHORISATION ->
          identified(
              List.of(player), "authorises: " + step.title(), by -> run.authorise(by.getFirst()));
      case ACT -> act(player, step);
      case CONFIRMATION ->
          identified(
              List.of(player), "confirms: " + step.title(), by -> run.confirm(by.getFirst()));
      case ANSWER -> ask();
      case DECISION -> open(Interlude.DEVIATION);
    }
  }

  /// What is entered wrongly is told here, so that the transcript need not hold a failure for it.
  private void act(Player player, CeremonyView.CurrentStep step) {
    var entered = new LinkedHashMap<String, String>();
    for (var field : step.inputs()) {
      var value = entries.get().getOrDefault(field.name(), new SimpleStringProperty("")).get();
      if (!value.strip().matches(field.pattern())) {
        refuse(field, value.strip());
        return;
      }
      entered.put(field.name(), value.strip());
    }
    identified(List.of(player), "acts: " + step.title(), by -> run.act(by.getFirst(), entered));
  }

  private void refuse(Field field, String value) {
    problem.set(
        Problem.of(
                Problem.Kind.INVALID,
                value.isEmpty()
                    ? "Something is not entered yet"
                    : "This has not the form that is needed")
            .because(
                value.isEmpty()
                    ? "Enter: " + field.prompt() + "."
                    : "\"" + value + "\" was entered for: " + field.prompt() + ".")
            .withCode("CEREMONY"));
  }

  /// Asks the token or AWS KMS whether an interrupted act was done.
  void ask() {
    doing("Asking whether it was done", run::ask);
  }

  /// After a pause, a break or an interruption.
  void goOn(Player player) {
    identified(List.of(player), "says that it goes on", by -> run.goOn(by.getFirst()));
  }

  void open(Interlude kind) {
    if (over || (kind != Interlude.ABORT && ceremony.get().mode() != Progress.Mode.RUNNING)) {
      return;
    }
    reason.set("");
    leavesOut.set(false);
    ticked.values().forEach(tick -> tick.set(false));
    interlude.set(Optional.of(kind));
  }

  void closeInterlude() {
    interlude.set(Optional.empty());
  }

  /// Asks everybody who is ticked, and records it.
  void record() {
    var kind = interlude.get();
    if (kind.isEmpty() || !obstacle.get().isEmpty()) {
      return;
    }
    var words = reason.get().strip();
    var people = agreeing();
    var skip = leavesOut.get();
    switch (kind.get()) {
      case DEVIATION ->
          identified(people, "agrees to the deviation", by -> run.deviate(words, by, skip));
      case PAUSE ->
          identified(people, "says that there is a pause", by -> run.pause(words, by.getFirst()));
      case BREAK ->
          identified(
              people.subList(0, 1),
              "says that there is a break",
              by ->
                  run.takeBreak(words, by.getFirst(), people.stream().map(Player::name).toList()));
      case ABORT -> identified(people, "agrees to abort", by -> run.abort(words, by));
    }
  }

  /// Lets go of the ceremony; it can be resumed, here or after a restart.
  void leave() {
    if (dialogs.confirm(
        "Leave the ceremony as it stands?",
        "What happened is on the disk. It can be resumed from the first page; that it was"
            + " interrupted will be in its transcript.",
        "Leave it")) {
      over = true;
      tasks
          .named("Closing the transcript")
          .on(
              Job.FILE,
              context -> {
                context.commit();
                ceremonies.leave();
                return true;
              })
          .onSuccess(_ -> onLeft.run())
          .start();
    }
  }

  private void identified(List<Player> people, String what, Act act) {
    var given = new ArrayList<GivenSecret>();
    for (var player : people) {
      var secret =
          dialogs.askSecret(
              player.name() + " " + what,
              "Only "
                  + player.name()
                  + ", the "
                  + player.role().title()
                  + ", enters this. Nobody else can.",
              "Sign off");
      if (secret.isEmpty()) {
        given.forEach(GivenSecret::close);
        return;
      }
      given.add(secret.get());
    }
    doing(
        people.getFirst().name() + " " + what,
        () -> {
          var identifications = new ArrayList<Identification>();
          try {
            for (var at = 0; at < people.size(); at++) {
              identifications.add(
                  new Identification(people.get(at).name(), Secrets.of(given.get(at))));
            }
            act.by(List.copyOf(identifications));
          } finally {
            identifications.forEach(one -> one.secret().close());
            given.forEach(GivenSecret::close);
          }
        });
  }

  private void doing(String what, Runnable work) {
    problem.set(null);
    hsm.idle().touch();
    tasks
        .named(what)
        .on(
            Job.CEREMONY,
            context -> {
              // What a ceremony began is never stopped in the middle by leaving the screen.
              context.commit();
              work.run();
              return true;
            })
        .in(scope)
        .busy(busy)
        .onSuccess(_ -> {
          closeInterlude();
          show();
        })
        .onProblem(met -> {
          show();
          problem.set(met);
        })
        .start();
  }

  private void show() {
    ceremony.set(run.view());
    offerEntries();
    switch (run.view().mode()) {
      case COMPLETED, ABORTED, CLOSED -> {
        if (!over) {
          over = true;
          onOver.accept(run);
        }
      }
      case NOT_OPENED, RUNNING, PAUSED, ON_BREAK, INTERRUPTED -> {}
    }
  }

  /// Fields of a new step are empty; those of the same step keep what was entered.
  private void offerEntries() {
    var step = ceremony.get().current();
    var id = step.map(CeremonyView.CurrentStep::id).orElse("");
    if (id.equals(stepOfEntries)) {
      return;
    }
    stepOfEntries = id;
    var fields = new LinkedHashMap<String, StringProperty>();
    step.ifPresent(one ->
        one.inputs().forEach(field -> fields.put(field.name(), new SimpleStringProperty(""))));
    entries.set(fields);
  }

  private void tick() {
    now.set(ceremonies.clock().instant());
    if (ceremony.get().mode() == Progress.Mode.RUNNING) {
      // People stand around the screen although nobody touches it.
      hsm.idle().touch();
    }
    if (!busy.get() && !run.view().equals(ceremony.get()) && !over) {
      // Something that was begun before the screen was left has come to its end.
      show();
    }
    if (!over) {
      tasks.after(TICK, scope, this::tick);
    }
  }

  @Override
  public void close() {
    over = true;
    scope.close();
  }
}
