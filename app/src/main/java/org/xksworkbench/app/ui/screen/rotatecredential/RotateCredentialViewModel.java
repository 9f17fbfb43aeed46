package org.xksworkbench.app.ui.screen.rotatecredential;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.doctor.ConnectionDoctor;
import org.xksworkbench.app.doctor.Patient;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KeyStoreInputs;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.ProxyCredential;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.app.ui.task.Work;

/// Leads through the rotation. Where the proxy is ours it changes the proxy too; otherwise the user
/// does, and the proxy is asked whether it accepts the new credential before AWS KMS gets it.
public final class RotateCredentialViewModel implements AutoCloseable {

  /// How long UpdateCustomKeyStore may take to be in effect everywhere (AWS KMS Developer Guide).
  static final Duration IN_EFFECT = Duration.ofMinutes(5);

  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration PROXY_FOLLOWS = Duration.ofSeconds(15);
  private static final Duration ASK_AGAIN = Duration.ofMillis(300);

  private final String customKeyStoreId;
  private final KeyManagement kms;
  private final OwnProxy proxy;
  private final ConnectionDoctor doctor;
  private final Tasks tasks;
  private final Navigator navigator;
  private final Clock clock;
  private final TaskScope scope;

  private final ReadOnlyObjectWrapper<Stage> stage = new ReadOnlyObjectWrapper<>(Stage.ADD);
  private final ReadOnlyObjectWrapper<@Nullable ExternalKeyStore> store =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper remaining = new ReadOnlyStringWrapper("");
  private final StringProperty accessKeyId = new SimpleStringProperty("");
  private final BooleanProperty busy = new SimpleBooleanProperty();
  private char[] secret = new char[0];
  private Instant updatedAt = Instant.MIN;

  public RotateCredentialViewModel(
      String customKeyStoreId,
      KeyManagement kms,
      OwnProxy proxy,
      ConnectionDoctor doctor,
      Tasks tasks,
      Navigator navigator,
      Clock clock) {
    this.customKeyStoreId = customKeyStoreId;
    this.kms = kms;
    this.proxy = proxy;
    this.doctor = doctor;
    this.tasks = tasks;
    this.navigator = navigator;
    this.clock = clock;
    this.scope = tasks.scope();
  }

  public ReadOnlyObjectProperty<Stage> stage() {
    return stage.getReadOnlyProperty();
  }

  /// As it was before the rotation; null while it is fetched.
  public ReadOnlyObjectProperty<@Nullable ExternalKeyStore> store() {
    return store.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return problem.getReadOnlyProperty();
  }

  /// How long to wait still, such as "4:12".
  public ReadOnlyStringProperty remaining() {
    return remaining.getReadOnlyProperty();
  }

  /// The new access key ID.
  public StringProperty accessKeyId() {
    return accessKeyId;
  }

  public BooleanProperty busy() {
    return busy;
  }

  /// Whether the proxy is changed from here.
  public boolean own() {
    var rotated = store.get();
    return rotated != null && proxy.serves(rotated.proxy());
  }

  /// @param characters copied; the caller wipes its own
  public void enterSecret(char[] characters) {
    Arrays.fill(secret, '\0');
    secret = characters.clone();
  }

  public void load() {
    problem.set(null);
    tasks
        .named("Reading the key store")
        .on(Job.AWS_CALL, _ -> kms.keyStore(customKeyStoreId))
        .in(scope)
        .busy(busy)
        .onSuccess(store::set)
        .onProblem(problem::set)
        .start();
  }

  /// Does the step that is to be done next.
  public void next() {
    var rotated = store.get();
    if (rotated == null) {
      return;
    }
    problem.set(null);
    switch (stage.get()) {
      case ADD -> add(rotated);
      case UPDATE -> update(rotated);
      case WAIT -> stage.set(Stage.REMOVE);
      case REMOVE -> remove(rotated);
      case DONE -> navigator.go(new Destination.KeyStores());
    }
  }

  public void cancel() {
    navigator.go(new Destination.KeyStores());
  }

  @Override
  public void close() {
    scope.close();
    Arrays.fill(secret, '\0');
  }

  private void add(ExternalKeyStore rotated) {
    if (own()) {
      run(
          "Adding a credential to the proxy",
          Job.PROXY_PROCESS,
          context -> {
            context.commit();
            var added = proxy.addCredential(rotated.proxy());
            awaitAccepted(rotated, added);
            return added;
          },
          added -> {
            accessKeyId.set(added.accessKeyId());
            enterSecret(added.rawSecretAccessKey());
            added.close();
            stage.set(Stage.UPDATE);
          });
      return;
    }
    var wrong =
        KeyStoreInputs.accessKeyId(accessKeyId.get().strip())
            .or(() -> KeyStoreInputs.secret(secret));
    if (wrong.isPresent()) {
      problem.set(invalid("The new credential is not a legal one", wrong.get()));
      return;
    }
    var entered = credential();
    run(
        "Asking the proxy whether it accepts the credential",
        Job.PROXY_CHECK,
        context -> {
          try {
            return doctor.examine(patient(rotated, entered), _ -> context.signOfLife()).cause();
          } finally {
            entered.close();
          }
        },
        cause -> {
          if (cause.isPresent()) {
            problem.set(invalid(cause.get().why(), cause.get().remedy()));
          } else {
            stage.set(Stage.UPDATE);
          }
        });
  }

  private void update(ExternalKeyStore rotated) {
    var credential = credential();
    run(
        "Giving the credential to AWS KMS",
        Job.AWS_CREATE,
        context -> {
          try {
            context.commit();
            return kms.perform(KmsChange.UpdateCustomKeyStore.ofCredential(rotated, credential));
          } finally {
            credential.close();
          }
        },
        _ -> {
          Arrays.fill(secret, '\0');
          updatedAt = clock.instant();
          stage.set(Stage.WAIT);
          tick();
        });
  }

  private void tick() {
    if (stage.get() != Stage.WAIT) {
      return;
    }
    var left = IN_EFFECT.minus(Duration.between(updatedAt, clock.instant()));
    if (left.isNegative() || left.isZero()) {
      remaining.set("");
      stage.set(Stage.REMOVE);
      return;
    }
    remaining.set("%d:%02d".formatted(left.toMinutes(), left.toSecondsPart()));
    tasks.after(TICK, scope, this::tick);
  }

  private void remove(ExternalKeyStore rotated) {
    if (!own()) {
      stage.set(Stage.DONE);
      return;
    }
    run(
        "Removing the old credential from the proxy",
        Job.PROXY_PROCESS,
        context -> {
          context.commit();
          proxy.removeCredential(rotated.proxy(), rotated.proxy().accessKeyId());
          return true;
        },
        _ -> stage.set(Stage.DONE));
  }

  private <T> void run(String what, Job job, Work<T> work, java.util.function.Consumer<T> then) {
    tasks
        .named(what)
        .on(job, work)
        .in(scope)
        .busy(busy)
        .onSuccess(then)
        .onProblem(problem::set)
        .start();
  }

  /// A running proxy follows its configuration within seconds.
  private void awaitAccepted(ExternalKeyStore rotated, ProxyCredential added) {
    var deadline = clock.instant().plus(PROXY_FOLLOWS);
    while (doctor.examine(patient(rotated, added), _ -> {}).cause().isPresent()
        && clock.instant().isBefore(deadline)) {
      try {
        Thread.sleep(ASK_AGAIN);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private ProxyCredential credential() {
    return new ProxyCredential(accessKeyId.get().strip(), secret.clone());
  }

  private static Patient patient(ExternalKeyStore rotated, ProxyCredential credential) {
    return new Patient(
        rotated.proxy().uriEndpoint(), rotated.proxy().uriPath(), Optional.of(credential));
  }

  private static Problem invalid(String headline, String nextStep) {
    return Problem.of(Problem.Kind.INVALID, headline)
        .because("AWS KMS still has the old credential, and the keys still work.")
        .toDo(nextStep)
        .withCode("CREDENTIAL_NOT_ACCEPTED");
  }
}
