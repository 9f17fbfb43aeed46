package org.xksworkbench.app.ui.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.SimpleBooleanProperty;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.bridge.hsm.HsmException;

class TasksTest {

  private final List<Problem> reported = new ArrayList<>();
  private final List<String> shown = new ArrayList<>();
  private final HeldTasks tasks = new HeldTasks((problem, _) -> reported.add(problem));
  private final TaskScope scope = tasks.scope();

  @Test
  void a_result_reaches_its_handler() {
    start("a");
    finish();
    assertThat(shown).containsExactly("a");
    assertThat(tasks.running()).isEmpty();
  }

  @Test
  void a_failure_that_no_handler_takes_is_reported() {
    tasks.named("failing").on(Lane.HSM, _ -> fail()).start();
    finish();
    assertThat(reported).extracting(Problem::code).containsExactly("TOKEN_ABSENT");
  }

  @Test
  void a_failure_that_a_handler_takes_is_not_reported_again() {
    tasks
        .named("failing")
        .on(Lane.HSM, _ -> fail())
        .onProblem(problem -> shown.add(problem.code()))
        .start();
    finish();
    assertThat(shown).containsExactly("TOKEN_ABSENT");
    assertThat(reported).isEmpty();
  }

  @Test
  void a_defect_is_reported_even_where_a_handler_takes_it() {
    tasks
        .named("defect")
        .on(
            Lane.AWS,
            _ -> {
              throw new IllegalStateException("a defect");
            })
        .onProblem(problem -> shown.add(problem.kind().name()))
        .start();
    finish();
    assertThat(shown).containsExactly("BUG");
    assertThat(reported).extracting(Problem::kind).containsExactly(Problem.Kind.BUG);
  }

  @Test
  void a_handler_that_fails_is_reported() {
    tasks
        .named("fine")
        .on(Lane.AWS, _ -> "fine")
        .onSuccess(_ -> {
          throw new IllegalStateException("a defect in a handler");
        })
        .start();
    finish();
    assertThat(reported).extracting(Problem::kind).containsExactly(Problem.Kind.BUG);
  }

  @Test
  void work_that_was_cancelled_shows_nothing() {
    var handle = start("a");
    assertThat(handle.cancel()).isTrue();
    finish();
    assertThat(shown).isEmpty();
    assertThat(reported).isEmpty();
  }

  @Test
  void leaving_a_screen_cancels_its_work() {
    start("a");
    scope.close();
    finish();
    assertThat(shown).isEmpty();
  }

  @Test
  void nothing_starts_on_a_screen_that_was_left() {
    scope.close();
    assertThat(start("a").state()).isEqualTo(TaskHandle.State.CANCELLED);
    assertThat(tasks.running()).isEmpty();
  }

  @Test
  void past_the_point_of_no_return_nothing_is_cancelled() {
    var handle =
        tasks
            .named("creating")
            .on(
                Lane.AWS,
                context -> {
                  context.commit();
                  return "created";
                })
            .in(scope)
            .onSuccess(shown::add)
            .start();
    tasks.doWork();
    assertThat(handle.cancel()).isFalse();
    scope.close();
    tasks.deliverOutcome();
    assertThat(shown).containsExactly("created");
  }

  @Test
  void work_that_was_cancelled_does_not_pass_the_point_of_no_return() {
    var done = new ArrayList<String>();
    var handle =
        tasks
            .named("creating")
            .on(
                Lane.AWS,
                context -> {
                  context.commit();
                  return done.add("created");
                })
            .in(scope)
            .start();
    handle.cancel();
    finish();
    assertThat(done).isEmpty();
    assertThat(reported).isEmpty();
  }

  @Test
  void a_newer_start_drops_the_older_result() {
    tasks.named("old").on(Lane.AWS, _ -> "old").in(scope).latest("k").onSuccess(shown::add).start();
    tasks.named("new").on(Lane.AWS, _ -> "new").in(scope).latest("k").onSuccess(shown::add).start();
    finish();
    finish();
    assertThat(shown).containsExactly("new");
  }

  @Test
  void it_is_busy_from_start_to_outcome() {
    var busy = new SimpleBooleanProperty();
    tasks.named("a").on(Lane.AWS, _ -> "a").busy(busy).start();
    assertThat(busy.get()).isTrue();
    assertThat(tasks.running()).containsExactly("a");
    tasks.doWork();
    assertThat(busy.get()).isTrue();
    tasks.deliverOutcome();
    assertThat(busy.get()).isFalse();
  }

  @Test
  void a_timer_of_a_screen_that_was_left_does_nothing() {
    tasks.after(Duration.ofSeconds(1), scope, () -> shown.add("late"));
    scope.close();
    tasks.deliverOutcome();
    assertThat(shown).isEmpty();
  }

  private TaskHandle start(String result) {
    return tasks.named(result).on(Lane.AWS, _ -> result).in(scope).onSuccess(shown::add).start();
  }

  private void finish() {
    tasks.doWork();
    tasks.deliverOutcome();
  }

  private static String fail() {
    throw new HsmException(HsmException.Reason.TOKEN_ABSENT, "There is no token.");
  }
}
