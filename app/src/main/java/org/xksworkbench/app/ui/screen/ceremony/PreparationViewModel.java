package org.xksworkbench.app.ui.screen.ceremony;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.ceremony.Ceremonies;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.ceremony.run.CeremonyRun;

/// What a plan does not hold: who plays which role and by which key, which token, where it is held,
/// where the evidence goes.
public final class PreparationViewModel implements AutoCloseable {

  private static final Words WORDS = Words.of(PreparationViewModel.class);

  /// One fact of the environment beside what the plan expects of it.
  record EnvironmentLine(String name, Optional<String> expected, String actual) {
    boolean same() {
      return expected.isEmpty() || expected.get().equals(actual);
    }
  }

  private final ChosenPlan chosen;
  private final Ceremonies ceremonies;
  private final Dialogs dialogs;
  private final PageTurner pages;
  private final ScreenTasks tasks;

  private final Seating seating;
  private final TokenChoice token;
  private final StringProperty place = new SimpleStringProperty("");
  private final StringProperty folder = new SimpleStringProperty("");
  private final Fetched<List<EnvironmentLine>> environment = new Fetched<>();
  private final ReadOnlyObjectWrapper<Instant> now;
  private final StringBinding obstacle;

  PreparationViewModel(
      ChosenPlan chosen,
      Ceremonies ceremonies,
      AttachedHsm hsm,
      Tasks tasks,
      Dialogs dialogs,
      PageTurner pages) {
    this.chosen = chosen;
    this.ceremonies = ceremonies;
    this.dialogs = dialogs;
    this.pages = pages;
    this.tasks = new ScreenTasks(tasks);
    this.seating =
        new Seating(chosen.plan().roles().values(), ceremonies.gathering(), this.tasks, dialogs);
    this.token = new TokenChoice(ceremonies, hsm, this.tasks, dialogs, this::look);
    this.now = new ReadOnlyObjectWrapper<>(ceremonies.clock().instant());
    var watched = new ArrayList<Observable>(List.of(token.words(), folder));
    seating.observables().forEach(watched::add);
    obstacle =
        Bindings.createStringBinding(this::whatIsMissing, watched.toArray(new Observable[0]));
    propose(path -> path);
    look();
    tick();
  }

  ChosenPlan chosenPlan() {
    return chosen;
  }

  List<Seating.Seat> seats() {
    return seating.seats();
  }

  StringProperty folder() {
    return folder;
  }

  /// The token that will be used; empty if none is logged in to.
  ReadOnlyStringProperty token() {
    return token.words();
  }

  String module() {
    return token.module();
  }

  String kmsDescription() {
    return ceremonies.kmsDescription();
  }

  boolean rehearsal() {
    return ceremonies.rehearsal();
  }

  /// Where it is held, in words.
  StringProperty place() {
    return place;
  }

  ReadOnlyObjectProperty<Loadable<List<EnvironmentLine>>> environment() {
    return environment.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return tasks.problem();
  }

  ReadOnlyObjectProperty<Instant> now() {
    return now.getReadOnlyProperty();
  }

  java.time.ZoneId zone() {
    return ceremonies.clock().getZone();
  }

  BooleanProperty busy() {
    return tasks.busy();
  }

  /// What is still needed, in words; empty if the ceremony can begin.
  StringBinding obstacle() {
    return obstacle;
  }

  private String whatIsMissing() {
    if (token.words().get().isEmpty()) {
      return WORDS.text("obstacle.token");
    }
    var seat = seating.obstacle();
    if (seat.isPresent()) {
      return seat.get();
    }
    return folder.get().isBlank() ? WORDS.text("obstacle.folder") : "";
  }

  void takeSecret(Seating.Seat seat) {
    seating.takeSecret(seat);
  }

  void chooseFolder() {
    dialogs
        .chooseFolder(WORDS.text("ask.folder"))
        .ifPresent(path -> propose(proposed -> path.resolve(proposed.getFileName())));
  }

  /// A folder that is not there yet.
  private void propose(UnaryOperator<Path> where) {
    tasks
        .aside("", Job.FILE, _ -> ceremonies.newFolder(chosen.fileName()))
        .onSuccess(proposed -> folder.set(where.apply(proposed).toString()))
        .start();
  }

  /// To the screen where tokens are logged in to.
  void openHsm() {
    pages.openHsm();
  }

  /// Takes module and token from a binding file.
  void useBinding() {
    token.useBinding();
  }

  /// Asks the environment and sets it beside the plan's expectations.
  void look() {
    environment.loading();
    tasks
        .aside(
            WORDS.text("task.environment"),
            Job.FILES,
            _ -> {
              var expected = chosen.plan().environment();
              return ceremonies.environment().entrySet().stream()
                  .map(fact ->
                      new EnvironmentLine(
                          fact.getKey(),
                          Optional.ofNullable(expected.get(fact.getKey())),
                          fact.getValue()))
                  .toList();
            })
        .into(environment)
        .start();
  }

  void begin() {
    if (!obstacle.get().isEmpty()) {
      return;
    }
    tasks.clearProblem();
    SigningPeople.ask(
            dialogs, Optional.empty(), seating.signing(), by -> WORDS.text("task.sign-opening", by))
        .ifPresent(this::open);
  }

  private void open(SigningPeople signing) {
    var people = seating.people();
    var path = Path.of(folder.get().strip());
    var room = place.get().strip();
    tasks
        .task(
            WORDS.text("task.open"),
            Job.CEREMONY,
            context -> {
              context.commit();
              var begun = new AtomicReference<CeremonyRun>();
              signing.sign(
                  Optional.empty(),
                  ceremonies.cards(),
                  given -> begun.set(ceremonies.start(path, chosen.plan(), people, room, given)));
              return Objects.requireNonNull(begun.get());
            })
        .onSuccess(pages::run)
        .start();
  }

  void back() {
    pages.start();
  }

  private void tick() {
    now.set(ceremonies.clock().instant());
    tasks.after(java.time.Duration.ofSeconds(1), this::tick);
  }

  @Override
  public void close() {
    tasks.close();
  }
}
