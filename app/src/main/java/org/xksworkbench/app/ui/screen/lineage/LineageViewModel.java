package org.xksworkbench.app.ui.screen.lineage;

import java.util.ArrayList;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.lineage.Lineage;
import org.xksworkbench.app.lineage.LineageReader;
import org.xksworkbench.app.lineage.LineageReading;
import org.xksworkbench.app.ui.lineage.KeyFollowing;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.app.ui.widget.FilteredRows;

/// Reads all sides and joins them.
public final class LineageViewModel implements AutoCloseable {

  /// What was read.
  ///
  /// @param token label of the token that was looked into; empty if nobody is logged in
  /// @param unknownKmsKeys how many KMS keys of the account could not be described
  public record LineageContents(
      Optional<String> token, int lines, long serious, int unknownKmsKeys) {}

  private final ScreenTasks tasks;
  private final KeyFollowing following;
  private final Navigator navigator;
  private final Fetched<LineageContents> contents = new Fetched<>();
  private final FilteredRows<Lineage> rows = new FilteredRows<>(LineageViewModel::matches);
  private final BooleanProperty seriousOnly = new SimpleBooleanProperty();

  public LineageViewModel(AttachedHsm hsm, LineageReader reader, Tasks tasks, Navigator navigator) {
    this.tasks = new ScreenTasks(tasks);
    this.following = new KeyFollowing(hsm, reader, this.tasks);
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
    following.begin(this::show, contents::fail);
  }

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
