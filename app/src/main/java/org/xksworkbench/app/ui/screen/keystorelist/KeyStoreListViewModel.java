package org.xksworkbench.app.ui.screen.keystorelist;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.xksworkbench.app.activity.ConnectionHistory;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.inventory.OutageCause;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyNames;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.app.ui.widget.FilteredRows;

/// Lists external key stores, follows their states, and leads to what can be done with one.
public final class KeyStoreListViewModel implements AutoCloseable {

  /// While AWS KMS connects or disconnects, which takes minutes there. Well below its 5
  /// DescribeCustomKeyStores requests a second.
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

  private record Counted(KeyCensus.AllKeys keys, KeyNames names) {}

  private final StoreSources sources;
  private final Optional<CloudWatchViewModel> cloudWatch;
  private final Tasks tasks;
  private final Navigator navigator;
  private final TaskScope scope;
  private final KeyStoreChanges changes;

  private final KeyStoreRows rows = new KeyStoreRows();
  private final BooleanProperty busy = new SimpleBooleanProperty();
  private final StringProperty counted = new SimpleStringProperty("");

  /// @param place account and Region in words, for questions
  public KeyStoreListViewModel(
      StoreSources sources,
      Tasks tasks,
      Dialogs dialogs,
      Navigator navigator,
      Supplier<String> place) {
    this.sources = sources;
    this.tasks = tasks;
    this.navigator = navigator;
    this.scope = tasks.scope();
    this.changes =
        new KeyStoreChanges(
            sources.kms(), tasks, dialogs, scope, rows.rows().selected(), place, busy, this::poll);
    this.cloudWatch = sources.metrics().map(watch -> new CloudWatchViewModel(watch, tasks, scope));
  }

  public ReadOnlyObjectProperty<Loadable<List<KeyStoreRow>>> state() {
    return rows.state();
  }

  /// Those that are shown, and the selected one.
  public FilteredRows<KeyStoreRow> rows() {
    return rows.rows();
  }

  /// What is done to the selected key store.
  public KeyStoreChanges changes() {
    return changes;
  }

  /// How far the listing of the KMS keys is, then what it could not see.
  public StringProperty counted() {
    return counted;
  }

  public BooleanProperty busy() {
    return busy;
  }

  /// Lists the key stores, then the KMS keys in them: that can take minutes in a large account.
  public void refresh() {
    tasks
        .task("Listing external key stores")
        .on(Job.AWS_CALL, _ -> keepHistory(sources.kms().keyStores()))
        .in(scope)
        .latest("refresh")
        .busy(busy)
        .onSuccess(fetched -> {
          show(fetched);
          countKeys();
        })
        .onProblem(rows::fail)
        .start();
  }

  public void createStore() {
    navigator.go(new Destination.CreateKeyStoreScreen());
  }

  public void edit() {
    withSelected(store -> new Destination.EditKeyStoreScreen(store.id()));
  }

  public void rotateCredential() {
    withSelected(store -> new Destination.RotateCredentialScreen(store.id()));
  }

  /// To the KMS keys that fail without it.
  public void whatIf() {
    withSelected(store ->
        new Destination.WhatIfScreen(
            Optional.of(new OutageCause.StoreOutage(store.id(), store.name()))));
  }

  public void checkConnection() {
    withSelected(store -> new Destination.ConnectionCheckScreen(Optional.of(store.id())));
  }

  /// The states of the selected key store as this workstation saw them, newest first.
  public List<ConnectionHistory.SeenState> history() {
    var row = rows.rows().selected().get();
    return row == null ? List.of() : sources.history().of(row.store().id());
  }

  /// What our own proxy says of the selected key store; empty if its proxy is not ours.
  public Optional<ProxyFigures> figures() {
    var row = rows.rows().selected().get();
    return row == null || !sources.proxy().serves(row.store().proxy())
        ? Optional.empty()
        : Optional.of(ProxyFigures.of(sources.proxy().calls(row.store().proxy())));
  }

  Optional<CloudWatchViewModel> cloudWatch() {
    return cloudWatch;
  }

  private void withSelected(Function<ExternalKeyStore, Destination> destination) {
    var row = rows.rows().selected().get();
    if (row != null) {
      navigator.go(destination.apply(row.store()));
    }
  }

  public void createKey() {
    var row = rows.rows().selected().get();
    if (row != null) {
      navigator.go(new Destination.CreateKeyScreen(row.store().id()));
    }
  }

  public void open(KmsKey key) {
    navigator.go(new Destination.KeyDetailScreen(key.keyId()));
  }

  @Override
  public void close() {
    scope.close();
  }

  /// On a worker: what was seen is kept on disk.
  private List<ExternalKeyStore> keepHistory(List<ExternalKeyStore> fetched) {
    var now = Instant.now();
    fetched.forEach(store -> sources.history().see(now, store));
    return fetched.stream().sorted(Comparator.comparing(ExternalKeyStore::name)).toList();
  }

  private void countKeys() {
    tasks
        .task("Listing the KMS keys of the key stores")
        .on(
            Job.AWS_LIST,
            context ->
                new Counted(
                    sources
                        .census()
                        .inKeyStores(how ->
                            context.progress(
                                "%,d of %,d KMS keys described".formatted(how.done(), how.of()))),
                    sources.names()))
        .in(scope)
        .latest("keys")
        .progress(counted)
        .onSuccess(counts -> {
          var found = counts.keys();
          counted.set(
              found.unknown().isEmpty()
                  ? ""
                  : "%,d KMS keys of the account could not be described"
                      .formatted(found.unknown().size()));
          rows.show(found, counts.names());
        })
        .onProblem(problem -> {
          counted.set("The KMS keys could not be listed");
          changes.fail(problem);
        })
        .start();
  }

  /// The states of the keys change with those of the key stores.
  private void countKeysOnceSettled() {
    if (!rows.settling()) {
      countKeys();
    }
  }

  private void show(List<ExternalKeyStore> fetched) {
    rows.show(fetched);
    if (rows.settling()) {
      tasks.after(POLL_INTERVAL, scope, this::poll);
    }
  }

  /// Asks for the states alone, one DescribeCustomKeyStores a second.
  private void poll() {
    tasks
        .task("Following the connection")
        .on(Job.AWS_CALL, _ -> keepHistory(sources.kms().keyStores()))
        .in(scope)
        .latest("refresh")
        .onSuccess(fetched -> {
          show(fetched);
          countKeysOnceSettled();
        })
        .onProblem(rows::fail)
        .start();
  }
}
