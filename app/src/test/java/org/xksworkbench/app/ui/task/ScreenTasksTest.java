package org.xksworkbench.app.ui.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.problem.ProblemException;

class ScreenTasksTest {

  private final List<Problem> reported = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private final HeldTasks tasks = new HeldTasks((problem, _) -> reported.add(problem));
  private final ScreenTasks screen = new ScreenTasks(tasks);

  @Test
  void the_screen_is_busy_until_the_last_of_its_tasks_is_over() {
    screen.task("One", Job.AWS_CALL, _ -> "one").onSuccess(done::add).start();
    screen.task("Two", Job.AWS_CALL, _ -> "two").onSuccess(done::add).start();
    assertThat(screen.busy().get()).isTrue();
    step();
    assertThat(screen.busy().get()).isTrue();
    step();
    assertThat(screen.busy().get()).isFalse();
    assertThat(done).containsExactly("one", "two");
  }

  @Test
  void what_a_task_meets_is_shown_until_it_is_cleared_and_reported_to_nobody_else() {
    screen.task("One", Job.AWS_CALL, _ -> refuse("No leave")).start();
    step();
    assertThat(Objects.requireNonNull(screen.problem().get()).headline()).isEqualTo("No leave");
    assertThat(reported).isEmpty();
    screen.clearProblem();
    assertThat(screen.problem().get()).isNull();
  }

  @Test
  void beside_a_task_aside_the_screen_can_be_used_and_its_failure_is_never_silent() {
    screen.aside("One", Job.AWS_CALL, _ -> refuse("No leave")).start();
    assertThat(screen.busy().get()).isFalse();
    step();
    assertThat(screen.problem().get()).isNull();
    assertThat(reported).extracting(Problem::headline).containsExactly("No leave");
    screen
        .aside("Two", Job.AWS_CALL, _ -> refuse("No leave"))
        .onProblem(screen::showProblem)
        .start();
    step();
    assertThat(screen.problem().get()).isNotNull();
  }

  @Test
  void of_a_screen_that_was_left_nothing_is_shown_and_nothing_happens_later() {
    screen.task("One", Job.AWS_CALL, _ -> "one").onSuccess(done::add).start();
    screen.after(Duration.ofSeconds(1), () -> done.add("later"));
    tasks.doWork();
    screen.close();
    tasks.deliverOutcomes();
    tasks.timePasses(Duration.ofSeconds(1));
    assertThat(done).isEmpty();
    assertThat(screen.busy().get()).isFalse();
  }

  @Test
  void parts_of_a_screen_are_busy_each_for_itself_and_are_left_with_it() {
    var part = new ScreenTasks(tasks, screen.scope());
    part.task("One", Job.AWS_CALL, _ -> "one").onSuccess(done::add).start();
    assertThat(part.busy().get()).isTrue();
    assertThat(screen.busy().get()).isFalse();
    screen.close();
    assertThat(part.busy().get()).isFalse();
  }

  private void step() {
    tasks.doWork();
    tasks.deliverOutcomes();
  }

  private static String refuse(String headline) {
    throw new ProblemException(Problem.of(Problem.ProblemKind.DENIED, headline), null);
  }
}
