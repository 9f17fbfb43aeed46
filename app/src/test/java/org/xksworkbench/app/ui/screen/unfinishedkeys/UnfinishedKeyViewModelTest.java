package org.xksworkbench.app.ui.screen.unfinishedkeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.app.creation.CreationRemains;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.task.HeldTasks;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.widget.DeletionEntry;

/// What is done to one key: to finish the wrong one, or to delete one by mistake, loses data.
@ExtendWith(UnfinishedOnLoop.SharedUnfinishedKeys.class)
class UnfinishedKeyViewModelTest {

  private final UnfinishedOnLoop on;

  UnfinishedKeyViewModelTest(UnfinishedOnLoop on) {
    this.on = on;
  }

  @Test
  void a_key_without_its_alias_is_finished_with_another_one() {
    var key = leftOver();
    assertThat(found(key)).isInstanceOf(CreationRemains.AliasTaken.class);
    assertThat(key.commandsToFinish()).contains("create-alias", "alias/used");
    key.finish();
    assertThat(Objects.requireNonNull(key.problem().get()).code())
        .isEqualTo("AlreadyExistsException");
    key.alias().set("not legal");
    assertThat(key.canFinish().get()).isFalse();
    key.alias().set("finished-later");
    key.finish();
    assertThat(key.problem().get()).isNull();
    var id = on.loop().kms().key("alias/finished-later").keyId();
    assertThat(id).isEqualTo(((CreationRemains.AliasTaken) found(key)).key().keyId());
    assertThat(on.visited()).containsExactly(new Destination.KeyDetailScreen(id));
    assertThat(on.creation().unfinishedCreations()).isEmpty();
  }

  @Test
  void a_key_is_undone_by_scheduling_its_deletion_after_the_typed_word() {
    var key = leftOver();
    key.deletion().days().set(7);
    key.undo();
    assertThat(on.creation().unfinishedCreations()).as("nothing was typed").hasSize(1);
    key.deletion().typed().set(DeletionEntry.WORD);
    assertThat(key.commandsToUndo()).contains("--pending-window-in-days 7");
    key.undo();
    assertThat(on.creation().unfinishedCreations()).isEmpty();
    var id = ((CreationRemains.AliasTaken) found(key)).key().keyId();
    assertThat(on.loop().kms().key(id).pendingDeletion()).isTrue();
  }

  @Test
  void a_waiting_time_that_aws_kms_does_not_take_deletes_nothing() {
    var key = leftOver();
    key.deletion().typed().set(DeletionEntry.WORD);
    for (var days : new int[] {6, 31}) {
      key.deletion().days().set(days);
      assertThat(key.canUndo().get()).as("%d days", days).isFalse();
      key.undo();
    }
    var id = ((CreationRemains.AliasTaken) found(key)).key().keyId();
    assertThat(on.loop().kms().key(id).pendingDeletion()).isFalse();
    key.deletion().days().set(30);
    assertThat(key.canUndo().get()).isTrue();
  }

  @Test
  void a_record_is_dropped_and_aws_kms_is_not_asked() {
    var key = leftOver();
    var before = on.loop().kms().keyIds();
    key.forget();
    assertThat(on.loop().kms().keyIds()).isEqualTo(before);
    assertThat(on.creation().unfinishedCreations()).isEmpty();
  }

  @Test
  void what_was_committed_is_done_although_the_user_went_on_and_leads_nowhere() {
    on.leaveOver();
    var tasks = new HeldTasks();
    var list = on.list(tasks);
    list.load();
    step(tasks);
    step(tasks);
    var key = UnfinishedOnLoop.keys(list).getFirst();
    key.alias().set("finished-while-away");
    key.finish();
    assertThat(key.canFinish().get()).as("while it is at work").isFalse();
    tasks.doWork();
    list.close();
    tasks.deliverOutcomes();
    assertThat(on.loop().kms().aliases()).containsKey("alias/finished-while-away");
    assertThat(on.visited()).as("the user is elsewhere").isEmpty();
  }

  private UnfinishedKeyViewModel leftOver() {
    on.leaveOver();
    return UnfinishedOnLoop.keys(on.loaded()).getFirst();
  }

  private static void step(HeldTasks tasks) {
    tasks.doWork();
    tasks.deliverOutcomes();
  }

  private static CreationRemains found(UnfinishedKeyViewModel key) {
    return ((Loadable.Ready<CreationRemains>) key.search().found().get()).value();
  }
}
