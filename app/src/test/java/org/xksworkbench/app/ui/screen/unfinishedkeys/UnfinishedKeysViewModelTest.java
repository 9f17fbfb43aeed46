package org.xksworkbench.app.ui.screen.unfinishedkeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.creation.Found;
import org.xksworkbench.app.creation.KeyPlan;
import org.xksworkbench.app.policy.KeyAccess;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.app.ui.task.Loadable;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnfinishedKeysViewModelTest {

  private final List<Destination> visited = new ArrayList<>();
  private Loop loop;

  @BeforeAll
  void start(@TempDir Path folder) {
    loop = new Loop(folder);
  }

  @AfterAll
  void stop() {
    loop.close();
  }

  @Test
  void a_key_without_its_alias_is_finished_with_another_one(@TempDir Path state) {
    var key = leftOver(state, "fit-1");
    assertThat(found(key)).isInstanceOf(Found.AliasTaken.class);
    assertThat(key.commandsToFinish()).contains("create-alias", "alias/used");
    key.finish();
    assertThat(key.problem().get().code()).isEqualTo("AlreadyExistsException");
    key.alias().set("not legal");
    assertThat(key.canFinish().get()).isFalse();
    key.alias().set("finished-later");
    key.finish();
    var id = loop.kms().key("alias/finished-later").keyId();
    assertThat(visited).containsExactly(new Destination.KeyDetail(id));
    assertThat(loop.creation(state).unfinished()).isEmpty();
  }

  @Test
  void a_key_is_undone_by_scheduling_its_deletion_after_the_typed_word(@TempDir Path state) {
    var key = leftOver(state, "fit-2");
    key.days().set(7);
    key.undo();
    assertThat(loop.creation(state).unfinished()).as("nothing was typed").hasSize(1);
    key.typed().set(UnfinishedKeyViewModel.WORD);
    assertThat(key.commandsToUndo()).contains("--pending-window-in-days 7");
    key.undo();
    assertThat(loop.creation(state).unfinished()).isEmpty();
    var id = ((Found.AliasTaken) found(key)).key().keyId();
    assertThat(loop.kms().key(id).pendingDeletion()).isTrue();
  }

  @Test
  void a_record_is_dropped_and_aws_kms_is_not_asked(@TempDir Path state) {
    var key = leftOver(state, "fit-3");
    var before = loop.kms().keyIds();
    key.forget();
    assertThat(loop.kms().keyIds()).isEqualTo(before);
    assertThat(loop.creation(state).unfinished()).isEmpty();
  }

  /// Its alias was taken.
  private UnfinishedKeyViewModel leftOver(Path state, String xksKeyId) {
    visited.clear();
    var creation = loop.creation(state);
    creation.create(
        new KeyPlan(
            loop.store("main").id(),
            "main",
            xksKeyId,
            "alias/used",
            "",
            Map.of(),
            KeyAccess.ofAccountOnly().policy("aws", "000000000000")),
        () -> {});
    var all =
        new UnfinishedKeysViewModel(
            loop.creation(state), loop.commands(), new DirectTasks(), visited::add);
    all.load();
    return ((Loadable.Ready<List<UnfinishedKeyViewModel>>) all.keys().get()).value().getFirst();
  }

  private static Found found(UnfinishedKeyViewModel key) {
    return ((Loadable.Ready<Found>) key.found().get()).value();
  }
}
