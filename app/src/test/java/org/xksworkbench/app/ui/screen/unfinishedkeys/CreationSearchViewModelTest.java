package org.xksworkbench.app.ui.screen.unfinishedkeys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.app.creation.CreationRemains;
import org.xksworkbench.app.ui.task.HeldTasks;
import org.xksworkbench.app.ui.task.Loadable;

/// What exists is not guessed: until it was found, nothing can be finished.
@ExtendWith(UnfinishedOnLoop.SharedUnfinishedKeys.class)
class CreationSearchViewModelTest {

  private final UnfinishedOnLoop on;

  CreationSearchViewModelTest(UnfinishedOnLoop on) {
    this.on = on;
  }

  @Test
  void a_search_that_was_stopped_claims_nothing_and_can_be_started_again() {
    on.leaveOver();
    var tasks = new HeldTasks();
    var list = on.list(tasks);
    list.load();
    step(tasks);
    var key = UnfinishedOnLoop.keys(list).getFirst();
    key.search().stop();
    assertThat(key.search().found().get())
        .isInstanceOfSatisfying(
            Loadable.LoadFailed.class,
            failed -> assertThat(failed.problem().headline()).isEqualTo("The search was stopped"));
    step(tasks);
    assertThat(key.search().found().get())
        .as("what comes late")
        .isInstanceOf(Loadable.LoadFailed.class);
    assertThat(key.commandsToFinish()).isEmpty();
    key.finish();
    key.search().examine();
    step(tasks);
    assertThat(((Loadable.Ready<CreationRemains>) key.search().found().get()).value())
        .isInstanceOf(CreationRemains.AliasTaken.class);
    assertThat(key.search().key()).isPresent();
    assertThat(tasks.running()).as("nothing was finished before it was found").isEmpty();
  }

  private static void step(HeldTasks tasks) {
    tasks.doWork();
    tasks.deliverOutcomes();
  }
}
