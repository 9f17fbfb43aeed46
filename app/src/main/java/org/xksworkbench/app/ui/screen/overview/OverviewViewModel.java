package org.xksworkbench.app.ui.screen.overview;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.activity.ActivityEntry;
import org.xksworkbench.app.activity.ActivityLog;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.lineage.LineageReader;
import org.xksworkbench.app.lineage.LineageReading;
import org.xksworkbench.app.overview.LoopConcern.ConcernWay;
import org.xksworkbench.app.overview.LoopReading;
import org.xksworkbench.app.overview.Overview;
import org.xksworkbench.app.overview.OverviewReader;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.settings.Thresholds;
import org.xksworkbench.app.ui.lineage.KeyFollowing;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.app.words.Words;

/// Looks at the loop again and again while it is shown. The keys are followed once, and when the
/// user asks: in a large account that takes minutes.
public final class OverviewViewModel implements AutoCloseable {

  /// How often it is told how old a look is.
  private static final Duration TICK = Duration.ofSeconds(5);

  /// AWS KMS allows 5 DescribeCustomKeyStores a second.
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  private static final Words WORDS = Words.of(OverviewViewModel.class);

  private static final int LAST_ACTS = 5;

  /// What is asked.
  ///
  /// @param lineage follows each key through the loop
  /// @param thresholds as the user wants them now
  public record OverviewSources(
      OverviewReader reader,
      LineageReader lineage,
      AttachedHsm hsm,
      ActivityLog activity,
      Supplier<Thresholds> thresholds,
      InstantSource clock) {}

  private final OverviewSources sources;
  private final ScreenTasks tasks;
  private final KeyFollowing following;
  private final Navigator navigator;
  private final Fetched<Overview> overview = new Fetched<>();
  private final ReadOnlyObjectWrapper<@Nullable Problem> keysProblem =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Problem> lookProblem =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<Instant> now;
  private int looks;
  private Optional<LoopReading> seen = Optional.empty();
  private Optional<LineageReading> keys = Optional.empty();

  public OverviewViewModel(OverviewSources sources, Tasks tasks, Navigator navigator) {
    this.sources = sources;
    this.tasks = new ScreenTasks(tasks);
    this.following = new KeyFollowing(sources.hsm(), sources.lineage(), this.tasks);
    this.navigator = navigator;
    now = new ReadOnlyObjectWrapper<>(sources.clock().instant());
    this.tasks.after(TICK, this::tick);
  }

  private void tick() {
    now.set(sources.clock().instant());
    tasks.after(TICK, this::tick);
  }

  /// To tell how old a look is.
  ReadOnlyObjectProperty<Instant> now() {
    return now.getReadOnlyProperty();
  }

  /// Why the last look failed, while an older one is shown.
  ReadOnlyObjectProperty<@Nullable Problem> lookProblem() {
    return lookProblem.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<Loadable<Overview>> overview() {
    return overview.getReadOnlyProperty();
  }

  /// Why the keys could not be followed; nothing else is missing then.
  ReadOnlyObjectProperty<@Nullable Problem> keysProblem() {
    return keysProblem.getReadOnlyProperty();
  }

  /// What was done last from here, newest first.
  List<ActivityEntry> lastActs() {
    return sources.activity().entries().stream()
        .sorted(Comparator.comparing(ActivityEntry::at).reversed())
        .limit(LAST_ACTS)
        .toList();
  }

  /// Looks at everything now.
  public void refresh() {
    look();
    followKeys();
  }

  public void go(Destination destination) {
    navigator.go(destination);
  }

  /// To where something is mended.
  void go(ConcernWay way) {
    navigator.go(
        switch (way) {
          case ConcernWay.CheckConnection(var store) ->
              new Destination.ConnectionCheckScreen(Optional.of(store));
          case ConcernWay.ShowProxy _ -> new Destination.XksProxyScreen();
          case ConcernWay.ShowLineage _ -> new Destination.LineageScreen();
          case ConcernWay.ShowHsmKey(var label) -> new Destination.HsmKeyScreen(label);
          case ConcernWay.ShowUnfinished _ -> new Destination.UnfinishedKeysScreen();
        });
  }

  /// The next look follows the last one alone, however often the user asks in between.
  private void look() {
    var mine = ++looks;
    tasks
        .aside(WORDS.text("task.look"), Job.AWS_CALL, _ -> sources.reader().read())
        .latest("look")
        .onSuccess(found -> {
          seen = Optional.of(found);
          lookProblem.set(null);
          show();
          lookAgainAfter(mine);
        })
        .onProblem(problem -> miss(problem, mine))
        .start();
  }

  private void lookAgainAfter(int mine) {
    tasks.after(
        INTERVAL,
        () -> {
          if (mine == looks) {
            look();
          }
        });
  }

  /// What was seen before stays, with its age. Only what may pass by itself is tried again: a
  /// sign-in that was cancelled is not asked for every half minute.
  private void miss(Problem problem, int mine) {
    if (seen.isEmpty()) {
      overview.fail(problem);
    } else {
      lookProblem.set(problem);
      show();
    }
    if (problem.kind() == Problem.ProblemKind.UNREACHABLE
        || problem.kind() == Problem.ProblemKind.TIMEOUT) {
      lookAgainAfter(mine);
    }
  }

  private void followKeys() {
    following.begin(
        (_, found) -> {
          keys = Optional.of(found);
          keysProblem.set(null);
          show();
        },
        keysProblem::set);
  }

  private void show() {
    now.set(sources.clock().instant());
    seen.ifPresent(found -> overview.ready(Overview.of(found, keys, sources.thresholds().get())));
  }

  @Override
  public void close() {
    tasks.close();
  }
}
