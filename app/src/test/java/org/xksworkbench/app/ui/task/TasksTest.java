package org.xksworkbench.app.ui.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javafx.beans.property.SimpleBooleanProperty;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.waiting.SignsOfLife;
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
    tasks.task("failing").on(Job.HSM_LIST, _ -> fail()).start();
    finish();
    assertThat(reported).extracting(Problem::code).containsExactly("TOKEN_ABSENT");
  }

  @Test
  void a_failure_that_a_handler_takes_is_not_reported_again() {
    tasks
        .task("failing")
        .on(Job.HSM_LIST, _ -> fail())
        .onProblem(problem -> shown.add(problem.code()))
        .start();
    finish();
    assertThat(shown).containsExactly("TOKEN_ABSENT");
    assertThat(reported).isEmpty();
  }

  @Test
  void what_is_fetched_is_shown_until_something_newer_is_there() {
    var fetched = new Fetched<String>();
    assertThat(fetched.get()).isInstanceOf(Loadable.Loading.class);
    tasks.task("first").on(Job.FILE, _ -> "first").in(scope).into(fetched).start();
    finish();
    assertThat(fetched.value()).hasValue("first");
    tasks.task("slow").on(Job.FILE, _ -> "slow").in(scope).into(fetched).start();
    assertThat(fetched.value()).hasValue("first");
    tasks.task("newer").on(Job.FILE, _ -> "newer").in(scope).into(fetched).start();
    finish();
    assertThat(fetched.value()).as("what was asked before does not come between").hasValue("first");
    finish();
    assertThat(fetched.value()).hasValue("newer");
    fetched.loading();
    assertThat(fetched.value()).isEmpty();
  }

  @Test
  void why_nothing_was_fetched_is_shown_there_and_not_reported_again() {
    var fetched = new Fetched<String>();
    tasks.task("failing").on(Job.HSM_LIST, _ -> fail()).in(scope).into(fetched).start();
    finish();
    assertThat(fetched.value()).isEmpty();
    assertThat(fetched.get())
        .isInstanceOfSatisfying(
            Loadable.LoadFailed.class,
            failed -> assertThat(failed.problem().code()).isEqualTo("TOKEN_ABSENT"));
    assertThat(reported).isEmpty();
  }

  @Test
  void what_another_thread_noticed_is_dropped_where_nobody_looks_any_more() {
    tasks.soon(scope, () -> shown.add("noticed"));
    tasks.deliverOutcomes();
    tasks.soon(scope, () -> shown.add("too late"));
    scope.close();
    tasks.deliverOutcomes();
    assertThat(shown).containsExactly("noticed");
  }

  @Test
  void a_defect_is_reported_even_where_a_handler_takes_it() {
    tasks
        .task("defect")
        .on(
            Job.AWS_CALL,
            _ -> {
              throw new IllegalStateException("a defect");
            })
        .onProblem(problem -> shown.add(problem.kind().name()))
        .start();
    finish();
    assertThat(shown).containsExactly("BUG");
    assertThat(reported).extracting(Problem::kind).containsExactly(Problem.ProblemKind.BUG);
  }

  @Test
  void a_handler_that_fails_is_reported() {
    tasks
        .task("fine")
        .on(Job.AWS_CALL, _ -> "fine")
        .onSuccess(_ -> {
          throw new IllegalStateException("a defect in a handler");
        })
        .start();
    finish();
    assertThat(reported).extracting(Problem::kind).containsExactly(Problem.ProblemKind.BUG);
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
    assertThat(start("a").state()).isEqualTo(TaskHandle.TaskState.CANCELLED);
    assertThat(tasks.running()).isEmpty();
  }

  @Test
  void past_the_point_of_no_return_nothing_is_cancelled() {
    var handle =
        tasks
            .task("creating")
            .on(
                Job.AWS_CALL,
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
    tasks.deliverOutcomes();
    assertThat(shown).containsExactly("created");
  }

  @Test
  void work_that_was_cancelled_does_not_pass_the_point_of_no_return() {
    var done = new ArrayList<String>();
    var handle = new AtomicReference<TaskHandle>();
    handle.set(
        tasks
            .task("creating")
            .on(
                Job.AWS_CALL,
                context -> {
                  handle.get().cancel();
                  context.commit();
                  return done.add("created");
                })
            .in(scope)
            .start());
    finish();
    assertThat(done).isEmpty();
    assertThat(reported).isEmpty();
  }

  @Test
  void a_newer_start_drops_the_older_result() {
    tasks
        .task("old")
        .on(Job.AWS_CALL, _ -> "old")
        .in(scope)
        .latest("k")
        .onSuccess(shown::add)
        .start();
    tasks
        .task("new")
        .on(Job.AWS_CALL, _ -> "new")
        .in(scope)
        .latest("k")
        .onSuccess(shown::add)
        .start();
    finish();
    finish();
    assertThat(shown).containsExactly("new");
  }

  @Test
  void it_is_busy_from_start_to_outcome() {
    var busy = new SimpleBooleanProperty();
    tasks.task("a").on(Job.AWS_CALL, _ -> "a").busy(busy).start();
    assertThat(busy.get()).isTrue();
    assertThat(tasks.running()).extracting(TaskHandle::name).containsExactly("a");
    tasks.doWork();
    assertThat(busy.get()).isTrue();
    tasks.deliverOutcomes();
    assertThat(busy.get()).isFalse();
  }

  @Test
  void it_is_busy_until_the_last_of_several_is_over() {
    var busy = new SimpleBooleanProperty();
    tasks.task("old").on(Job.AWS_CALL, _ -> "old").in(scope).latest("k").busy(busy).start();
    tasks.task("new").on(Job.AWS_CALL, _ -> "new").in(scope).latest("k").busy(busy).start();
    tasks.task("other").on(Job.AWS_CALL, _ -> "other").in(scope).busy(busy).start();
    finish();
    assertThat(busy.get()).as("the superseded one has come").isTrue();
    finish();
    assertThat(busy.get()).as("the other is at work").isTrue();
    finish();
    assertThat(busy.get()).isFalse();
  }

  @Test
  void what_is_cancelled_is_not_busy_any_more_though_its_call_hangs() {
    var busy = new SimpleBooleanProperty();
    var handle = tasks.task("a").on(Job.AWS_CALL, _ -> "a").in(scope).busy(busy).start();
    handle.cancel();
    assertThat(busy.get()).isFalse();
    assertThat(tasks.running()).isEmpty();
  }

  @Test
  void without_a_sign_of_life_it_ends_at_its_deadline_and_says_what_goes_on() {
    var problems = new ArrayList<Problem>();
    tasks
        .task("Reading HSM keys")
        .on(Job.HSM_LIST, _ -> "late")
        .in(scope)
        .onSuccess(shown::add)
        .onProblem(problems::add)
        .start();
    tasks.timePasses(Job.HSM_LIST.deadline().minusMillis(1));
    assertThat(problems).isEmpty();
    tasks.timePasses(Duration.ofMillis(1));
    assertThat(problems).extracting(Problem::code).containsExactly("DEADLINE");
    assertThat(problems.getFirst().headline())
        .isEqualTo("Reading HSM keys got no answer within 5 seconds");
    assertThat(problems.getFirst().causes()).last().isEqualTo("Nothing of it was begun.");
    assertThat(tasks.running()).isEmpty();
    assertThat(reported).isEmpty();
  }

  @Test
  void a_result_that_comes_after_the_deadline_is_shown_nowhere() {
    var problems = new ArrayList<Problem>();
    tasks
        .task("Reading HSM keys")
        .on(
            Job.HSM_LIST,
            _ -> {
              tasks.timePasses(Job.HSM_LIST.deadline());
              return "late";
            })
        .in(scope)
        .onSuccess(shown::add)
        .onProblem(problems::add)
        .start();
    finish();
    assertThat(shown).isEmpty();
    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().causes())
        .containsExactly("It waited for the HSM.", Job.HSM_LIST.goesOn());
  }

  @Test
  void what_is_wanted_even_late_is_told_to_be_waited_for_no_longer_and_taken_when_it_comes() {
    var problems = new ArrayList<Problem>();
    var notTrueAnyMore = new ArrayList<Problem>();
    var busy = new SimpleBooleanProperty();
    tasks
        .task("Renaming payments")
        .on(
            Job.HSM_CHANGE,
            context -> {
              context.commit();
              tasks.timePasses(Job.HSM_CHANGE.deadline());
              assertThat(problems)
                  .extracting(Problem::headline)
                  .containsExactly("Renaming payments got no answer within 5 seconds");
              assertThat(busy.get()).isFalse();
              assertThat(tasks.running()).isEmpty();
              return "renamed";
            })
        .in(scope)
        .busy(busy)
        .evenLate(notTrueAnyMore::add)
        .onSuccess(shown::add)
        .onProblem(problems::add)
        .start();
    var other = tasks.task("b").on(Job.HSM_LIST, _ -> "b").in(scope).busy(busy);
    tasks.doWork();
    var _ = other.start();
    tasks.deliverOutcomes();
    assertThat(shown).containsExactly("renamed");
    assertThat(notTrueAnyMore).isEqualTo(problems);
    assertThat(problems.getFirst().causes())
        .containsExactly(
            "It waited for the HSM.",
            Job.HSM_CHANGE.goesOn(),
            "If the answer comes after all, it is shown here.");
    assertThat(busy.get()).as("the other goes on").isTrue();
  }

  @Test
  void a_failure_that_comes_late_is_told_in_place_of_the_deadline() {
    var problems = new ArrayList<Problem>();
    var notTrueAnyMore = new ArrayList<Problem>();
    startLate("a", problems, notTrueAnyMore, TasksTest::fail);
    finish();
    assertThat(problems).extracting(Problem::code).containsExactly("DEADLINE", "TOKEN_ABSENT");
    assertThat(notTrueAnyMore).isEmpty();
  }

  @Test
  void what_comes_late_is_not_taken_after_the_screen_was_closed() {
    startLate(
        "a",
        new ArrayList<>(),
        new ArrayList<>(),
        () -> {
          scope.close();
          return "a";
        });
    finish();
    assertThat(shown).isEmpty();
  }

  @Test
  void what_comes_late_is_not_taken_where_it_was_started_once_more() {
    startLate(
        "a",
        new ArrayList<>(),
        new ArrayList<>(),
        () -> {
          tasks.task("b").on(Job.HSM_LIST, _ -> "b").in(scope).latest("k").start();
          return "a";
        });
    finish();
    assertThat(shown).isEmpty();
    assertThat(reported).isEmpty();
  }

  @Test
  void what_the_user_stopped_waiting_for_does_not_come_late() {
    tasks
        .task("a")
        .on(
            Job.HSM_LIST,
            _ -> {
              assertThat(tasks.running().getFirst().stopWaiting()).isTrue();
              return "a";
            })
        .evenLate()
        .onSuccess(shown::add)
        .onProblem(problem -> shown.add(problem.code()))
        .start();
    finish();
    assertThat(shown).containsExactly("STOPPED_WAITING");
  }

  @Test
  void what_was_left_before_its_turn_in_the_lane_is_not_begun() {
    var problems = new ArrayList<Problem>();
    startLate(
        "a",
        problems,
        new ArrayList<>(),
        () -> {
          shown.add("begun");
          return "a";
        });
    tasks.timePasses(Job.HSM_LIST.deadline());
    finish();
    assertThat(shown).isEmpty();
    assertThat(problems.getFirst().causes()).last().isEqualTo("Nothing of it was begun.");
  }

  @Test
  void what_waits_behind_a_call_of_the_same_login_says_so() {
    var problems = new ArrayList<Problem>();
    tasks
        .task("Reading HSM keys")
        .on(
            Job.HSM_LIST,
            _ -> {
              SignsOfLife.waiter().waitsBehind("Renaming payments");
              tasks.timePasses(Job.HSM_LIST.deadline());
              return "late";
            })
        .onProblem(problems::add)
        .start();
    finish();
    assertThat(problems.getFirst().causes())
        .first()
        .isEqualTo(
            "It waited for its turn behind “Renaming payments”, which the HSM has not answered.");
  }

  private TaskHandle startLate(
      String name, List<Problem> problems, List<Problem> notTrueAnyMore, Supplier<String> outcome) {
    return tasks
        .task(name)
        .on(
            Job.HSM_LIST,
            _ -> {
              tasks.timePasses(Job.HSM_LIST.deadline());
              return outcome.get();
            })
        .in(scope)
        .latest("k")
        .evenLate(notTrueAnyMore::add)
        .onSuccess(shown::add)
        .onProblem(problems::add)
        .start();
  }

  @Test
  void progress_and_answers_of_aws_begin_the_deadline_anew() {
    var problems = new ArrayList<Problem>();
    var almost = Job.AWS_CALL.deadline().minusMillis(1);
    tasks
        .task("Listing KMS keys")
        .on(
            Job.AWS_CALL,
            context -> {
              tasks.timePasses(almost);
              context.progress("1 of 2");
              tasks.timePasses(almost);
              SignsOfLife.tell();
              tasks.timePasses(almost);
              return "all";
            })
        .onSuccess(shown::add)
        .onProblem(problems::add)
        .start();
    finish();
    assertThat(shown).containsExactly("all");
    assertThat(problems).isEmpty();
  }

  @Test
  void no_deadline_passes_while_a_person_signs_in() {
    start("a");
    tasks.personAsked(true);
    tasks.timePasses(Duration.ofHours(1));
    tasks.personAsked(false);
    tasks.timePasses(Job.AWS_CALL.deadline().minusMillis(1));
    finish();
    assertThat(shown).containsExactly("a");
    assertThat(reported).isEmpty();
  }

  @Test
  void past_the_point_of_no_return_a_deadline_says_that_the_outcome_is_not_known() {
    var problems = new ArrayList<Problem>();
    tasks
        .task("Creating the KMS key")
        .on(
            Job.AWS_CREATE,
            context -> {
              context.commit();
              tasks.timePasses(Job.AWS_CREATE.deadline());
              return "created";
            })
        .onSuccess(shown::add)
        .onProblem(problems::add)
        .start();
    finish();
    assertThat(shown).isEmpty();
    assertThat(problems).extracting(Problem::nextStep).first().asString().contains("not known");
  }

  @Test
  void a_user_who_stops_waiting_is_told_so_by_the_screen_and_nothing_else_is_shown() {
    var problems = new ArrayList<Problem>();
    var handle =
        tasks
            .task("Reading HSM keys")
            .on(Job.HSM_LIST, _ -> "late")
            .in(scope)
            .onSuccess(shown::add)
            .onProblem(problems::add)
            .start();
    assertThat(handle.stopWaiting()).isTrue();
    finish();
    assertThat(problems).extracting(Problem::code).containsExactly("STOPPED_WAITING");
    assertThat(problems.getFirst().causes()).containsExactly(Job.HSM_LIST.goesOn());
    assertThat(shown).isEmpty();
  }

  @Test
  void past_the_point_of_no_return_nobody_stops_waiting() {
    var handle = new AtomicReference<TaskHandle>();
    handle.set(
        tasks
            .task("Creating")
            .on(
                Job.AWS_CREATE,
                context -> {
                  context.commit();
                  assertThat(handle.get().canBeLeft()).isFalse();
                  assertThat(handle.get().stopWaiting()).isFalse();
                  return "created";
                })
            .onSuccess(shown::add)
            .start());
    finish();
    assertThat(shown).containsExactly("created");
  }

  @Test
  void a_timer_of_a_screen_that_was_left_does_nothing() {
    tasks.after(Duration.ofSeconds(1), scope, () -> shown.add("late"));
    scope.close();
    tasks.timePasses(Duration.ofSeconds(1));
    assertThat(shown).isEmpty();
  }

  private TaskHandle start(String result) {
    return tasks.task(result).on(Job.AWS_CALL, _ -> result).in(scope).onSuccess(shown::add).start();
  }

  private void finish() {
    tasks.doWork();
    tasks.deliverOutcomes();
  }

  private static String fail() {
    throw new HsmException(HsmException.Reason.TOKEN_ABSENT, "There is no token.");
  }
}
