package org.xksworkbench.app.ui.screen.createkey;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.kms.NewKey;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Lane;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;
import org.xksworkbench.bridge.hsm.HsmKey;

/// Takes the user through the steps; then CreateKey and CreateAlias.
public final class CreateKeyViewModel implements AutoCloseable {

  private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

  /// A KMS key that exists although not all of the work was done.
  public record Unfinished(KmsKey key, Problem problem) {}

  private final String keyStoreId;
  private final KeyManagement kms;
  private final AttachedHsm hsm;
  private final OwnProxy proxy;
  private final Tasks tasks;
  private final Navigator navigator;
  private final TaskScope scope;

  private final ReadOnlyObjectWrapper<Loadable<ExternalKeyStore>> store =
      new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());
  private final ReadOnlyObjectWrapper<Loadable<List<ExternalKeyChoice>>> choices =
      new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());
  private final ReadOnlyObjectWrapper<Step> step = new ReadOnlyObjectWrapper<>(Step.CONFIGURATION);
  private final ReadOnlyObjectWrapper<CreateKeyDraft> draft =
      new ReadOnlyObjectWrapper<>(CreateKeyDraft.empty());
  private final ReadOnlyObjectWrapper<@Nullable Problem> connectProblem =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Problem> createProblem =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Unfinished> unfinished =
      new ReadOnlyObjectWrapper<>();
  private final BooleanProperty connecting = new SimpleBooleanProperty();
  private final BooleanProperty connectedHere = new SimpleBooleanProperty();
  private final BooleanProperty creating = new SimpleBooleanProperty();

  public CreateKeyViewModel(
      String keyStoreId,
      KeyManagement kms,
      AttachedHsm hsm,
      OwnProxy proxy,
      Tasks tasks,
      Navigator navigator) {
    this.keyStoreId = keyStoreId;
    this.kms = kms;
    this.hsm = hsm;
    this.proxy = proxy;
    this.tasks = tasks;
    this.navigator = navigator;
    this.scope = tasks.scope();
  }

  public ReadOnlyObjectProperty<Loadable<ExternalKeyStore>> store() {
    return store.getReadOnlyProperty();
  }

  /// Keys of the token that the user is logged in to, fit ones first.
  public ReadOnlyObjectProperty<Loadable<List<ExternalKeyChoice>>> choices() {
    return choices.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Step> step() {
    return step.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<CreateKeyDraft> draft() {
    return draft.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable Problem> connectProblem() {
    return connectProblem.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable Problem> createProblem() {
    return createProblem.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable Unfinished> unfinished() {
    return unfinished.getReadOnlyProperty();
  }

  public BooleanProperty connecting() {
    return connecting;
  }

  /// Whether the key store is connected because it was asked for in this form.
  public BooleanProperty connectedHere() {
    return connectedHere;
  }

  public BooleanProperty creating() {
    return creating;
  }

  /// What keeps the present step from being done; empty if nothing does.
  public ObservableValue<String> obstacle() {
    return Bindings.createStringBinding(
        () -> {
          if (!(store.get() instanceof Loadable.Ready<ExternalKeyStore>(var ready))) {
            return "";
          }
          if (!ready.connectionState().usable()) {
            return "Connect the key store to go on.";
          }
          return draft.get().problem(step.get()).orElse("");
        },
        step,
        draft,
        store);
  }

  public BooleanBinding canGoOn() {
    return Bindings.createBooleanBinding(
        () ->
            store.get() instanceof Loadable.Ready<ExternalKeyStore>(var ready)
                && ready.connectionState().usable()
                && draft.get().problem(step.get()).isEmpty()
                && !creating.get()
                && unfinished.get() == null,
        step,
        draft,
        store,
        creating,
        unfinished);
  }

  /// What is known of an external key without AWS KMS; empty while nothing is chosen.
  public Optional<ExternalKeyCheck> check(String xksKeyId) {
    if (!ExternalKeyFitness.isLegalXksKeyId(xksKeyId)
        || !(choices.get() instanceof Loadable.Ready<List<ExternalKeyChoice>>(var known))) {
      return Optional.empty();
    }
    return Optional.of(
        known.stream()
            .filter(choice -> choice.key().label().equals(xksKeyId))
            .findFirst()
            .map(ExternalKeyCheck::of)
            .orElseGet(() -> ExternalKeyCheck.unknown(xksKeyId)));
  }

  public void load() {
    tasks
        .named("Reading the key store")
        .on(Lane.AWS, _ -> kms.keyStore(keyStoreId))
        .in(scope)
        .latest("store")
        .onSuccess(this::show)
        .onProblem(problem -> store.set(new Loadable.Failed<>(problem)))
        .start();
  }

  public void loadChoices() {
    choices.set(new Loadable.Loading<>());
    tasks
        .named("Reading the keys of the HSM")
        .on(Lane.HSM, _ -> readChoices())
        .in(scope)
        .latest("choices")
        .onSuccess(found -> choices.set(new Loadable.Ready<>(found)))
        .onProblem(problem -> choices.set(new Loadable.Failed<>(problem)))
        .start();
  }

  /// Connects the key store; a failed one is disconnected first, as AWS KMS wants it.
  public void connect() {
    connectProblem.set(null);
    tasks
        .named("Connecting the key store")
        .on(Lane.AWS, _ -> connectAndWait())
        .in(scope)
        .busy(connecting)
        .onSuccess(connected -> {
          connectedHere.set(connected.connectionState().usable());
          show(connected);
        })
        .onProblem(problem -> {
          connectProblem.set(problem);
          load();
        })
        .start();
  }

  public void edit(UnaryOperator<CreateKeyDraft> change) {
    draft.set(change.apply(draft.get()));
    createProblem.set(null);
  }

  public void next() {
    if (step.get().last()) {
      finish();
    } else if (draft.get().problem(step.get()).isEmpty()) {
      step.set(step.get().next());
    }
  }

  public void back() {
    goTo(step.get().first() ? step.get() : step.get().previous());
  }

  /// Back to a step that was done, from the review.
  public void goTo(Step earlier) {
    if (!creating.get() && earlier.compareTo(step.get()) < 0) {
      createProblem.set(null);
      step.set(earlier);
    }
  }

  public void cancel() {
    navigator.go(new Destination.KeyStores());
  }

  public void openCreatedKey() {
    var left = unfinished.get();
    if (left != null) {
      navigator.go(new Destination.KeyDetail(left.key().keyId()));
    }
  }

  /// Gives the alias to the key that exists without one.
  public void retryAlias() {
    var left = unfinished.get();
    if (left != null) {
      nameKey(left.key());
    }
  }

  @Override
  public void close() {
    scope.close();
  }

  private void finish() {
    var entered = draft.get();
    if (entered.problem(Step.REVIEW).isPresent()) {
      return;
    }
    createProblem.set(null);
    tasks
        .named("Creating the KMS key")
        .on(
            Lane.AWS,
            context -> {
              context.commit();
              return kms.createKey(
                      new NewKey(keyStoreId, entered.xksKeyId(), entered.description()))
                  .value();
            })
        .in(scope)
        .busy(creating)
        .onSuccess(this::nameKey)
        .onProblem(createProblem::set)
        .start();
  }

  private void nameKey(KmsKey key) {
    unfinished.set(null);
    var alias = "alias/" + draft.get().alias();
    tasks
        .named("Creating the alias")
        .on(
            Lane.AWS,
            context -> {
              context.commit();
              return kms.createAlias(alias, key.keyId());
            })
        .in(scope)
        .busy(creating)
        .onSuccess(_ -> navigator.go(new Destination.KeyDetail(key.keyId())))
        .onProblem(problem -> unfinished.set(new Unfinished(key, problem)))
        .start();
  }

  private void show(ExternalKeyStore fetched) {
    store.set(new Loadable.Ready<>(fetched));
  }

  private ExternalKeyStore connectAndWait() throws InterruptedException {
    var before = kms.keyStore(keyStoreId);
    if (before.connectionState() instanceof ConnectionState.Failed) {
      kms.disconnect(keyStoreId);
      await();
    }
    kms.connect(keyStoreId);
    return await();
  }

  private ExternalKeyStore await() throws InterruptedException {
    var now = kms.keyStore(keyStoreId);
    while (now.connectionState().transitional()) {
      Thread.sleep(POLL_INTERVAL);
      now = kms.keyStore(keyStoreId);
    }
    return now;
  }

  private List<ExternalKeyChoice> readChoices() {
    var session = hsm.session();
    if (session.isEmpty()) {
      return List.of();
    }
    var aliases = kms.aliases();
    var used =
        kms.keys().stream()
            .filter(key -> key.customKeyStoreId().equals(Optional.of(keyStoreId)))
            .toList();
    return session.get().secretKeys().stream()
        .filter(key -> !proxy.healthKey().equals(Optional.of(key.label())))
        .map(key ->
            new ExternalKeyChoice(key, ExternalKeyFitness.of(key), usedBy(key, used, aliases)))
        .sorted(
            Comparator.comparing((ExternalKeyChoice choice) -> !choice.selectable())
                .thenComparing(choice -> choice.key().label()))
        .toList();
  }

  private static Optional<String> usedBy(
      HsmKey key, List<KmsKey> used, Map<String, String> aliases) {
    return used.stream()
        .filter(kmsKey -> kmsKey.xksKeyId().equals(Optional.of(key.label())))
        .findFirst()
        .map(kmsKey ->
            aliases.entrySet().stream()
                .filter(alias -> alias.getValue().equals(kmsKey.keyId()))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElse(kmsKey.keyId()));
  }
}
