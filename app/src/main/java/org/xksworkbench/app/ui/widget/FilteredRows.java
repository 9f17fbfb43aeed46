package org.xksworkbench.app.ui.widget;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.jspecify.annotations.Nullable;

/// The rows of a table: all that there are, those that match what is searched, and the selected
/// one. For view models, so it knows no table.
public final class FilteredRows<R> {

  private final BiPredicate<R, String> matches;
  private final ObservableList<R> all = FXCollections.observableArrayList();
  private final FilteredList<R> shown = new FilteredList<>(all);
  private final StringProperty filter = new SimpleStringProperty("");
  private final ObjectProperty<@Nullable R> selected = new SimpleObjectProperty<>();
  private Predicate<R> wanted = _ -> true;

  /// @param matches whether a row is found by what was typed
  public FilteredRows(BiPredicate<R, String> matches) {
    this.matches = matches;
    filter.subscribe(_ -> apply());
  }

  /// Whether words have what was typed in them, however it is written.
  public static boolean found(String words, String typed) {
    return words.toLowerCase(Locale.ROOT).contains(typed.strip().toLowerCase(Locale.ROOT));
  }

  /// Shows only some of them, whatever is searched.
  ///
  /// @param choice asked anew when it changes
  public void onlyIf(Predicate<R> wanted, ObservableValue<?> choice) {
    this.wanted = wanted;
    choice.subscribe(_ -> apply());
  }

  /// What is left after the filter.
  public ObservableList<R> shown() {
    return shown;
  }

  public StringProperty filter() {
    return filter;
  }

  public ObjectProperty<@Nullable R> selected() {
    return selected;
  }

  /// Such as "2 of 3".
  public ObservableValue<String> count() {
    return Bindings.createStringBinding(
        () -> "%,d of %,d".formatted(shown.size(), all.size()), shown, all);
  }

  public void set(List<R> rows) {
    all.setAll(rows);
  }

  /// The same row stays selected; where it is gone, the first preferred one is, else the first.
  ///
  /// @param identity what tells a row from others, and outlasts it
  public void set(List<R> rows, Function<R, Object> identity, Predicate<R> preferred) {
    var before = Optional.ofNullable(selected.get()).map(identity);
    set(rows);
    selected.set(
        first(row -> before.equals(Optional.of(identity.apply(row))))
            .or(() -> first(preferred))
            .or(() -> first(_ -> true))
            .orElse(null));
  }

  private Optional<R> first(Predicate<R> condition) {
    return shown.stream().filter(condition).findFirst();
  }

  private void apply() {
    var typed = filter.get();
    shown.setPredicate(row -> wanted.test(row) && matches.test(row, typed));
  }
}
