package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xksworkbench.bridge.xks.server.XksHandler.Answer;

/// Deadlines, with work that hangs until the test lets it go.
class WorkersTest {

  private static final Answer DONE = new Answer(200, new byte[0]);
  private static final Answer LATE = new Answer(503, new byte[0]);

  private final BlockingQueue<Answer> sent = new LinkedBlockingQueue<>();
  private final CountDownLatch hanging = new CountDownLatch(1);
  private final List<Workers> started = new ArrayList<>();

  @AfterEach
  void letGo() {
    hanging.countDown();
    started.forEach(Workers::close);
  }

  @Test
  void work_in_time_gives_its_own_answer() throws Exception {
    submit(workers(1, 0, 10), () -> DONE);
    assertThat(next()).isSameAs(DONE);
  }

  @Test
  void work_that_hangs_is_answered_at_the_deadline_and_never_twice() throws Exception {
    var workers = workers(1, 1, 10);
    var began = System.nanoTime();
    submit(workers, this::hang);
    assertThat(next()).isSameAs(LATE);
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofMillis(50), Duration.ofMillis(500));
    hanging.countDown();
    submit(workers, () -> DONE);
    assertThat(next()).isSameAs(DONE);
    assertThat(sent).isEmpty();
  }

  @Test
  void a_worker_that_hangs_is_replaced_and_counted() throws Exception {
    var workers = workers(1, 1, 10);
    submit(workers, this::hang);
    assertThat(next()).isSameAs(LATE);
    assertThat(workers.stuck()).isEqualTo(1);
    await(() -> !workers.allStuck());
    submit(workers, () -> DONE);
    assertThat(next()).isSameAs(DONE);
    hanging.countDown();
    await(() -> workers.stuck() == 0);
  }

  @Test
  void replacements_are_bounded_and_what_waits_is_answered_in_time_nevertheless() throws Exception {
    var workers = workers(1, 1, 10);
    submit(workers, this::hang);
    assertThat(next()).isSameAs(LATE);
    submit(workers, this::hang);
    assertThat(next()).isSameAs(LATE);
    await(workers::allStuck);
    submit(workers, () -> DONE);
    assertThat(next()).isSameAs(LATE);
    hanging.countDown();
    await(() -> workers.stuck() == 0);
    submit(workers, () -> DONE);
    assertThat(next()).isSameAs(DONE);
  }

  @Test
  void a_full_queue_refuses() throws Exception {
    var workers = workers(1, 0, 1);
    var begun = new CountDownLatch(1);
    submit(
        workers,
        () -> {
          begun.countDown();
          return hang();
        });
    assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
    submit(workers, () -> DONE);
    assertThatThrownBy(() -> submit(workers, () -> DONE))
        .isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void work_that_throws_costs_no_worker() throws Exception {
    var workers = workers(1, 0, 10);
    submit(
        workers,
        () -> {
          throw new IllegalStateException("a defect");
        });
    assertThat(next()).isSameAs(LATE);
    submit(workers, () -> DONE);
    assertThat(next()).isSameAs(DONE);
  }

  @Test
  void workers_join_while_requests_wait_and_go_when_none_does() throws Exception {
    var limits = ProxyLimits.DEFAULT.withBudget(Duration.ofSeconds(8)).withWorkers(4, 0);
    var workers = new Workers(limits, 1, Duration.ofMillis(50));
    started.add(workers);
    assertThat(workers.number()).isEqualTo(1);
    for (var i = 0; i < 10; i++) {
      submit(workers, this::hang);
    }
    await(() -> workers.number() == 4);
    hanging.countDown();
    for (var i = 0; i < 10; i++) {
      assertThat(next()).isSameAs(DONE);
    }
    await(() -> {
      if (workers.queued() == 0) {
        submit(workers, () -> DONE);
      }
      return workers.number() == 1;
    });
  }

  private Workers workers(int number, int replacements, int queue) {
    var workers =
        new Workers(
            ProxyLimits.DEFAULT
                .withBudget(Duration.ofMillis(50))
                .withWorkers(number, replacements)
                .withQueue(queue));
    started.add(workers);
    return workers;
  }

  private void submit(Workers workers, java.util.function.Supplier<Answer> work) {
    workers.submit(work, () -> LATE, sent::add);
  }

  private Answer hang() {
    var interrupted = false;
    while (true) {
      try {
        hanging.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true; // a native call does not notice either
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return DONE;
  }

  private Answer next() throws InterruptedException {
    var answer = sent.poll(5, TimeUnit.SECONDS);
    assertThat(answer).as("an answer within 5 seconds").isNotNull();
    return answer;
  }

  private static void await(BooleanSupplier condition) {
    var deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within 5 seconds").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
