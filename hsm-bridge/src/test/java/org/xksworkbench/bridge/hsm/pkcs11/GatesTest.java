package org.xksworkbench.bridge.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.pkcs11.Gates.GatePatience;

/// Who may be in a token together.
@Timeout(120)
class GatesTest {

  private static final long ONE = 1;
  private static final long OTHER = 2;

  private final List<String> givenUp = new CopyOnWriteArrayList<>();
  private final Gates gates = new Gates(givenUp::add);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void stop() throws InterruptedException {
    end.countDown();
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_login_waits_until_the_calls_that_run_have_ended_and_calls_wait_for_the_login()
      throws Exception {
    var inside = new AtomicInteger();
    var met = new AtomicBoolean();
    var stop = new AtomicBoolean();
    var callers =
        List.<Future<Boolean>>of(caller(stop, inside), caller(stop, inside), caller(stop, inside));
    for (var i = 0; i < 200; i++) {
      gates.alone(
          GatePatience.OF_A_PERSON,
          ONE,
          () -> {
            met.compareAndSet(false, inside.get() != 0);
            Thread.yield();
            met.compareAndSet(false, inside.get() != 0);
            return true;
          });
    }
    stop.set(true);
    for (var caller : callers) {
      assertThat(caller.get()).isTrue();
    }
    assertThat(met).isFalse();
  }

  /// Without a pause, so that a login that is not preferred never comes in. One login behind the
  /// other can keep a call out for longer than it waits, where the machine is busy; that is told,
  /// and tried again.
  private Future<Boolean> caller(AtomicBoolean stop, AtomicInteger inside) {
    return threads.submit(() -> {
      while (!stop.get()) {
        try {
          var _ =
              gates.call(
                  ONE,
                  () -> {
                    inside.incrementAndGet();
                    Thread.yield();
                    return inside.decrementAndGet();
                  });
        } catch (HsmException e) {
          assertThat(e.reason()).isEqualTo(Reason.TIMEOUT);
        }
      }
      return true;
    });
  }

  @Test
  void a_login_to_one_token_does_not_wait_for_calls_to_another() throws Exception {
    hold(() -> gates.call(OTHER, this::untilTheEnd));
    assertThat(gates.alone(GatePatience.OF_A_PERSON, ONE, () -> "in")).isEqualTo("in");
  }

  @Test
  void a_call_that_waits_for_a_login_fails_in_time_and_says_why() throws Exception {
    hold(() -> gates.alone(GatePatience.OF_A_PERSON, ONE, this::untilTheEnd));
    var failure = failure(() -> gates.call(ONE, () -> "in"));
    assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
    assertThat(failure).hasMessageContaining("Another login to the token");
    assertThat(gates.call(OTHER, () -> "in")).isEqualTo("in");
  }

  @Test
  void a_process_in_which_a_call_hangs_is_given_up_when_the_login_must_be_renewed()
      throws Exception {
    hold(() -> gates.call(ONE, this::untilTheEnd));
    var failure = failure(() -> gates.alone(GatePatience.OF_THE_PROCESS, ONE, () -> "in"));
    assertThat(failure.reason()).isEqualTo(Reason.DEVICE_FAILED);
    assertThat(givenUp).containsExactly(failure.getMessage());
    assertThat(failure).hasMessageContaining("has not returned for 2 seconds");
  }

  @Test
  void a_restart_of_the_module_waits_for_the_calls_to_each_token() throws Exception {
    gates.call(ONE, () -> "a token that was used before");
    hold(() -> gates.call(OTHER, this::untilTheEnd));
    var failure = failure(() -> gates.alone(() -> {}));
    assertThat(failure.reason()).isEqualTo(Reason.DEVICE_FAILED);
    assertThat(givenUp).hasSize(1);
  }

  @Test
  void a_person_who_logs_in_beside_a_long_call_is_told_and_nothing_is_given_up() throws Exception {
    hold(() -> gates.call(ONE, this::untilTheEnd));
    var failure = failure(() -> gates.alone(GatePatience.OF_A_PERSON, ONE, () -> "in"));
    assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
    assertThat(failure).hasMessageContaining("Another call to the token still runs");
    assertThat(givenUp).isEmpty();
  }

  @Test
  void a_login_at_a_keypad_that_takes_its_time_is_no_call_that_hangs() throws Exception {
    var typed = new CountDownLatch(1);
    hold(() -> gates.alone(GatePatience.OF_A_PERSON, ONE, () -> await(typed)));
    var next =
        CompletableFuture.supplyAsync(
            () -> gates.alone(GatePatience.OF_THE_PROCESS, ONE, () -> "in"), threads);
    // Longer than a call may take that must come out.
    assertThat(next.completeOnTimeout("waits", 3, TimeUnit.SECONDS).get()).isEqualTo("waits");
    typed.countDown();
    assertThat(gates.alone(GatePatience.OF_THE_PROCESS, ONE, () -> "in")).isEqualTo("in");
    assertThat(givenUp).isEmpty();
  }

  @Test
  void a_thread_that_was_interrupted_still_closes_and_stays_interrupted() {
    Thread.currentThread().interrupt();
    assertThat(gates.alone(GatePatience.OF_THE_PROCESS, ONE, () -> "closed")).isEqualTo("closed");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void who_is_alone_may_call_and_be_alone_within() {
    var inner = gates.token(ONE);
    gates.alone(() -> gates.closing(inner, () -> gates.call(ONE, () -> "in")));
    assertThat(givenUp).isEmpty();
  }

  /// Returns when it is in.
  private void hold(Callable<?> work) throws Exception {
    var _ = threads.submit(work);
    assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
  }

  private String untilTheEnd() {
    return await(end);
  }

  private String await(CountDownLatch latch) {
    entered.countDown();
    try {
      latch.await();
      return "ended";
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static HsmException failure(ThrowingCallable call) {
    return catchThrowableOfType(HsmException.class, call);
  }
}
