package org.xksworkbench.app.ui.screen.lineage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.lineage.Lineage;
import org.xksworkbench.app.lineage.LineageReader;
import org.xksworkbench.app.lineage.LineageReading;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.Token;

/// Reads all sides and joins them.
public final class LineageViewModel implements AutoCloseable {

  /// What was read.
  ///
  /// @param token label of the token that was looked into; empty if nobody is logged in
  /// @param unknownKmsKeys how many KMS keys of the account could not be described
  public record Contents(Optional<String> token, int lines, long serious, int unknownKmsKeys) {}

  private final AttachedHsm hsm;
  private final LineageReader reader;
  private final Tasks tasks;
  private final Navigator navigator;
  private final TaskScope scope;
  private final Fetched<Contents> contents = new Fetched<>();
  private final ObservableList<Lineage> all = FXCollections.observableArrayList();
  private final FilteredList<Lineage> lines = new FilteredList<>(all);
  private final StringProperty filter = new SimpleStringProperty("");
  private final BooleanProperty seriousOnly = new SimpleBooleanProperty();
  private final ObjectProperty<@Nullable Lineage> selected = new SimpleObjectProperty<>();

  public LineageViewModel(AttachedHsm hsm, LineageReader reader, Tasks tasks, Navigator navigator) {
    this.hsm = hsm;
    this.reader = reader;
    this.tasks = tasks;
    this.navigator = navigator;
    this.scope = tasks.scope();
    filter.subscribe(_ -> applyFilter());
    seriousOnly.subscribe(_ -> applyFilter());
  }

  public ReadOnlyObjectProperty<Loadable<Contents>> contents() {
    return contents.getReadOnlyProperty();
  }

  public ObservableList<Lineage> lines() {
    return lines;
  }

  public StringProperty filter() {
    return filter;
  }

  /// Only those where something does not agree.
  public BooleanProperty seriousOnly() {
    return seriousOnly;
  }

  public ObjectProperty<@Nullable Lineage> selected() {
    return selected;
  }

  public void go(Destination destination) {
    navigator.go(destination);
  }

  public void refresh() {
    tasks
        .named("Reading the keys of the HSM")
        .on(
            Job.HSM_LIST,
            _ ->
                new OnToken(
                    hsm.status().token().map(Token::label),
                    hsm.session().map(HsmSession::secretKeys).orElse(List.<HsmKey>of())))
        .in(scope)
        .latest("lineage")
        .evenLate()
        .onSuccess(this::follow)
        .onProblem(contents::failed)
        .start();
  }

  private void follow(OnToken on) {
    tasks
        .named("Following each key from the HSM to AWS KMS")
        .on(Job.AWS_CALL, _ -> new Read(on.token(), reader.read(on.token(), on.keys(), Map.of())))
        .in(scope)
        .latest("lineage")
        .onSuccess(this::show)
        .onProblem(contents::failed)
        .start();
  }

  private record OnToken(Optional<String> token, List<HsmKey> keys) {}

  private record Read(Optional<String> token, LineageReading reading) {}

  private void show(Read found) {
    var keep = Optional.ofNullable(selected.get()).map(Lineage::xksKeyId);
    var read = found.reading().lines();
    all.setAll(read);
    contents.ready(
        new Contents(
            found.token(),
            read.size(),
            read.stream().filter(Lineage::serious).count(),
            found.reading().unknown()));
    selected.set(
        lines.stream()
            .filter(line -> keep.filter(line.xksKeyId()::equals).isPresent())
            .findFirst()
            .or(() -> lines.stream().findFirst())
            .orElse(null));
  }

  private void applyFilter() {
    lines.setPredicate(line ->
        (!seriousOnly.get() || line.serious())
            && (line.xksKeyId()
                    + " "
                    + String.join(" ", line.aliases())
                    + " "
                    + line.kmsKey().map(key -> key.arn()).orElse("")
                    + " "
                    + line.store().map(store -> store.name()).orElse(""))
                .toLowerCase(java.util.Locale.ROOT)
                .contains(filter.get().strip().toLowerCase(java.util.Locale.ROOT)));
  }

  @Override
  public void close() {
    scope.close();
  }
}
