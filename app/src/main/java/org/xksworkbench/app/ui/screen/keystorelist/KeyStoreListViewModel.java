package org.xksworkbench.app.ui.screen.keystorelist;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Lane;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;

/// Lists external key stores; connects and disconnects one; leads to the form that creates a key.
public final class KeyStoreListViewModel implements AutoCloseable {

  /// While AWS KMS connects or disconnects, which takes minutes there. Well below its 5
  /// DescribeCustomKeyStores requests a second.
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

  private final KeyManagement kms;
  private final Tasks tasks;
  private final Dialogs dialogs;
  private final Navigator navigator;
  private final TaskScope scope;

  private final ReadOnlyObjectWrapper<Loadable<List<KeyStoreRow>>> state =
      new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());
  private final ObservableList<KeyStoreRow> all = FXCollections.observableArrayList();
  private final FilteredList<KeyStoreRow> rows = new FilteredList<>(all);
  private final StringProperty filter = new SimpleStringProperty("");
  private final ObjectProperty<@Nullable KeyStoreRow> selected = new SimpleObjectProperty<>();
  private final ReadOnlyObjectWrapper<@Nullable Problem> actionProblem =
      new ReadOnlyObjectWrapper<>();
  private final BooleanProperty busy = new SimpleBooleanProperty();
  private boolean closed;

  public KeyStoreListViewModel(
      KeyManagement kms, Tasks tasks, Dialogs dialogs, Navigator navigator) {
    this.kms = kms;
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.navigator = navigator;
    this.scope = tasks.scope();
    filter.subscribe(text -> rows.setPredicate(row -> row.matches(text)));
    selected.subscribe(_ -> actionProblem.set(null));
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

  /// What went wrong with the last connect or disconnect of the selected key store.
  public ReadOnlyObjectProperty<@Nullable Problem> actionProblem() {
    return actionProblem.getReadOnlyProperty();
  }

  public BooleanProperty busy() {
    return busy;
  }

  /// AWS KMS connects only what is DISCONNECTED.
  public BooleanBinding canConnect() {
    return stateIs(state -> state instanceof ConnectionState.Disconnected);
  }

  public BooleanBinding canDisconnect() {
    return stateIs(state ->
        state instanceof ConnectionState.Connected || state instanceof ConnectionState.Failed);
  }

  public void refresh() {
    tasks
        .named("Listing external key stores")
        .on(Lane.AWS, _ -> fetch())
        .in(scope)
        .latest("refresh")
        .busy(busy)
        .onSuccess(this::show)
        .onProblem(problem -> state.set(new Loadable.Failed<>(problem)))
        .start();
  }

  public void connect() {
    var row = selected.get();
    if (row != null) {
      change("Connecting " + row.store().name(), () -> kms.connect(row.store().id()));
    }
  }

  public void disconnect() {
    var row = selected.get();
    if (row == null) {
      return;
    }
    var name = row.store().name();
    if (dialogs.confirm(
        "Disconnect " + name + "?",
        row.keys().isEmpty()
            ? "No KMS key is in this key store. You can connect it again at any time."
            : "The %d KMS keys in it become Unavailable: what is encrypted under them cannot be decrypted until you connect the key store again."
                .formatted(row.keys().size()),
        "Disconnect")) {
      change("Disconnecting " + name, () -> kms.disconnect(row.store().id()));
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

  private void change(String what, Runnable call) {
    actionProblem.set(null);
    tasks
        .named(what)
        .on(
            Lane.AWS,
            _ -> {
              call.run();
              return fetch();
            })
        .in(scope)
        .busy(busy)
        .onSuccess(this::show)
        .onProblem(actionProblem::set)
        .start();
  }

  private List<KeyStoreRow> fetch() {
    Map<String, List<KmsKey>> keys =
        kms.keys().stream()
            .filter(key -> key.customKeyStoreId().isPresent())
            .collect(Collectors.groupingBy(key -> key.customKeyStoreId().orElseThrow()));
    return kms.keyStores().stream()
        .map(store -> new KeyStoreRow(store, keys.getOrDefault(store.id(), List.of())))
        .sorted(Comparator.comparing(row -> row.store().name()))
        .toList();
  }

  private void show(List<KeyStoreRow> fetched) {
    var keep = Optional.ofNullable(selected.get()).map(row -> row.store().id());
    all.setAll(fetched);
    state.set(new Loadable.Ready<>(fetched));
    selected.set(
        rows.stream()
            .filter(row -> keep.filter(row.store().id()::equals).isPresent())
            .findFirst()
            .or(() ->
                rows.stream().filter(row -> row.store().connectionState().usable()).findFirst())
            .or(() -> rows.stream().findFirst())
            .orElse(null));
    if (!closed && fetched.stream().anyMatch(row -> row.store().connectionState().transitional())) {
      tasks.after(POLL_INTERVAL, scope, this::refresh);
    }
  }

  private BooleanBinding stateIs(java.util.function.Predicate<ConnectionState> test) {
    return Bindings.createBooleanBinding(
        () -> {
          var row = selected.get();
          return row != null && test.test(row.store().connectionState());
        },
        selected);
  }
}
