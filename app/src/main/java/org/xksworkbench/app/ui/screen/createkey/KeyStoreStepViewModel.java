package org.xksworkbench.app.ui.screen.createkey;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.connection.KeyStoreConnection;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;

/// The key store that the key will be in: only a connected one can be chosen, and others can be
/// connected.
public final class KeyStoreStepViewModel {

  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

  private final FormEntries entries;
  private final KeyManagement kms;
  private final Tasks tasks;
  private final TaskScope scope;
  private final Fetched<Surroundings> surroundings = new Fetched<>();
  private final ReadOnlyObjectWrapper<@Nullable Problem> connectProblem =
      new ReadOnlyObjectWrapper<>();
  private final BooleanProperty connecting = new SimpleBooleanProperty();
  private final BooleanProperty connectedHere = new SimpleBooleanProperty();
  private Runnable onChosen = () -> {};

  KeyStoreStepViewModel(FormEntries entries, KeyManagement kms, Tasks tasks, TaskScope scope) {
    this.entries = entries;
    this.kms = kms;
    this.tasks = tasks;
    this.scope = scope;
  }

  public ReadOnlyObjectProperty<Loadable<Surroundings>> surroundings() {
    return surroundings.getReadOnlyProperty();
  }

  /// Empty until they were read.
  Optional<Surroundings> surroundingsNow() {
    return surroundings.value();
  }

  ReadOnlyObjectProperty<CreateKeyDraft> draft() {
    return entries.draft();
  }

  ReadOnlyObjectProperty<@Nullable Problem> connectProblem() {
    return connectProblem.getReadOnlyProperty();
  }

  BooleanProperty connecting() {
    return connecting;
  }

  /// Whether the key store is connected because it was asked for in this form.
  BooleanProperty connectedHere() {
    return connectedHere;
  }

  /// The chosen key store as it was last seen.
  Optional<ExternalKeyStore> store() {
    return surroundingsNow().flatMap(known -> entries.now().keyStoreId().flatMap(known::store));
  }

  boolean isChosen(ExternalKeyStore store) {
    return entries.now().keyStoreId().equals(Optional.of(store.id()));
  }

  /// @param action when another key store was chosen
  void whenChosen(Runnable action) {
    onChosen = action;
  }

  void load() {
    var wanted = entries.now().keyStoreId();
    tasks
        .named("Reading the key stores")
        .on(Job.AWS_CALL, _ -> fetch(wanted))
        .in(scope)
        .into(surroundings)
        .onSuccess(_ -> followTransitions())
        .start();
  }

  /// Connects a key store; a failed one is disconnected first, as AWS KMS wants it.
  void connect(String keyStoreId) {
    connectProblem.set(null);
    tasks
        .named("Connecting the key store")
        .on(Job.AWS_CALL, _ -> new KeyStoreConnection(kms).connect(keyStoreId))
        .in(scope)
        .busy(connecting)
        .onSuccess(connected -> {
          connectedHere.set(connected.connectionState().usable());
          refresh();
        })
        .onProblem(problem -> {
          connectProblem.set(problem);
          refresh();
        })
        .start();
  }

  /// Takes another key store; only a connected one can be chosen.
  void choose(String keyStoreId) {
    var usable =
        surroundingsNow()
            .flatMap(known -> known.store(keyStoreId))
            .filter(store -> store.connectionState().usable());
    if (usable.isEmpty() || isChosen(usable.get())) {
      return;
    }
    entries.edit(entered -> entered.withKeyStoreId(keyStoreId));
    connectedHere.set(false);
    connectProblem.set(null);
    onChosen.run();
  }

  private Surroundings fetch(Optional<String> wanted) {
    var stores = kms.keyStores();
    if (wanted.isPresent() && stores.stream().noneMatch(s -> s.id().equals(wanted.get()))) {
      // Says by AWS's own error that it does not exist.
      var _ = kms.keyStore(wanted.get());
    }
    return new Surroundings(byName(stores), kms.callerIdentity(), kms.aliases());
  }

  private void refresh() {
    tasks
        .named("Reading the key stores")
        .on(Job.AWS_CALL, _ -> kms.keyStores())
        .in(scope)
        .latest("stores")
        .onSuccess(stores ->
            surroundingsNow()
                .ifPresent(known -> {
                  surroundings.ready(known.with(byName(stores)));
                  followTransitions();
                }))
        .onProblem(connectProblem::set)
        .start();
  }

  private static List<ExternalKeyStore> byName(List<ExternalKeyStore> stores) {
    return stores.stream().sorted(Comparator.comparing(ExternalKeyStore::name)).toList();
  }

  /// Asks again while AWS KMS is changing a state.
  private void followTransitions() {
    if (surroundingsNow().stream()
        .flatMap(known -> known.stores().stream())
        .anyMatch(store -> store.connectionState().transitional())) {
      tasks.after(POLL_INTERVAL, scope, this::refresh);
    }
  }
}
