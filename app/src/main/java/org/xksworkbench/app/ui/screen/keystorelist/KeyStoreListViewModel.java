package org.xksworkbench.app.ui.screen.keystorelist;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.activity.ConnectionHistory;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KeyStoreMetrics;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;

/// Lists external key stores, follows their states, and leads to what can be done with one.
public final class KeyStoreListViewModel implements AutoCloseable {

  /// While AWS KMS connects or disconnects, which takes minutes there. Well below its 5
  /// DescribeCustomKeyStores requests a second.
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

  private final KeyManagement kms;
  private final KeyCensus census;
  private final OwnProxy proxy;
  private final Optional<CloudWatchViewModel> cloudWatch;
  private final ConnectionHistory history;
  private final Tasks tasks;
  private final Navigator navigator;
  private final TaskScope scope;
  private final KeyStoreChanges changes;

  private final Fetched<List<KeyStoreRow>> state = new Fetched<>();
  private final ObservableList<KeyStoreRow> all = FXCollections.observableArrayList();
  private final FilteredList<KeyStoreRow> rows = new FilteredList<>(all);
  private final StringProperty filter = new SimpleStringProperty("");
  private final ObjectProperty<@Nullable KeyStoreRow> selected = new SimpleObjectProperty<>();
  private final BooleanProperty busy = new SimpleBooleanProperty();
  private final StringProperty counted = new SimpleStringProperty("");
  private List<ExternalKeyStore> stores = List.of();
  private Optional<KeyCensus.AllKeys> keys = Optional.empty();
  private boolean closed;

  /// @param metrics of CloudWatch; empty for the local KMS, which publishes none
  /// @param place account and Region in words, for questions
  public KeyStoreListViewModel(
      KeyManagement kms,
      KeyCensus census,
      OwnProxy proxy,
      Optional<KeyStoreMetrics> metrics,
      ConnectionHistory history,
      Tasks tasks,
      Dialogs dialogs,
      Navigator navigator,
      Supplier<String> place) {
    this.kms = kms;
    this.census = census;
    this.proxy = proxy;
    this.history = history;
    this.tasks = tasks;
    this.navigator = navigator;
    this.scope = tasks.scope();
    this.changes =
        new KeyStoreChanges(kms, tasks, dialogs, scope, selected, place, busy, this::poll);
    this.cloudWatch = metrics.map(watch -> new CloudWatchViewModel(watch, tasks, scope));
    filter.subscribe(text -> rows.setPredicate(row -> row.matches(text)));
  }

  public ReadOnlyObjectProperty<Loadable<List<KeyStoreRow>>> state() {
    return state.getReadOnlyProperty();
  }

  /// What is left after the filter.
  public ObservableList<KeyStoreRow> rows() {
    return rows;
  }

  /// Such as "2 of 3".
  public javafx.beans.value.ObservableValue<String> count() {
    return Bindings.createStringBinding(() -> rows.size() + " of " + all.size(), rows, all);
  }

  public StringProperty filter() {
    return filter;
  }

  public ObjectProperty<@Nullable KeyStoreRow> selected() {
    return selected;
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
        .named("Listing external key stores")
        .on(Job.AWS_CALL, _ -> seen(kms.keyStores()))
        .in(scope)
        .latest("refresh")
        .busy(busy)
        .onSuccess(fetched -> {
          show(fetched);
          countKeys();
        })
        .onProblem(state::failed)
        .start();
  }

  public void createStore() {
    navigator.go(new Destination.CreateKeyStore());
  }

  public void edit() {
    withSelected(store -> new Destination.EditKeyStore(store.id()));
  }

  public void rotateCredential() {
    withSelected(store -> new Destination.RotateCredential(store.id()));
  }

  public void checkConnection() {
    withSelected(store -> new Destination.ConnectionCheck(Optional.of(store.id())));
  }

  /// The states of the selected key store as this workstation saw them, newest first.
  public List<ConnectionHistory.Seen> history() {
    var row = selected.get();
    return row == null ? List.of() : history.of(row.store().id());
  }

  /// What our own proxy says of the selected key store; empty if its proxy is not ours.
  public Optional<ProxyFigures> figures() {
    var row = selected.get();
    return row == null || !proxy.serves(row.store().proxy())
        ? Optional.empty()
        : Optional.of(ProxyFigures.of(proxy.calls(row.store().proxy())));
  }

  Optional<CloudWatchViewModel> cloudWatch() {
    return cloudWatch;
  }

  private void withSelected(Function<ExternalKeyStore, Destination> destination) {
    var row = selected.get();
    if (row != null) {
      navigator.go(destination.apply(row.store()));
    }
  }

  public void createKey() {
    var row = selected.get();
    if (row != null) {
      navigator.go(new Destination.CreateKey(row.store().id()));
    }
  }

  public void open(KmsKey key) {
    navigator.go(new Destination.KeyDetail(key.keyId()));
  }

  @Override
  public void close() {
    closed = true;
    scope.close();
  }

  /// On a worker: what was seen is kept on disk.
  private List<ExternalKeyStore> seen(List<ExternalKeyStore> fetched) {
    var now = Instant.now();
    fetched.forEach(store -> history.see(now, store));
    return fetched.stream().sorted(Comparator.comparing(ExternalKeyStore::name)).toList();
  }

  private void countKeys() {
    tasks
        .named("Listing the KMS keys of the key stores")
        .on(
            Job.AWS_LIST,
            context ->
                census.inKeyStores(how ->
                    context.progress(
                        "%,d of %,d KMS keys described".formatted(how.done(), how.of()))))
        .in(scope)
        .latest("keys")
        .progress(counted)
        .onSuccess(found -> {
          keys = Optional.of(found);
          counted.set(
              found.unknown().isEmpty()
                  ? ""
                  : "%,d KMS keys of the account could not be described"
                      .formatted(found.unknown().size()));
          render();
        })
        .onProblem(problem -> {
          counted.set("The KMS keys could not be listed");
          changes.failed(problem);
        })
        .start();
  }

  /// The states of the keys change with those of the key stores.
  private void countKeysOnceSettled() {
    if (stores.stream().noneMatch(store -> store.connectionState().transitional())) {
      countKeys();
    }
  }

  private KeyStoreRow row(ExternalKeyStore store) {
    return keys.map(all ->
            new KeyStoreRow(
                store,
                all.keys().stream()
                    .filter(key -> key.customKeyStoreId().equals(Optional.of(store.id())))
                    .toList(),
                all.unknown().isEmpty() ? KeyStoreRow.Known.ALL : KeyStoreRow.Known.SOME))
        .orElseGet(() -> new KeyStoreRow(store, List.of(), KeyStoreRow.Known.NOTHING));
  }

  private void show(List<ExternalKeyStore> fetched) {
    stores = fetched;
    render();
    if (!closed && fetched.stream().anyMatch(store -> store.connectionState().transitional())) {
      tasks.after(POLL_INTERVAL, scope, this::poll);
    }
  }

  private void render() {
    var made = stores.stream().map(this::row).toList();
    var keep = Optional.ofNullable(selected.get()).map(row -> row.store().id());
    all.setAll(made);
    state.ready(made);
    selected.set(
        rows.stream()
            .filter(row -> keep.filter(row.store().id()::equals).isPresent())
            .findFirst()
            .or(() ->
                rows.stream().filter(row -> row.store().connectionState().usable()).findFirst())
            .or(() -> rows.stream().findFirst())
            .orElse(null));
  }

  /// Asks for the states alone, one DescribeCustomKeyStores a second.
  private void poll() {
    tasks
        .named("Following the connection")
        .on(Job.AWS_CALL, _ -> seen(kms.keyStores()))
        .in(scope)
        .latest("refresh")
        .onSuccess(fetched -> {
          show(fetched);
          countKeysOnceSettled();
        })
        .onProblem(state::failed)
        .start();
  }
}
