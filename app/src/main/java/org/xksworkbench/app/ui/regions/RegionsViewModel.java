package org.xksworkbench.app.ui.regions;

import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyStoreSearch;
import org.xksworkbench.app.kms.KeyStoreSearch.RegionFinding;
import org.xksworkbench.app.kms.KeyStoreSearch.RegionSurvey;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.ui.task.Tasks;

/// All Regions of the account at a glance, asked when somebody wants it.
public final class RegionsViewModel implements AutoCloseable {

  private final KeyStoreSearch search;
  private final String here;
  private final Consumer<String> go;
  private final ScreenTasks tasks;
  private final ReadOnlyObjectWrapper<@Nullable RegionSurvey> survey =
      new ReadOnlyObjectWrapper<>();

  /// @param here the Region that is worked in
  /// @param go goes to another
  public RegionsViewModel(KeyStoreSearch search, String here, Tasks tasks, Consumer<String> go) {
    this.search = search;
    this.here = here;
    this.go = go;
    this.tasks = new ScreenTasks(tasks);
  }

  /// What was found so far; null while nobody has asked.
  public ReadOnlyObjectProperty<@Nullable RegionSurvey> survey() {
    return survey.getReadOnlyProperty();
  }

  public BooleanProperty busy() {
    return tasks.busy();
  }

  public ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return tasks.problem();
  }

  public void look() {
    tasks.clearProblem();
    tasks
        .task(
            "Looking in all Regions",
            Job.AWS_LIST,
            context ->
                search.look(found -> {
                  context.progress(
                      "%d of %d Regions".formatted(found.findings().size(), found.regions()));
                  tasks.soon(() -> survey.set(found));
                }))
        .latest("regions")
        .onSuccess(survey::set)
        .start();
  }

  public boolean isHere(RegionFinding finding) {
    return finding.region().equals(here);
  }

  public void go(RegionFinding finding) {
    go.accept(finding.region());
  }

  /// A line over all.
  static String summary(RegionSurvey survey) {
    var stores = 0;
    var unknown = 0;
    for (var finding : survey.findings()) {
      switch (finding) {
        case RegionFinding.StoresFound(_, var found) -> stores += found.size();
        case RegionFinding.StoresUnknown _ -> unknown++;
      }
    }
    var asked = survey.findings().size() - unknown;
    return "%s in %s%s%s"
        .formatted(
            count(stores, "external key store"),
            asked == survey.regions()
                ? count(asked, "Region")
                : "%d of %s".formatted(asked, count(survey.regions(), "Region")),
            unknown == 0 ? "" : "; %d could not be asked".formatted(unknown),
            ". Regions by " + survey.listedBy() + ".");
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  /// The state of the key store of a Region that is worst off; empty if it has none.
  static Optional<ConnectionState> worst(RegionFinding.StoresFound found) {
    return found.stores().stream()
        .map(ExternalKeyStore::connectionState)
        .max(Comparator.comparingInt(RegionsViewModel::badness));
  }

  /// The higher the worse.
  static int badness(ConnectionState state) {
    return switch (state) {
      case ConnectionState.Connected _ -> 0;
      case ConnectionState.Disconnected _ -> 1;
      case ConnectionState.Connecting _, ConnectionState.Disconnecting _ -> 2;
      case ConnectionState.Failed _ -> 3;
    };
  }

  /// The key stores of a Region with their states, or why they are not known.
  static String words(RegionFinding finding) {
    return switch (finding) {
      case RegionFinding.StoresFound(_, var stores) ->
          stores.isEmpty()
              ? "none"
              : stores.stream().map(RegionsViewModel::words).collect(Collectors.joining(", "));
      case RegionFinding.StoresUnknown(_, var why) -> "Not known. " + why;
    };
  }

  private static String words(ExternalKeyStore store) {
    return "%s (%s)".formatted(store.name(), store.connectionState().wordsWithCode());
  }

  @Override
  public void close() {
    tasks.close();
  }
}
