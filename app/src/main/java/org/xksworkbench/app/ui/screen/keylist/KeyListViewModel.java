package org.xksworkbench.app.ui.screen.keylist;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Lane;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;

/// Lists KMS keys with alias, key store and external key.
public final class KeyListViewModel implements AutoCloseable {

  private final KeyManagement kms;
  private final Tasks tasks;
  private final Navigator navigator;
  private final TaskScope scope;

  private final ReadOnlyObjectWrapper<Loadable<List<KeyRow>>> state =
      new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());
  private final ObservableList<KeyRow> all = FXCollections.observableArrayList();
  private final FilteredList<KeyRow> rows = new FilteredList<>(all);
  private final StringProperty filter = new SimpleStringProperty("");

  public KeyListViewModel(KeyManagement kms, Tasks tasks, Navigator navigator) {
    this.kms = kms;
    this.tasks = tasks;
    this.navigator = navigator;
    this.scope = tasks.scope();
    filter.subscribe(text -> rows.setPredicate(row -> row.matches(text)));
  }

  public ReadOnlyObjectProperty<Loadable<List<KeyRow>>> state() {
    return state.getReadOnlyProperty();
  }

  public ObservableList<KeyRow> rows() {
    return rows;
  }

  public ObservableValue<String> count() {
    return Bindings.createStringBinding(() -> rows.size() + " of " + all.size(), rows, all);
  }

  public StringProperty filter() {
    return filter;
  }

  public void refresh() {
    tasks
        .named("Listing KMS keys")
        .on(Lane.AWS, _ -> fetch())
        .in(scope)
        .latest("refresh")
        .onSuccess(fetched -> {
          all.setAll(fetched);
          state.set(new Loadable.Ready<>(fetched));
        })
        .onProblem(problem -> state.set(new Loadable.Failed<>(problem)))
        .start();
  }

  public void open(KeyRow row) {
    navigator.go(new Destination.KeyDetail(row.key().keyId()));
  }

  @Override
  public void close() {
    scope.close();
  }

  private List<KeyRow> fetch() {
    var stores =
        kms.keyStores().stream()
            .collect(Collectors.toMap(ExternalKeyStore::id, ExternalKeyStore::name));
    Map<String, List<String>> aliases =
        kms.aliases().entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getValue,
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    return kms.keys().stream()
        .map(key ->
            new KeyRow(
                key,
                aliases.getOrDefault(key.keyId(), List.of()).stream().sorted().toList(),
                key.customKeyStoreId().map(id -> stores.getOrDefault(id, id)).orElse("")))
        .sorted(Comparator.comparing(KeyRow::alias))
        .toList();
  }
}
