package org.xksworkbench.app.ui.screen.keylist;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.jspecify.annotations.Nullable;

/// The rows, what they are filtered by, and what there is to choose from.
final class KeyRows {

  private static final String ALL = KeyListViewModel.ALL;

  private final ObservableList<KeyRow> all = FXCollections.observableArrayList();
  private final FilteredList<KeyRow> shown = new FilteredList<>(all);
  private final ObservableList<String> statuses = FXCollections.observableArrayList(ALL);
  private final ObservableList<String> origins = FXCollections.observableArrayList(ALL);
  private final ObservableList<String> keyStores = FXCollections.observableArrayList(ALL);
  private final StringProperty filter = new SimpleStringProperty("");
  private final StringProperty status = new SimpleStringProperty(ALL);
  private final StringProperty origin = new SimpleStringProperty(ALL);
  private final StringProperty keyStore = new SimpleStringProperty(ALL);

  KeyRows() {
    for (var choice : List.of(filter, status, origin, keyStore)) {
      choice.subscribe(_ -> applyFilter());
    }
  }

  /// What is left after the filter.
  ObservableList<KeyRow> shown() {
    return shown;
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  ObservableValue<String> count() {
    return Bindings.createStringBinding(
        () -> "%,d of %,d".formatted(shown.size(), all.size()), shown, all);
  }

  ObservableList<String> statuses() {
    return statuses;
  }

  ObservableList<String> origins() {
    return origins;
  }

  ObservableList<String> keyStores() {
    return keyStores;
  }

  StringProperty filter() {
    return filter;
  }

  StringProperty status() {
    return status;
  }

  StringProperty origin() {
    return origin;
  }

  StringProperty keyStore() {
    return keyStore;
  }

  void show(List<KeyRow> rows) {
    all.setAll(rows);
    offer(statuses, row -> row.key().keyState().text(), status);
    offer(origins, KeyRow::origin, origin);
    offer(keyStores, KeyRow::keyStore, keyStore);
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
    shown.setPredicate(row ->
        row.matches(text)
            && is(wantedStatus, row.key().keyState().text())
            && is(wantedOrigin, row.origin())
            && is(wantedStore, row.keyStore()));
  }

  private static boolean is(@Nullable String wanted, String value) {
    return wanted == null || wanted.equals(ALL) || wanted.equals(value);
  }
}
