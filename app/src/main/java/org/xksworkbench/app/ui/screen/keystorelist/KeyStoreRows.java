package org.xksworkbench.app.ui.screen.keystorelist;

import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyNames;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Loadable;

/// A row for each key store, joined from what came of key stores and keys; and which of them are
/// shown and selected.
final class KeyStoreRows {

  private final Fetched<List<KeyStoreRow>> state = new Fetched<>();
  private final ObservableList<KeyStoreRow> all = FXCollections.observableArrayList();
  private final FilteredList<KeyStoreRow> shown = new FilteredList<>(all);
  private final StringProperty filter = new SimpleStringProperty("");
  private final ObjectProperty<@Nullable KeyStoreRow> selected = new SimpleObjectProperty<>();
  private List<ExternalKeyStore> stores = List.of();
  private Optional<KeyCensus.AllKeys> keys = Optional.empty();
  private KeyNames names = KeyNames.NONE;

  KeyStoreRows() {
    filter.subscribe(text -> shown.setPredicate(row -> row.matches(text)));
  }

  ReadOnlyObjectProperty<Loadable<List<KeyStoreRow>>> state() {
    return state.getReadOnlyProperty();
  }

  /// What is left after the filter.
  ObservableList<KeyStoreRow> shown() {
    return shown;
  }

  /// Such as "2 of 3".
  ObservableValue<String> count() {
    return Bindings.createStringBinding(() -> shown.size() + " of " + all.size(), shown, all);
  }

  StringProperty filter() {
    return filter;
  }

  ObjectProperty<@Nullable KeyStoreRow> selected() {
    return selected;
  }

  /// Whether AWS KMS connects or disconnects one of them.
  boolean settling() {
    return stores.stream().anyMatch(store -> store.connectionState().transitional());
  }

  void show(List<ExternalKeyStore> fetched) {
    stores = fetched;
    render();
  }

  void show(KeyCensus.AllKeys found, KeyNames called) {
    keys = Optional.of(found);
    names = called;
    render();
  }

  void failed(Problem problem) {
    state.failed(problem);
  }

  private void render() {
    var made = stores.stream().map(this::row).toList();
    var keep = Optional.ofNullable(selected.get()).map(row -> row.store().id());
    all.setAll(made);
    state.ready(made);
    selected.set(
        shown.stream()
            .filter(row -> keep.filter(row.store().id()::equals).isPresent())
            .findFirst()
            .or(() ->
                shown.stream().filter(row -> row.store().connectionState().usable()).findFirst())
            .or(() -> shown.stream().findFirst())
            .orElse(null));
  }

  private KeyStoreRow row(ExternalKeyStore store) {
    return keys.map(found ->
            new KeyStoreRow(
                store,
                found.keys().stream()
                    .filter(key -> key.customKeyStoreId().equals(Optional.of(store.id())))
                    .toList(),
                names,
                found.unknown().isEmpty() ? KeyStoreRow.Known.ALL : KeyStoreRow.Known.SOME))
        .orElseGet(
            () -> new KeyStoreRow(store, List.of(), KeyNames.NONE, KeyStoreRow.Known.NOTHING));
  }
}
