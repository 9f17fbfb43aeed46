package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.bridge.Eventually.eventually;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xksworkbench.bridge.Eventually;
import org.xksworkbench.bridge.xks.server.XksHandler.XksResponse;

/// Deadlines, with work that hangs until the test lets it go.
class WorkersTest {

  private static final XksResponse DONE = new XksResponse(200, new byte[0]);
  private static final XksResponse LATE = new XksResponse(429, new byte[0]);
  private static final XksResponse HELD_UP = new XksResponse(503, new byte[0]);
  private static final XksResponse FAILED = new XksResponse(500, new byte[0]);
  private static final XksResponse REFUSED = new XksResponse(429, new byte[0]);
  private static final XksResponse OF_ANOTHER = new XksResponse(200, new byte[0]);

  private static final XksCaller CALLER = new XksCaller("/payments", "AKIAPAYMENTS", 4);
  private static final XksCaller ANOTHER = new XksCaller("/archive", "AKIAARCHIVE", 4);

  /// So long that work which does not hang is in time on a busy machine too.
  private static final Duration BUDGET = Duration.ofSeconds(1);

  private final BlockingQueue<XksResponse> sent = new LinkedBlockingQueue<>();
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
        .isBetween(BUDGET, BUDGET.multipliedBy(5));
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
    assertThat(workers.stuckWorkers()).isEqualTo(1);
    eventually(() -> !workers.allStuck());
    submit(workers, () -> DONE);
    assertThat(next()).isSameAs(DONE);
    hanging.countDown();
    eventually(() -> workers.stuckWorkers() == 0);
  }

  @Test
  void replacements_are_bounded_and_what_waits_is_answered_in_time_nevertheless() throws Exception {
    var workers = workers(1, 1, 10);
    submit(workers, this::hang);
    assertThat(next()).isSameAs(LATE);
    submit(workers, this::hang);
    assertThat(next()).isSameAs(LATE);
    eventually(workers::allStuck);
    submit(workers, () -> DONE);
    assertThat(next()).isSameAs(HELD_UP);
    hanging.countDown();
    eventually(() -> workers.stuckWorkers() == 0);
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
    assertThat(begun.await(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    submit(workers, () -> DONE);
    submit(workers, () -> DONE);
    assertThat(next()).isSameAs(REFUSED);
  }

  @Test
  void a_caller_that_fills_the_queue_makes_room_for_another() throws Exception {
    var workers = workersBy(new AtomicLong(), 0, 10);
    var end = new CountDownLatch(1);
    submitAndAwaitBegin(workers, true, end);
    for (var i = 0; i < 10; i++) {
      submit(workers, () -> DONE);
    }
    submit(workers, ANOTHER, () -> OF_ANOTHER);
    assertThat(next()).isSameAs(REFUSED);
    assertThat(workers.queueLength()).isEqualTo(10);
    end.countDown();
    assertThat(List.of(next(), next(), next())).contains(OF_ANOTHER);
  }

  @Test
  void a_caller_that_asks_for_everything_leaves_another_its_turn() throws Exception {
    var workers = workersBy(new AtomicLong(), 0);
    var end = new CountDownLatch(1);
    submitAndAwaitBegin(workers, true, end);
    for (var i = 0; i < 50; i++) {
      submit(workers, () -> DONE);
    }
    submit(workers, ANOTHER, () -> OF_ANOTHER);
    end.countDown();
    assertThat(List.of(next(), next(), next())).contains(OF_ANOTHER);
  }

  @Test
  void what_goes_on_in_another_line_keeps_its_time() throws Exception {
    var clock = new AtomicLong();
    var workers = workersBy(clock, 0);
    var goesOn = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    var second = new CountDownLatch(1);
    workers.submit(
        new TestRequest(CALLER, () -> DONE, true) {
          @Override
          public Optional<XksResponse> answer() {
            if (begun.getCount() > 0) {
              begun.countDown();
              awaitThrough(goesOn);
              return Optional.empty();
            }
            second.countDown();
            return Optional.of(hang());
          }
        });
    awaitThrough(begun);
    clock.addAndGet(BUDGET.toNanos() * 3 / 4);
    goesOn.countDown();
    awaitThrough(second);
    assertThat(sent).isEmpty();
    clock.addAndGet(BUDGET.toNanos() / 4);
    assertThat(next()).isSameAs(LATE);
  }

  @Test
  void work_that_throws_costs_no_worker() throws Exception {
    var workers = workers(1, 0, 10);
    submit(
        workers,
        () -> {
          throw new IllegalStateException("a defect");
        });
    assertThat(next()).isSameAs(FAILED);
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
    eventually(() -> workers.number() == 4);
    hanging.countDown();
    for (var i = 0; i < 10; i++) {
      assertThat(next()).isSameAs(DONE);
    }
    eventually(() -> {
      if (workers.queueLength() == 0) {
        submit(workers, () -> DONE);
      }
      return workers.number() == 1;
    });
  }

  @Test
  void requests_that_wait_for_short_calls_call_no_other_worker() throws Exception {
    var many = 2000;
    var limits =
        ProxyLimits.DEFAULT.withBudget(Duration.ofSeconds(8)).withWorkers(4, 0).withQueue(many);
    // A clock of its own: on a busy machine a worker that lost its processor looks like a long
    // call.
    var clock = new AtomicLong();
    var workers = new Workers(limits, 1, Duration.ofSeconds(10), clock::get);
    started.add(workers);
    for (var i = 0; i < many; i++) {
      submit(
          workers,
          () -> {
            clock.addAndGet(Duration.ofNanos(50_000).toNanos());
            return spin(Duration.ofNanos(50_000));
          });
    }
    var most = 0;
    for (var i = 0; i < many; i++) {
      assertThat(next()).isSameAs(DONE);
      most = Math.max(most, workers.number());
    }
    assertThat(most).isEqualTo(1);
  }

  @Test
  void the_first_long_calls_call_other_workers_already() throws Exception {
    var limits = ProxyLimits.DEFAULT.withBudget(Duration.ofSeconds(8)).withWorkers(4, 0);
    var workers = new Workers(limits, 1, Duration.ofSeconds(10));
    started.add(workers);
    var calls = 200;
    for (var i = 0; i < calls; i++) {
      submit(workers, () -> spin(Duration.ofMillis(2)));
    }
    for (var i = 0; i < calls; i++) {
      assertThat(next()).isSameAs(DONE);
    }
    assertThat(workers.number()).isGreaterThan(1);
  }

  @Test
  void an_answer_that_waits_for_others_is_sent_although_the_next_request_hangs() throws Exception {
    var limits = ProxyLimits.DEFAULT.withBudget(Duration.ofSeconds(30)).withWorkers(1, 0);
    var workers = new Workers(limits, 1, Duration.ofSeconds(10));
    started.add(workers);
    var bothWait = new CountDownLatch(1);
    submit(
        workers,
        () -> {
          awaitThrough(bothWait);
          return DONE;
        });
    submit(workers, this::hang);
    bothWait.countDown();
    assertThat(next()).isSameAs(DONE);
    assertThat(hanging.getCount()).isEqualTo(1);
  }

  private Workers workers(int number, int replacements, int queue) {
    var workers =
        new Workers(
            ProxyLimits.DEFAULT
                .withBudget(BUDGET)
                .withWorkers(number, replacements)
                .withQueue(queue));
    started.add(workers);
    return workers;
  }

  /// With a clock of its own, which only the test moves on.
  private Workers workersBy(AtomicLong clock, int replacements) {
    return workersBy(clock, replacements, ProxyLimits.DEFAULT.queue());
  }

  private Workers workersBy(AtomicLong clock, int replacements, int queue) {
    var limits =
        ProxyLimits.DEFAULT.withBudget(BUDGET).withWorkers(1, replacements).withQueue(queue);
    var workers = new Workers(limits, 1, Duration.ofSeconds(10), clock::get);
    started.add(workers);
    return workers;
  }

  @Test
  void what_waits_while_nothing_is_finished_is_held_up_by_the_token() throws Exception {
    var clock = new AtomicLong();
    var workers = workersBy(clock, 0);
    submitAndAwaitBegin(workers, true, hanging);
    submit(workers, () -> DONE);
    clock.addAndGet(BUDGET.toNanos());
    assertThat(List.of(next(), next())).containsExactlyInAnyOrder(LATE, HELD_UP);
    assertThat(workers.stuckWorkers()).isEqualTo(1);
  }

  @Test
  void what_waits_while_others_are_finished_is_late_and_held_up_by_nothing() throws Exception {
    var clock = new AtomicLong();
    var workers = workersBy(clock, 0);
    var firstEnds = new CountDownLatch(1);
    submitAndAwaitBegin(workers, true, firstEnds);
    var secondBegins = new CountDownLatch(1);
    submit(
        workers,
        () -> {
          secondBegins.countDown();
          return hang();
        });
    submit(workers, () -> DONE);
    clock.addAndGet(BUDGET.toNanos() * 3 / 4);
    firstEnds.countDown();
    awaitThrough(secondBegins);
    clock.addAndGet(BUDGET.toNanos() / 4);
    assertThat(List.of(next(), next())).containsExactly(LATE, LATE);
    assertThat(workers.stuckWorkers()).as("one that waited most of its time").isZero();
    clock.addAndGet(BUDGET.toNanos() / 4);
    eventually(() -> workers.stuckWorkers() == 1);
  }

  @Test
  void work_that_is_late_and_not_in_the_token_is_not_stuck_and_calls_no_other_worker()
      throws Exception {
    var clock = new AtomicLong();
    var workers = workersBy(clock, 1);
    submitAndAwaitBegin(workers, false, hanging);
    clock.addAndGet(BUDGET.toNanos() * 2);
    assertThat(next()).isSameAs(LATE);
    submit(workers, () -> DONE);
    clock.addAndGet(BUDGET.toNanos());
    assertThat(next()).as("what waited for it").isSameAs(LATE);
    assertThat(workers.stuckWorkers()).isZero();
    assertThat(workers.number()).isEqualTo(1);
  }

  private void submitAndAwaitBegin(Workers workers, boolean onToken, CountDownLatch end) {
    var begun = new CountDownLatch(1);
    submit(
        workers,
        () -> {
          begun.countDown();
          awaitThrough(end);
          return DONE;
        },
        onToken);
    awaitThrough(begun);
  }

  private void submit(Workers workers, Supplier<XksResponse> work) {
    submit(workers, work, true);
  }

  private void submit(Workers workers, XksCaller caller, Supplier<XksResponse> work) {
    workers.submit(new TestRequest(caller, work, true));
  }

  private void submit(Workers workers, Supplier<XksResponse> work, boolean onToken) {
    workers.submit(new TestRequest(CALLER, work, onToken));
  }

  private class TestRequest implements Workers.QueuedRequest {

    private final XksCaller caller;
    private final Supplier<XksResponse> work;
    private final boolean onToken;

    TestRequest(XksCaller caller, Supplier<XksResponse> work, boolean onToken) {
      this.caller = caller;
      this.work = work;
      this.onToken = onToken;
    }

    @Override
    public XksCaller caller() {
      return caller;
    }

    @Override
    public Optional<XksResponse> answer() {
      return Optional.of(work.get());
    }

    @Override
    public XksResponse refusalAnswer() {
      return REFUSED;
    }

    @Override
    public boolean onToken() {
      return onToken;
    }

    @Override
    public XksResponse late(boolean nothingMoves) {
      return nothingMoves ? HELD_UP : LATE;
    }

    @Override
    public XksResponse failureAnswer(Throwable defect) {
      return FAILED;
    }

    @Override
    public void report(XksResponse answer) {}

    @Override
    public void send(XksResponse answer) {
      sent.add(answer);
    }

    @Override
    public Executor sender() {
      return Runnable::run;
    }
  }

  private static XksResponse spin(Duration time) {
    var end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return DONE;
  }

  private XksResponse hang() {
    awaitThrough(hanging);
    return DONE;
  }

  private static void awaitThrough(CountDownLatch latch) {
    var interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true; // a native call does not notice either
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private XksResponse next() throws InterruptedException {
    var answer = sent.poll(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(answer).as("an answer within %s", Eventually.PATIENCE).isNotNull();
    return answer;
  }
}
