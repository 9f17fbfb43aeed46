package org.xksworkbench.app.ui.screen.createkey;

import java.time.Duration;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.connection.KeyStoreConnection;
import org.xksworkbench.app.creation.AccountSnapshot;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.words.Words;

/// The key store that the key will be in: only a connected one can be chosen, and others can be
/// connected.
public final class KeyStoreStepViewModel {

  private static final Words WORDS = Words.of(KeyStoreStepViewModel.class);
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

  private final FormEntries entries;
  private final KeyManagement kms;
  private final ScreenTasks tasks;
  private final Fetched<AccountSnapshot> snapshot = new Fetched<>();
  private final BooleanProperty connectedHere = new SimpleBooleanProperty();
  private Runnable onChosen = () -> {};

  KeyStoreStepViewModel(FormEntries entries, KeyManagement kms, ScreenTasks tasks) {
    this.entries = entries;
    this.kms = kms;
    this.tasks = tasks;
  }

  public ReadOnlyObjectProperty<Loadable<AccountSnapshot>> snapshot() {
    return snapshot.getReadOnlyProperty();
  }

  /// Empty until it was read.
  Optional<AccountSnapshot> snapshotNow() {
    return snapshot.value();
  }

  ReadOnlyObjectProperty<@Nullable Problem> connectProblem() {
    return tasks.problem();
  }

  BooleanProperty connecting() {
    return tasks.busy();
  }

  /// Whether the key store is connected because it was asked for in this form.
  BooleanProperty connectedHere() {
    return connectedHere;
  }

  /// The chosen key store as it was last seen.
  Optional<ExternalKeyStore> store() {
    return snapshotNow().flatMap(known -> entries.now().keyStoreId().flatMap(known::store));
  }

  boolean isChosen(ExternalKeyStore store) {
    return entries.now().keyStoreId().equals(Optional.of(store.id()));
  }

  /// What keeps the key from being created in the chosen key store; empty if nothing does.
  Optional<String> obstacle() {
    return store().filter(store -> store.connectionState().usable()).isPresent()
        ? Optional.empty()
        : Optional.of(WORDS.text("obstacle.not-connected"));
  }

  /// @param action when another key store was chosen
  void whenChosen(Runnable action) {
    onChosen = action;
  }

  void load() {
    var wanted = entries.now().keyStoreId();
    tasks
        .aside(WORDS.text("task.key-stores"), Job.AWS_CALL, _ -> AccountSnapshot.read(kms, wanted))
        .into(snapshot)
        .onSuccess(_ -> followTransitions())
        .start();
  }

  /// Connects a key store; a failed one is disconnected first, as AWS KMS wants it.
  void connect(String keyStoreId) {
    tasks.clearProblem();
    tasks
        .task(
            WORDS.text("task.connect"),
            Job.AWS_CALL,
            _ -> new KeyStoreConnection(kms).connect(keyStoreId))
        .onSuccess(connected -> {
          connectedHere.set(connected.connectionState().usable());
          refresh();
        })
        .onProblem(problem -> {
          tasks.showProblem(problem);
          refresh();
        })
        .start();
  }

  /// Takes another key store; only a connected one can be chosen.
  void choose(String keyStoreId) {
    var usable =
        snapshotNow()
            .flatMap(known -> known.store(keyStoreId))
            .filter(store -> store.connectionState().usable());
    if (usable.isEmpty() || isChosen(usable.get())) {
      return;
    }
    entries.edit(entered -> entered.withKeyStoreId(keyStoreId));
    connectedHere.set(false);
    tasks.clearProblem();
    onChosen.run();
  }

  private void refresh() {
    tasks
        .aside(WORDS.text("task.key-stores"), Job.AWS_CALL, _ -> kms.keyStores())
        .latest("stores")
        .onSuccess(stores ->
            snapshotNow()
                .ifPresent(known -> {
                  snapshot.ready(known.with(stores));
                  followTransitions();
                }))
        .onProblem(tasks::showProblem)
        .start();
  }

  /// Asks again while AWS KMS is changing a state.
  private void followTransitions() {
    if (snapshotNow().stream()
        .flatMap(known -> known.stores().stream())
        .anyMatch(store -> store.connectionState().transitional())) {
      tasks.after(POLL_INTERVAL, this::refresh);
    }
  }
}
