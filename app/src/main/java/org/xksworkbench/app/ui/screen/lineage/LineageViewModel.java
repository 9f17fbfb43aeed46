package org.xksworkbench.app.ui.screen.lineage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.lineage.Lineage;
import org.xksworkbench.app.lineage.LineageReader;
import org.xksworkbench.app.lineage.LineageReading;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.app.ui.widget.FilteredRows;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.Token;

/// Reads all sides and joins them.
public final class LineageViewModel implements AutoCloseable {

  /// What was read.
  ///
  /// @param token label of the token that was looked into; empty if nobody is logged in
  /// @param unknownKmsKeys how many KMS keys of the account could not be described
  public record LineageContents(
      Optional<String> token, int lines, long serious, int unknownKmsKeys) {}

  private final AttachedHsm hsm;
  private final LineageReader reader;
  private final ScreenTasks tasks;
  private final Navigator navigator;
  private final Fetched<LineageContents> contents = new Fetched<>();
  private final FilteredRows<Lineage> rows = new FilteredRows<>(LineageViewModel::matches);
  private final BooleanProperty seriousOnly = new SimpleBooleanProperty();

  public LineageViewModel(AttachedHsm hsm, LineageReader reader, Tasks tasks, Navigator navigator) {
    this.hsm = hsm;
    this.reader = reader;
    this.tasks = new ScreenTasks(tasks);
    this.navigator = navigator;
    rows.onlyIf(line -> !seriousOnly.get() || line.serious(), seriousOnly);
  }

  public ReadOnlyObjectProperty<Loadable<LineageContents>> contents() {
    return contents.getReadOnlyProperty();
  }

  FilteredRows<Lineage> rows() {
    return rows;
  }

  /// Only those where something does not agree.
  public BooleanProperty seriousOnly() {
    return seriousOnly;
  }

  public void go(Destination destination) {
    navigator.go(destination);
  }

  public void refresh() {
    tasks
        .aside(
            "Reading the keys of the HSM",
            Job.HSM_LIST,
            _ ->
                new TokenKeys(
                    hsm.status().token().map(Token::label),
                    hsm.session().map(HsmSession::secretKeys).orElse(List.<HsmKey>of())))
        .latest("lineage")
        .evenLate()
        .onSuccess(this::follow)
        .onProblem(contents::fail)
        .start();
  }

  private void follow(TokenKeys on) {
    tasks
        .aside(
            "Following each key from the HSM to AWS KMS",
            Job.AWS_CALL,
            _ -> reader.read(on.token(), on.keys(), Map.of()))
        .latest("lineage")
        .onSuccess(found -> show(on.token(), found))
        .onProblem(contents::fail)
        .start();
  }

  private record TokenKeys(Optional<String> token, List<HsmKey> keys) {}

  private void show(Optional<String> token, LineageReading found) {
    var read = found.lines();
    rows.set(read, Lineage::xksKeyId, _ -> true);
    contents.ready(
        new LineageContents(
            token, read.size(), read.stream().filter(Lineage::serious).count(), found.unknown()));
  }

  private static boolean matches(Lineage line, String typed) {
    var words = new ArrayList<>(line.aliases());
    words.add(line.xksKeyId());
    line.kmsKey().ifPresent(key -> words.add(key.arn()));
    line.store().ifPresent(store -> words.add(store.name()));
    return FilteredRows.found(String.join(" ", words), typed);
  }

  @Override
  public void close() {
    tasks.close();
  }
}
