package org.xksworkbench.app.ui.screen.rotatecredential;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyStoreInputs;
import org.xksworkbench.app.kms.ProxyCredential;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.ui.task.Tasks;

/// Leads through the rotation. Where the proxy is ours it changes the proxy too; otherwise the user
/// does, and the proxy is asked whether it accepts the new credential before AWS KMS gets it.
public final class RotateCredentialViewModel implements AutoCloseable {

  /// How long UpdateCustomKeyStore may take to be in effect everywhere (AWS KMS Developer Guide).
  static final Duration IN_EFFECT = Duration.ofMinutes(5);

  private static final Duration TICK = Duration.ofSeconds(1);

  private final String customKeyStoreId;
  private final CredentialRotation rotation;
  private final ScreenTasks tasks;
  private final Navigator navigator;
  private final Clock clock;

  private final ReadOnlyObjectWrapper<RotationStage> stage =
      new ReadOnlyObjectWrapper<>(RotationStage.ADD);
  private final ReadOnlyObjectWrapper<@Nullable ExternalKeyStore> store =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper remaining = new ReadOnlyStringWrapper("");
  private final StringProperty accessKeyId = new SimpleStringProperty("");
  private char[] secret = new char[0];
  private Instant updatedAt = Instant.MIN;

  public RotateCredentialViewModel(
      String customKeyStoreId,
      CredentialRotation rotation,
      Tasks tasks,
      Navigator navigator,
      Clock clock) {
    this.customKeyStoreId = customKeyStoreId;
    this.rotation = rotation;
    this.tasks = new ScreenTasks(tasks);
    this.navigator = navigator;
    this.clock = clock;
  }

  public ReadOnlyObjectProperty<RotationStage> stage() {
    return stage.getReadOnlyProperty();
  }

  /// As it was before the rotation; null while it is fetched.
  public ReadOnlyObjectProperty<@Nullable ExternalKeyStore> store() {
    return store.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return tasks.problem();
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
    return tasks.busy();
  }

  /// Whether the proxy is changed from here.
  public boolean own() {
    var rotated = store.get();
    return rotated != null && rotation.own(rotated);
  }

  /// @param characters copied; the caller wipes its own
  public void enterSecret(char[] characters) {
    Arrays.fill(secret, '\0');
    secret = characters.clone();
  }

  public void load() {
    tasks.clearProblem();
    tasks
        .task("Reading the key store", Job.AWS_CALL, _ -> rotation.store(customKeyStoreId))
        .onSuccess(store::set)
        .start();
  }

  /// Does the step that is to be done next.
  public void next() {
    var rotated = store.get();
    if (rotated == null) {
      return;
    }
    tasks.clearProblem();
    switch (stage.get()) {
      case ADD -> add(rotated);
      case UPDATE -> update(rotated);
      case WAIT -> stage.set(RotationStage.REMOVE);
      case REMOVE -> remove(rotated);
      case DONE -> navigator.go(new Destination.KeyStoresScreen());
    }
  }

  public void cancel() {
    navigator.go(new Destination.KeyStoresScreen());
  }

  @Override
  public void close() {
    tasks.close();
    Arrays.fill(secret, '\0');
  }

  private void add(ExternalKeyStore rotated) {
    if (own()) {
      addToOwn(rotated);
      return;
    }
    var wrong =
        KeyStoreInputs.accessKeyId(accessKeyId.get().strip())
            .or(() -> KeyStoreInputs.secret(secret));
    if (wrong.isPresent()) {
      tasks.showProblem(invalid("The new credential is not a legal one", wrong.get()));
    } else {
      tryEntered(rotated);
    }
  }

  private void addToOwn(ExternalKeyStore rotated) {
    tasks
        .task(
            "Adding a credential to the proxy",
            Job.PROXY_PROCESS,
            context -> {
              context.commit();
              return rotation.add(rotated);
            })
        .onSuccess(added -> {
          try (added) {
            // It was added in any case; of a screen that was left nobody would wipe it.
            if (!tasks.scope().closed()) {
              accessKeyId.set(added.accessKeyId());
              enterSecret(added.rawSecretAccessKey());
              stage.set(RotationStage.UPDATE);
            }
          }
        })
        .start();
  }

  private void tryEntered(ExternalKeyStore rotated) {
    var entered = credential();
    tasks
        .task(
            "Asking the proxy whether it accepts the credential",
            Job.PROXY_CHECK,
            context -> {
              try (entered) {
                return rotation.refusal(rotated, entered, context::signOfLife);
              }
            })
        .onSuccess(refusal ->
            refusal.ifPresentOrElse(
                cause -> tasks.showProblem(invalid(cause.why(), cause.remedy())),
                () -> stage.set(RotationStage.UPDATE)))
        .start();
  }

  private void update(ExternalKeyStore rotated) {
    var credential = credential();
    tasks
        .task(
            "Giving the credential to AWS KMS",
            Job.AWS_CREATE,
            context -> {
              try (credential) {
                context.commit();
                rotation.update(rotated, credential);
                return true;
              }
            })
        .onSuccess(_ -> {
          Arrays.fill(secret, '\0');
          updatedAt = clock.instant();
          stage.set(RotationStage.WAIT);
          tick();
        })
        .start();
  }

  private void tick() {
    if (stage.get() != RotationStage.WAIT) {
      return;
    }
    var left = IN_EFFECT.minus(Duration.between(updatedAt, clock.instant()));
    if (left.isNegative() || left.isZero()) {
      remaining.set("");
      stage.set(RotationStage.REMOVE);
      return;
    }
    remaining.set("%d:%02d".formatted(left.toMinutes(), left.toSecondsPart()));
    tasks.after(TICK, this::tick);
  }

  private void remove(ExternalKeyStore rotated) {
    if (!own()) {
      stage.set(RotationStage.DONE);
      return;
    }
    tasks
        .task(
            "Removing the old credential from the proxy",
            Job.PROXY_PROCESS,
            context -> {
              context.commit();
              rotation.remove(rotated);
              return true;
            })
        .onSuccess(_ -> stage.set(RotationStage.DONE))
        .start();
  }

  private ProxyCredential credential() {
    return new ProxyCredential(accessKeyId.get().strip(), secret.clone());
  }

  private static Problem invalid(String headline, String nextStep) {
    return Problem.of(Problem.ProblemKind.INVALID, headline)
        .because("AWS KMS still has the old credential, and the keys still work.")
        .toDo(nextStep)
        .withCode("CREDENTIAL_NOT_ACCEPTED");
  }
}
