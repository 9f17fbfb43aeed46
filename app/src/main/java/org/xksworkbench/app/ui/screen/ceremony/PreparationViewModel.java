package org.xksworkbench.app.ui.screen.ceremony;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.ceremony.Ceremonies;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.bridge.ceremony.plan.Binding;
import org.xksworkbench.bridge.ceremony.plan.CeremonyRole;
import org.xksworkbench.bridge.ceremony.run.CeremonyRun;
import org.xksworkbench.bridge.ceremony.run.Gathering;

/// What a plan does not hold: who plays which role, which token, where the evidence goes, which key
/// signs it. Secrets are kept as what they are checked against, and nowhere else.
public final class PreparationViewModel implements AutoCloseable {

  /// One role and who plays it.
  static final class Seat {
    private final CeremonyRole role;
    private final StringProperty name = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper secret = new ReadOnlyStringWrapper("");

    private Seat(CeremonyRole role) {
      this.role = role;
    }

    CeremonyRole role() {
      return role;
    }

    StringProperty name() {
      return name;
    }

    /// Which kind of secret the person has; empty before.
    ReadOnlyStringProperty secret() {
      return secret.getReadOnlyProperty();
    }
  }

  /// One fact of the environment beside what the plan expects of it.
  record EnvironmentLine(String name, Optional<String> expected, String actual) {
    boolean same() {
      return expected.isEmpty() || expected.get().equals(actual);
    }
  }

  private final ChosenPlan chosen;
  private final Ceremonies ceremonies;
  private final AttachedHsm hsm;
  private final Tasks tasks;
  private final Dialogs dialogs;
  private final Navigator navigator;
  private final TaskScope scope;
  private final SigningKeyChoice signing;
  private final Consumer<CeremonyRun> onBegun;
  private final Runnable onBack;

  private final Gathering people = new Gathering();
  private final List<Seat> seats;
  private final StringProperty folder = new SimpleStringProperty("");
  private final ReadOnlyStringWrapper token = new ReadOnlyStringWrapper("");
  private final Fetched<List<EnvironmentLine>> environment = new Fetched<>();
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<Instant> now;
  private final BooleanProperty busy = new SimpleBooleanProperty();
  private final StringBinding obstacle;

  PreparationViewModel(
      ChosenPlan chosen,
      Ceremonies ceremonies,
      AttachedHsm hsm,
      Tasks tasks,
      Dialogs dialogs,
      Navigator navigator,
      Consumer<CeremonyRun> onBegun,
      Runnable onBack) {
    this.chosen = chosen;
    this.ceremonies = ceremonies;
    this.hsm = hsm;
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.navigator = navigator;
    this.scope = tasks.scope();
    this.signing = new SigningKeyChoice(ceremonies, tasks, dialogs, scope, busy, problem);
    this.onBegun = onBegun;
    this.onBack = onBack;
    this.seats = chosen.plan().roles().values().stream().map(Seat::new).toList();
    this.now = new ReadOnlyObjectWrapper<>(ceremonies.clock().instant());
    var watched = new ArrayList<javafx.beans.Observable>(List.of(token, signing.words(), folder));
    seats.forEach(seat -> watched.addAll(List.of(seat.name, seat.secret)));
    obstacle =
        Bindings.createStringBinding(
            this::whatIsMissing, watched.toArray(new javafx.beans.Observable[0]));
    propose(path -> path);
    tellToken();
    look();
    tick();
  }

  ChosenPlan chosen() {
    return chosen;
  }

  List<Seat> seats() {
    return seats;
  }

  StringProperty folder() {
    return folder;
  }

  /// The token that will be used; empty if none is logged in to.
  ReadOnlyStringProperty token() {
    return token.getReadOnlyProperty();
  }

  String module() {
    return hsm.status().module().map(module -> module.path().toString()).orElse("");
  }

  String kmsDescription() {
    return ceremonies.kmsDescription();
  }

  boolean rehearsal() {
    return ceremonies.rehearsal();
  }

  /// Which key will sign.
  SigningKeyChoice signing() {
    return signing;
  }

  ReadOnlyObjectProperty<Loadable<List<EnvironmentLine>>> environment() {
    return environment.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return problem.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<Instant> now() {
    return now.getReadOnlyProperty();
  }

  java.time.ZoneId zone() {
    return ceremonies.clock().getZone();
  }

  BooleanProperty busy() {
    return busy;
  }

  /// What is still needed, in words; empty if the ceremony can begin.
  StringBinding obstacle() {
    return obstacle;
  }

  private String whatIsMissing() {
    if (token.get().isEmpty()) {
      return "Log in to a token.";
    }
    for (var seat : seats) {
      if (seat.name.get().isBlank()) {
        return "Enter the name of the " + lower(seat.role.title()) + ".";
      }
      if (seat.secret.get().isEmpty()) {
        return "Let " + seat.name.get().strip() + " choose a passphrase or a key file.";
      }
    }
    if (seats.stream().map(seat -> lower(seat.name.get().strip())).distinct().count()
        < seats.size()) {
      return "Two roles have the same person. Every role needs a person of its own.";
    }
    if (signing.words().get().isEmpty()) {
      return "Choose the key that will sign the transcript.";
    }
    return folder.get().isBlank() ? "Choose the folder for the evidence." : "";
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /// The person of a role chooses a passphrase or a key file.
  void takeSecret(Seat seat) {
    var name = seat.name.get().isBlank() ? seat.role.title() : seat.name.get().strip();
    dialogs
        .askNewSecret(
            "Passphrase of " + name,
            "Known to "
                + name
                + " alone. With it, "
                + name
                + " acts and confirms as "
                + seat.role.title()
                + ". It is never written down by this program.")
        .ifPresent(given ->
            tasks
                .named("Taking a passphrase")
                .on(
                    Job.FILES,
                    _ -> {
                      try (given;
                          var secret = Secrets.of(given)) {
                        people.take(seat.role.id(), name, secret);
                        return Secrets.kind(given);
                      }
                    })
                .in(scope)
                .busy(busy)
                .onSuccess(kind -> {
                  problem.set(null);
                  seat.secret.set(kind);
                })
                .onProblem(problem::set)
                .start());
  }

  void chooseFolder() {
    dialogs
        .chooseFolder("Where the folder with the evidence goes")
        .ifPresent(path -> propose(proposed -> path.resolve(proposed.getFileName())));
  }

  /// A folder that is not there yet.
  private void propose(UnaryOperator<Path> where) {
    tasks
        .named("")
        .on(Job.FILE, _ -> ceremonies.newFolder(chosen.fileName()))
        .in(scope)
        .onSuccess(proposed -> folder.set(where.apply(proposed).toString()))
        .start();
  }

  /// To the screen where tokens are logged in to.
  void openHsm() {
    navigator.go(new Destination.HsmKeys());
  }

  /// Takes module and token from a binding file.
  void useBinding() {
    dialogs
        .chooseFile("Binding of this workstation")
        .ifPresent(file ->
            tasks
                .named("Reading the binding")
                .on(Job.FILE, _ -> Binding.read(file))
                .in(scope)
                .busy(busy)
                .onSuccess(this::bind)
                .onProblem(problem::set)
                .start());
  }

  private void bind(Binding binding) {
    var pinFile = binding.pinFile();
    if (pinFile.isPresent()) {
      logIn(binding, () -> Secrets.pinIn(pinFile.get()));
    } else {
      dialogs
          .askPin("PIN of " + binding.token(), "The user PIN of the token, from its holder.")
          .ifPresent(pin -> logIn(binding, () -> pin));
    }
  }

  private void logIn(Binding binding, java.util.concurrent.Callable<char[]> source) {
    tasks
        .named("Logging in to " + binding.token())
        .on(
            Job.HSM_LOGIN,
            _ -> {
              var pin = source.call();
              try {
                ceremonies.bind(binding, pin);
                return true;
              } finally {
                Arrays.fill(pin, '\0');
              }
            })
        .in(scope)
        .busy(busy)
        .onSuccess(_ -> {
          problem.set(null);
          tellToken();
          look();
        })
        .onProblem(problem::set)
        .start();
  }

  private void tellToken() {
    token.set(
        hsm.status()
            .token()
            .map(known -> known.label() + ", " + known.model() + ", serial " + known.serial())
            .orElse(""));
  }

  /// Asks the environment and sets it beside the plan's expectations.
  void look() {
    environment.loading();
    tasks
        .named("Checking the environment")
        .on(
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
        .in(scope)
        .into(environment)
        .start();
  }

  void begin() {
    var key = signing.key();
    if (!obstacle.get().isEmpty() || key.isEmpty()) {
      return;
    }
    problem.set(null);
    seats.forEach(seat -> people.rename(seat.role.id(), seat.name.get()));
    var path = Path.of(folder.get().strip());
    tasks
        .named("Opening the ceremony")
        .on(
            Job.CEREMONY,
            context -> {
              context.commit();
              return ceremonies.start(path, chosen.plan(), people, key.get());
            })
        .in(scope)
        .busy(busy)
        .onSuccess(onBegun)
        .onProblem(problem::set)
        .start();
  }

  void back() {
    onBack.run();
  }

  private void tick() {
    now.set(ceremonies.clock().instant());
    tasks.after(java.time.Duration.ofSeconds(1), scope, this::tick);
  }

  @Override
  public void close() {
    scope.close();
    signing.close();
  }
}
