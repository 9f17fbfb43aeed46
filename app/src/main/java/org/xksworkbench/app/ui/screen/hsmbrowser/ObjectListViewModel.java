package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;
import org.xksworkbench.bridge.hsm.HsmObject;
import org.xksworkbench.bridge.hsm.ObjectClass;
import org.xksworkbench.bridge.hsm.Token;

/// The objects of the token that is looked into, as they are read, and the selected one. What AWS
/// KMS says of them follows, and is not waited for.
public final class ObjectListViewModel {

  private final HsmCalls calls;
  private final ObjectReader reader;
  private final ObjectRows join;
  private final KmsKeyUse kmsKeys;
  private final ObservableList<HsmObjectRow> all = FXCollections.observableArrayList();
  private final FilteredList<HsmObjectRow> rows = new FilteredList<>(all);
  private final StringProperty filter = new SimpleStringProperty("");
  private final ObjectProperty<Optional<ObjectClass>> objectClass =
      new SimpleObjectProperty<>(Optional.of(ObjectClass.SECRET_KEY));
  private final BooleanProperty fitOnly = new SimpleBooleanProperty();
  private final ObjectProperty<@Nullable HsmObjectRow> selected = new SimpleObjectProperty<>();

  /// Whether the token has said what is on it.
  private final BooleanProperty answered = new SimpleBooleanProperty();

  private Optional<String> wanted = Optional.empty();

  ObjectListViewModel(HsmCalls calls, ObjectReader reader, ObjectRows join, KmsKeyUse kmsKeys) {
    this.calls = calls;
    this.reader = reader;
    this.join = join;
    this.kmsKeys = kmsKeys;
    filter.subscribe(_ -> applyFilter());
    fitOnly.subscribe(_ -> applyFilter());
    objectClass.subscribe(_ -> applyFilter());
    calls.whenObjectsMayHaveChanged(this::read);
  }

  public ObservableList<HsmObjectRow> rows() {
    return rows;
  }

  public ObjectProperty<@Nullable HsmObjectRow> selected() {
    return selected;
  }

  ObservableValue<String> count() {
    return Bindings.createStringBinding(
        () -> rows.size() + " of " + all.size() + (reader.reading().get() ? ", reading…" : ""),
        rows,
        all,
        reader.reading());
  }

  /// What stands where no object is shown. That there is none is said only after an answer.
  ObservableValue<String> nothingThere() {
    return Bindings.createStringBinding(
        () -> {
          if (reader.reading().get()) {
            return "Reading the objects of the token…";
          }
          if (!answered.get()) {
            return "The objects of the token were not read.";
          }
          var trouble = ObjectSearch.of(filter.get()).trouble();
          if (!trouble.isEmpty()) {
            return trouble;
          }
          return all.isEmpty()
              ? "The token holds no object yet. Generate key… makes the first."
              : "None of %,d objects matches. Clear the search, or choose All objects."
                  .formatted(all.size());
        },
        reader.reading(),
        answered,
        filter,
        all);
  }

  StringProperty filter() {
    return filter;
  }

  /// Objects of one class only; empty shows all.
  ObjectProperty<Optional<ObjectClass>> objectClass() {
    return objectClass;
  }

  BooleanProperty fitOnly() {
    return fitOnly;
  }

  /// Why KMS keys are not shown, empty where they are.
  ReadOnlyObjectProperty<Optional<String>> kmsKeysUnknown() {
    return kmsKeys.unknown();
  }

  /// Selects the object with a label as soon as it is read.
  void want(String label) {
    wanted = Optional.of(label);
  }

  void whenSelected(Consumer<HsmObjectRow> then) {
    var row = selected.get();
    if (row != null) {
      then.accept(row);
    }
  }

  /// Shows an object as it was read just now.
  void replace(HsmObject object) {
    for (var i = 0; i < all.size(); i++) {
      if (all.get(i).object().ref().equals(object.ref())) {
        var row = join.of(List.of(object), objects()).getFirst();
        all.set(i, row);
        selected.set(row);
      }
    }
  }

  /// What is known of the objects has changed, and not they.
  void showAnew() {
    show(objects());
  }

  void askForKmsKeys() {
    var known = new HashMap<String, String>();
    all.forEach(row -> {
      if (!row.checkValue().isEmpty()) {
        known.put(row.label(), row.checkValue());
      }
    });
    kmsKeys.ask(
        calls.token().map(Token::label),
        all.stream().flatMap(row -> row.object().toKey().stream()).toList(),
        known,
        this::showAnew);
  }

  private void read() {
    answered.set(false);
    if (calls.shownToken().isEmpty()) {
      all.clear();
      selected.set(null);
      return;
    }
    join.askProxy();
    reader.read(
        join::tokenSays,
        this::showPiece,
        objects -> {
          answered.set(true);
          show(objects);
          askForKmsKeys();
        });
  }

  /// The first pieces are shown at once; a long list is then filled up at its end.
  private void showPiece(List<HsmObject> piece, List<HsmObject> read) {
    if (all.isEmpty()) {
      show(read);
    } else if (all.size() < read.size()) {
      all.addAll(join.of(piece, read));
    }
  }

  private void show(List<HsmObject> objects) {
    var keep = Optional.ofNullable(selected.get()).map(row -> row.object().ref());
    // A URI that was searched on another token finds other things here.
    applyFilter();
    all.setAll(
        join.of(objects, objects).stream()
            .sorted(Comparator.comparing(HsmObjectRow::label))
            .toList());
    selected.set(
        rows.stream()
            .filter(row -> wanted.filter(row.label()::equals).isPresent())
            .findFirst()
            .or(() ->
                rows.stream()
                    .filter(row -> keep.filter(row.object().ref()::equals).isPresent())
                    .findFirst())
            .or(() -> rows.stream().findFirst())
            .orElse(null));
    if (!rows.isEmpty()) {
      wanted = Optional.empty();
    }
  }

  private List<HsmObject> objects() {
    return all.stream().map(HsmObjectRow::object).toList();
  }

  private void applyFilter() {
    var search = ObjectSearch.of(filter.get());
    var token = calls.shownToken();
    rows.setPredicate(row ->
        search.finds(row, token)
            && objectClass
                .get()
                .filter(wantedClass -> row.object().ref().objectClass() != wantedClass)
                .isEmpty()
            && (!fitOnly.get() || row.fitness().filter(ExternalKeyFitness::fit).isPresent()));
  }
}
