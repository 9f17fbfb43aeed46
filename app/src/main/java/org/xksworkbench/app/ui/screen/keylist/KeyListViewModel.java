package org.xksworkbench.app.ui.screen.keylist;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.creation.KeyCreation;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.TaskHandle;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;

/// Lists KMS keys with alias, key store and external key.
public final class KeyListViewModel implements AutoCloseable {

  /// The choice that filters nothing.
  public static final String ALL = "All";

  private final KeyManagement kms;
  private final KeyCensus census;
  private final KeyCreation creation;
  private final Tasks tasks;
  private final Navigator navigator;
  private final TaskScope scope;

  private final Fetched<List<KeyRow>> state = new Fetched<>();
  private final ObservableList<KeyRow> all = FXCollections.observableArrayList();
  private final FilteredList<KeyRow> rows = new FilteredList<>(all);
  private final ObservableList<String> statuses = FXCollections.observableArrayList(ALL);
  private final ObservableList<String> origins = FXCollections.observableArrayList(ALL);
  private final ObservableList<String> keyStores = FXCollections.observableArrayList(ALL);
  private final StringProperty filter = new SimpleStringProperty("");
  private final StringProperty status = new SimpleStringProperty(ALL);
  private final StringProperty origin = new SimpleStringProperty(ALL);
  private final StringProperty keyStore = new SimpleStringProperty(ALL);
  private final StringProperty progress = new SimpleStringProperty("");
  private final IntegerProperty unknown = new SimpleIntegerProperty();
  private final IntegerProperty unfinished = new SimpleIntegerProperty();
  private final KeyLastUses lastUses;
  private @Nullable TaskHandle refreshing;

  /// What one refresh brought.
  private record Listed(List<KeyRow> rows, int unknown) {}

  public KeyListViewModel(
      KeyManagement kms, KeyCensus census, KeyCreation creation, Tasks tasks, Navigator navigator) {
    this.kms = kms;
    this.census = census;
    this.creation = creation;
    this.tasks = tasks;
    this.navigator = navigator;
    this.scope = tasks.scope();
    this.lastUses = new KeyLastUses(kms, tasks, scope);
    for (var choice : List.of(filter, status, origin, keyStore)) {
      choice.subscribe(_ -> applyFilter());
    }
  }

  public ReadOnlyObjectProperty<Loadable<List<KeyRow>>> state() {
    return state.getReadOnlyProperty();
  }

  public ObservableList<KeyRow> rows() {
    return rows;
  }

  public ObservableValue<String> count() {
    return Bindings.createStringBinding(
        () -> "%,d of %,d".formatted(rows.size(), all.size()), rows, all);
  }

  public StringProperty filter() {
    return filter;
  }

  /// A `KeyState`, or [#ALL].
  public StringProperty status() {
    return status;
  }

  public StringProperty origin() {
    return origin;
  }

  /// The name of a key store, or [#ALL].
  public StringProperty keyStore() {
    return keyStore;
  }

  public ObservableList<String> statuses() {
    return statuses;
  }

  public ObservableList<String> origins() {
    return origins;
  }

  public ObservableList<String> keyStores() {
    return keyStores;
  }

  /// How far a refresh is.
  public StringProperty progress() {
    return progress;
  }

  /// How many keys of the account could not be described.
  public IntegerProperty unknown() {
    return unknown;
  }

  /// How many creations were begun here and did not come to their end.
  public IntegerProperty unfinished() {
    return unfinished;
  }

  public KeyLastUses lastUses() {
    return lastUses;
  }

  public void refresh() {
    refreshing =
        tasks
            .named("Listing KMS keys")
            .on(
                Job.AWS_CALL,
                context ->
                    fetch(how ->
                        context.progress(
                            "%,d of %,d KMS keys described".formatted(how.done(), how.of()))))
            .in(scope)
            .latest("refresh")
            .progress(progress)
            .onSuccess(this::show)
            .onProblem(state::failed)
            .start();
    tasks
        .named("Looking for unfinished work")
        .on(Job.FILE, _ -> creation.unfinished().size())
        .in(scope)
        .latest("unfinished")
        .onSuccess(unfinished::set)
        .onProblem(state::failed)
        .start();
  }

  /// Stops a refresh; what was listed before stays.
  public void stop() {
    if (refreshing != null && refreshing.cancel() && all.isEmpty()) {
      state.set(
          new Loadable.Failed<>(
              Problem.of(Problem.Kind.CONFLICT, "Listing the KMS keys was stopped")
                  .because("Nothing can be shown of what was not listed.")
                  .toDo("Try again when there is time: AWS KMS has to describe each key.")));
    }
  }

  public void open(KeyRow row) {
    navigator.go(new Destination.KeyDetail(row.key().keyId()));
  }

  public void createKey() {
    navigator.go(Destination.CreateKey.fromKeys());
  }

  public void openUnfinished() {
    navigator.go(new Destination.UnfinishedKeys());
  }

  @Override
  public void close() {
    scope.close();
  }

  private void show(Listed fetched) {
    all.setAll(fetched.rows());
    lastUses.refresh();
    unknown.set(fetched.unknown());
    offer(statuses, row -> row.key().keyState().text(), status);
    offer(origins, KeyRow::origin, origin);
    offer(keyStores, KeyRow::keyStore, keyStore);
    state.ready(fetched.rows());
  }

  /// The values that there are; a chosen one that is gone filters nothing any more.
  private void offer(
      ObservableList<String> choices, Function<KeyRow, String> value, StringProperty chosen) {
    var values =
        all.stream().map(value).filter(text -> !text.isEmpty()).distinct().sorted().toList();
    var before = chosen.get();
    choices.setAll(ALL);
    choices.addAll(values);
    chosen.set(choices.contains(before) ? before : ALL);
  }

  private void applyFilter() {
    var text = filter.get().strip().toLowerCase(Locale.ROOT);
    var wantedStatus = status.get();
    var wantedOrigin = origin.get();
    var wantedStore = keyStore.get();
    rows.setPredicate(row ->
        row.matches(text)
            && is(wantedStatus, row.key().keyState().text())
            && is(wantedOrigin, row.origin())
            && is(wantedStore, row.keyStore()));
  }

  private static boolean is(@Nullable String wanted, String value) {
    return wanted == null || wanted.equals(ALL) || wanted.equals(value);
  }

  private Listed fetch(Consumer<KeyCensus.Progress> told) throws InterruptedException {
    var stores =
        kms.keyStores().stream()
            .collect(Collectors.toMap(ExternalKeyStore::id, ExternalKeyStore::name));
    Map<String, List<String>> aliases =
        kms.aliases().entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getValue,
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    var keys = census.all(told);
    var fetched =
        keys.keys().stream()
            .filter(key -> key.customerManaged())
            .map(key ->
                new KeyRow(
                    key,
                    aliases.getOrDefault(key.keyId(), List.of()).stream().sorted().toList(),
                    key.customKeyStoreId().map(id -> stores.getOrDefault(id, id)).orElse("")))
            .sorted(Comparator.comparing(KeyRow::alias))
            .toList();
    return new Listed(fetched, keys.unknown().size());
  }
}
