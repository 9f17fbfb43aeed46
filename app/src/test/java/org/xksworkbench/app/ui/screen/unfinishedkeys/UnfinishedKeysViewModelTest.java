package org.xksworkbench.app.ui.screen.unfinishedkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.unfinishedkeys.UnfinishedOnLoop.keys;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.app.creation.CreationRemains;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.task.HeldTasks;
import org.xksworkbench.app.ui.task.Loadable;

@ExtendWith(UnfinishedOnLoop.SharedUnfinishedKeys.class)
class UnfinishedKeysViewModelTest {

  private final UnfinishedOnLoop on;

  UnfinishedKeysViewModelTest(UnfinishedOnLoop on) {
    this.on = on;
  }

  @Test
  void nothing_is_listed_where_everything_came_to_its_end() {
    var list = on.loaded();
    assertThat(keys(list)).isEmpty();
    list.toKeys();
    assertThat(on.visited()).containsExactly(new Destination.KeysScreen());
  }

  @Test
  void each_creation_that_was_left_is_listed_with_what_exists_of_it() {
    var first = on.leaveOver();
    var second = on.leaveOver();
    assertThat(keys(on.loaded()))
        .allSatisfy(key ->
            assertThat(key.search().found().get())
                .isInstanceOfSatisfying(
                    Loadable.Ready.class,
                    ready ->
                        assertThat(ready.value()).isInstanceOf(CreationRemains.AliasTaken.class)))
        .extracting(key -> key.creation().plan().xksKeyId())
        .containsExactlyInAnyOrder(first, second);
  }

  @Test
  void one_whose_record_was_dropped_is_gone_and_the_other_stays() {
    on.leaveOver();
    var kept = on.leaveOver();
    var list = on.loaded();
    keys(list).stream()
        .filter(key -> !key.creation().plan().xksKeyId().equals(kept))
        .findFirst()
        .orElseThrow()
        .forget();
    assertThat(keys(list))
        .singleElement()
        .satisfies(key -> assertThat(key.creation().plan().xksKeyId()).isEqualTo(kept));
  }

  @Test
  void a_screen_that_was_left_while_its_records_are_read_looks_for_nothing_at_aws() {
    on.leaveOver();
    var tasks = new HeldTasks();
    var list = on.list(tasks);
    list.load();
    tasks.doWork();
    list.close();
    tasks.deliverOutcomes();
    assertThat(list.keys().get()).isInstanceOf(Loadable.Loading.class);
    assertThat(tasks.running()).isEmpty();
  }
}
