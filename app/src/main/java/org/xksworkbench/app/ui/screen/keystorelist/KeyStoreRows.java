package org.xksworkbench.app.ui.screen.keystorelist;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyNames;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.widget.FilteredRows;

/// A row for each key store, joined from what came of key stores and keys; and which of them are
/// shown and selected.
final class KeyStoreRows {

  private final Fetched<List<KeyStoreRow>> state = new Fetched<>();
  private final FilteredRows<KeyStoreRow> rows = new FilteredRows<>(KeyStoreRow::matches);
  private List<ExternalKeyStore> stores = List.of();
  private Optional<KeyCensus.AllKeys> keys = Optional.empty();
  private KeyNames names = KeyNames.NONE;

  ReadOnlyObjectProperty<Loadable<List<KeyStoreRow>>> state() {
    return state.getReadOnlyProperty();
  }

  /// Those that are shown, and the selected one.
  FilteredRows<KeyStoreRow> rows() {
    return rows;
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

  void fail(Problem problem) {
    state.fail(problem);
  }

  private void render() {
    var made = stores.stream().map(this::row).toList();
    rows.set(made, row -> row.store().id(), row -> row.store().connectionState().usable());
    state.ready(made);
  }

  private KeyStoreRow row(ExternalKeyStore store) {
    return keys.map(found ->
            new KeyStoreRow(
                store,
                found.keys().stream()
                    .filter(key -> key.customKeyStoreId().equals(Optional.of(store.id())))
                    .toList(),
                names,
                found.unknown().isEmpty()
                    ? KeyStoreRow.KeyKnowledge.ALL
                    : KeyStoreRow.KeyKnowledge.SOME))
        .orElseGet(() ->
            new KeyStoreRow(store, List.of(), KeyNames.NONE, KeyStoreRow.KeyKnowledge.NOTHING));
  }
}
