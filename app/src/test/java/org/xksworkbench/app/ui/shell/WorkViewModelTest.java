package org.xksworkbench.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.task.HeldTasks;
import org.xksworkbench.app.ui.task.Job;

class WorkViewModelTest {

  private final List<Problem> problems = new ArrayList<>();
  private final HeldTasks tasks = new HeldTasks((problem, _) -> problems.add(problem));
  private final WorkViewModel line = new WorkViewModel(tasks.running());

  @Test
  void what_is_quick_is_not_told() {
    start("Reading HSM keys", Job.HSM_LIST);
    assertThat(line.text().getValue()).isEmpty();
  }

  @Test
  void what_takes_a_moment_is_told_by_its_name_and_after_two_seconds_with_its_time() {
    start("Opening libodd.so", Job.HSM_LOGIN);
    tasks.timePasses(Duration.ofMillis(300));
    assertThat(line.text().getValue()).isEqualTo("Opening libodd.so…");
    assertThat(line.canStop().getValue()).isFalse();
    tasks.timePasses(Duration.ofMillis(1700));
    assertThat(line.text().getValue()).isEqualTo("Opening libodd.so… 2 s");
    assertThat(line.canStop().getValue()).isTrue();
    tasks.timePasses(Duration.ofSeconds(10));
    assertThat(line.text().getValue()).isEqualTo("Opening libodd.so… 12 s");
  }

  @Test
  void what_waits_for_its_turn_says_behind_what() {
    var task = tasks.task("Reading HSM keys").on(Job.HSM_LIST, _ -> "done").start();
    task.waitsBehind("Renaming payments");
    tasks.timePasses(Duration.ofSeconds(2));
    assertThat(line.text().getValue())
        .isEqualTo("Reading HSM keys… 2 s, behind “Renaming payments”");
    task.hasTurn();
    tasks.timePasses(Duration.ofSeconds(1));
    assertThat(line.text().getValue()).isEqualTo("Reading HSM keys… 3 s");
  }

  @Test
  void what_the_button_stops_and_what_goes_on_is_said_to_those_who_do_not_see_the_line() {
    start("Reading HSM keys", Job.HSM_LIST);
    tasks.timePasses(Duration.ofSeconds(3));
    assertThat(line.stopping().getValue()).isEqualTo("Stop waiting: Reading HSM keys");
    assertThat(line.goesOn().getValue()).contains("The HSM goes on with the call.");
  }

  @Test
  void nobody_waits_any_more_once_it_is_stopped() {
    start("Reading HSM keys", Job.HSM_LIST);
    tasks.timePasses(Duration.ofSeconds(3));
    line.stop();
    assertThat(line.text().getValue()).isEmpty();
    assertThat(problems).extracting(Problem::code).containsExactly("STOPPED_WAITING");
  }

  @Test
  void past_the_point_of_no_return_nothing_is_offered_and_that_is_said() {
    tasks
        .task("Creating the KMS key")
        .on(
            Job.AWS_CREATE,
            context -> {
              context.commit();
              tasks.timePasses(Duration.ofSeconds(3));
              assertThat(line.canStop().getValue()).isFalse();
              assertThat(line.text().getValue())
                  .isEqualTo("Creating the KMS key… 3 s, cannot be stopped any more");
              return true;
            })
        .start();
    tasks.doWork();
    tasks.deliverOutcomes();
    assertThat(problems).isEmpty();
  }

  private void start(String name, Job job) {
    tasks.task(name).on(job, _ -> "done").start();
  }
}
