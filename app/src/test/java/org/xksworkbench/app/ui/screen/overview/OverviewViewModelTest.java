package org.xksworkbench.app.ui.screen.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.activity.ActivityEntry;
import org.xksworkbench.app.activity.ActivityLog;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.lineage.LineageReader;
import org.xksworkbench.app.overview.LoopConcern;
import org.xksworkbench.app.overview.LoopConcern.ConcernWay;
import org.xksworkbench.app.overview.LoopLink.LinkState;
import org.xksworkbench.app.overview.Overview;
import org.xksworkbench.app.overview.OverviewReader;
import org.xksworkbench.app.overview.ProxyGroup.KeyCount;
import org.xksworkbench.app.overview.ProxyGroup.StoreNode;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.app.settings.Thresholds;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.app.ui.task.ThreadedTasks;
import org.xksworkbench.bridge.localkms.LocalKms;

/// The whole loop, real, as the overview sees it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverviewViewModelTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final List<Destination> went = new ArrayList<>();
  private final ActivityLog activity = ActivityLog.inMemory();
  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-11-30T12:00:00Z"));
  private final InstantSource clock = time::get;
  private Loop loop;
  private AttachedHsm hsm;
  private Path folder;

  @BeforeAll
  void start(@TempDir Path folder) {
    this.folder = folder;
    loop = new Loop(folder);
    hsm = loop.attachedHsm();
  }

  @AfterAll
  void stop() {
    hsm.close();
    loop.close();
  }

  @Test
  void each_key_store_shows_how_it_stands_and_how_many_of_its_keys_can_be_used() {
    var seen = overview(shown(loop.kms()));
    assertThat(node(seen, "main").toProxy().state()).isEqualTo(LinkState.WORKS);
    assertThat(node(seen, "main").keys()).contains(new KeyCount(1, 1));
    assertThat(node(seen, "off").toProxy().state()).isEqualTo(LinkState.OFF);
    assertThat(node(seen, "off").keys()).contains(new KeyCount(1, 0));
    assertThat(node(seen, "broken").toProxy().state()).isEqualTo(LinkState.BROKEN);
    assertThat(seen.region()).isEqualTo(LocalKms.REGION);
    assertThat(seen.counted()).isPresent();
    assertThat(seen.token()).isEqualTo(hsm.status().token());
    assertThat(seen.figures().stores()).isEqualTo(3);
    assertThat(seen.figures().connected()).isEqualTo(1);
    assertThat(seen.figures().slowestMillis()).isPresent();
    assertThat(seen.figures().withoutBackup()).contains(2);
  }

  @Test
  void each_concern_leads_to_where_it_is_mended() {
    var model = shown(loop.kms());
    var worst = overview(model).concerns().getFirst();
    assertThat(worst.headline()).isEqualTo("broken cannot be connected");
    model.go(worst.way());
    overview(model).concerns().stream()
        .map(LoopConcern::way)
        .filter(ConcernWay.ShowHsmKey.class::isInstance)
        .forEach(model::go);
    model.go(new ConcernWay.ShowProxy());
    model.go(new ConcernWay.ShowLineage());
    model.go(new ConcernWay.ShowUnfinished());
    assertThat(went)
        .containsExactly(
            new Destination.ConnectionCheckScreen(Optional.of(loop.store("broken").id())),
            new Destination.HsmKeyScreen("stored"),
            new Destination.HsmKeyScreen("used"),
            new Destination.XksProxyScreen(),
            new Destination.LineageScreen(),
            new Destination.UnfinishedKeysScreen());
    went.clear();
  }

  @Test
  void five_last_acts_stand_beside_it_the_newest_first() {
    for (var minute = 1; minute <= 6; minute++) {
      activity.add(
          new ActivityEntry(
              Instant.parse("2026-11-30T12:0%d:00Z".formatted(minute)),
              "me",
              "CreateKey",
              "key-" + minute,
              "",
              "done",
              Duration.ZERO));
    }
    assertThat(model(loop.kms(), new DirectTasks()).lastActs())
        .extracting(ActivityEntry::target)
        .containsExactly("key-6", "key-5", "key-4", "key-3", "key-2");
  }

  @Test
  void it_shows_the_loop_before_the_keys_are_counted_and_ends_with_its_screen() {
    try (var tasks = new ThreadedTasks()) {
      var model = model(loop.kms(), tasks);
      assertThat(model.overview().get()).isInstanceOf(Loadable.Loading.class);
      model.refresh();
      tasks.await(
          "the keys",
          PATIENCE,
          () ->
              model.overview().get() instanceof Loadable.Ready<Overview>(var seen)
                  && seen.figures().keys().isPresent());
      model.refresh();
      model.close();
      assertThat(tasks.running()).as("nobody waits any more").isEmpty();
    }
  }

  @Test
  void however_often_the_user_asks_the_next_look_comes_once() {
    var tasks = new DirectTasks();
    var model = model(loop.kms(), tasks);
    var shown = new ArrayList<Loadable<Overview>>();
    model.refresh();
    model.refresh();
    model.refresh();
    var _ = model.overview().subscribe((_, now) -> shown.add(now));
    tasks.runScheduled();
    assertThat(shown).as("looks after half a minute").hasSize(1);
    tasks.runScheduled();
    assertThat(shown).as("and after another").hasSize(2);
  }

  @Test
  void the_age_of_a_look_goes_on() {
    var tasks = new DirectTasks();
    var model = model(loop.kms(), tasks);
    // Nothing is looked at, so that only time passes.
    var before = model.now().get();
    time.set(before.plusSeconds(20));
    tasks.runScheduled();
    assertThat(model.now().get()).isEqualTo(before.plusSeconds(20));
    time.set(before.plusSeconds(40));
    tasks.runScheduled();
    assertThat(model.now().get()).as("again and again").isEqualTo(before.plusSeconds(40));
  }

  @Test
  void a_later_look_that_fails_leaves_what_was_seen_and_is_tried_again() {
    var failure = new AtomicReference<KmsException>();
    var tasks = new DirectTasks();
    var model = model(failing(failure), tasks);
    model.refresh();
    var seen = overview(model);
    failure.set(unreachable());
    tasks.runScheduled();
    assertThat(overview(model)).isEqualTo(seen);
    assertThat(model.lookProblem().get()).isNotNull();
    failure.set(null);
    tasks.runScheduled();
    assertThat(model.lookProblem().get()).isNull();
    assertThat(overview(model).at()).isAfter(seen.at());
  }

  @Test
  void a_look_for_which_nobody_signs_in_is_not_tried_again_by_itself() {
    var failure = new AtomicReference<KmsException>();
    var tasks = new DirectTasks();
    var model = model(failing(failure), tasks);
    model.refresh();
    failure.set(
        new KmsException(
            KmsException.KmsFailureKind.CREDENTIALS, "ExpiredToken", "It ended.", "", null));
    tasks.runScheduled();
    failure.set(null);
    tasks.runScheduled();
    assertThat(model.lookProblem().get()).isNotNull();
    model.refresh();
    assertThat(model.lookProblem().get()).isNull();
  }

  private static KmsException unreachable() {
    return new KmsException(KmsException.KmsFailureKind.UNREACHABLE, "", "No way.", "", null);
  }

  private KeyManagement failing(AtomicReference<KmsException> failure) {
    return (KeyManagement)
        Proxy.newProxyInstance(
            KeyManagement.class.getClassLoader(),
            new Class<?>[] {KeyManagement.class},
            (_, method, arguments) -> {
              if (failure.get() != null && method.getName().equals("keyStores")) {
                throw failure.get();
              }
              try {
                return method.invoke(loop.kms(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void a_kms_that_cannot_be_reached_is_a_problem(@TempDir Path other) {
    try (var gone = new Loop(other)) {
      gone.stopKms();
      assertThat(shown(gone.kms()).overview().get())
          .isInstanceOfSatisfying(
              Loadable.LoadFailed.class,
              failed ->
                  assertThat(failed.problem().headline())
                      .isEqualTo("AWS KMS could not be reached"));
    }
  }

  private OverviewViewModel shown(KeyManagement kms) {
    var model = model(kms, new DirectTasks());
    model.refresh();
    return model;
  }

  private OverviewViewModel model(KeyManagement kms, Tasks tasks) {
    return new OverviewViewModel(
        new OverviewViewModel.OverviewSources(
            new OverviewReader(
                kms, loop.ownProxy(), hsm, Loop.creation(kms, folder), InstantSource.system()),
            new LineageReader(kms, new KeyCensus(kms), loop.ownProxy(), KeyRecords.inMemory()),
            hsm,
            activity,
            () -> Thresholds.USUAL,
            clock),
        tasks,
        went::add);
  }

  private static Overview overview(OverviewViewModel model) {
    return ((Loadable.Ready<Overview>) model.overview().get()).value();
  }

  private static StoreNode node(Overview overview, String name) {
    return overview.groups().stream()
        .flatMap(group -> group.stores().stream())
        .filter(node -> node.store().name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
