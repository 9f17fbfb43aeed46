package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.LogLines;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.xks.audit.XksCall;
import org.xksworkbench.bridge.xks.server.XksTestClient.TestClientAnswer;

/// More is asked than a token that answers each call can do in time.
class OverloadTest {

  private static final byte[] TEXT = {1, 2, 3};
  private static final byte[] NONE = {};
  private static final Duration BUDGET = Duration.ofSeconds(2);

  /// A tenth of what makes a call late by itself: a busy machine may add to it.
  private static final Duration CALL = Duration.ofMillis(100);

  private static final int CALLERS = 60;

  private final List<XksCall> calls = new CopyOnWriteArrayList<>();

  @Test
  void overload_is_throttling_and_never_blamed_on_the_token(@TempDir Path folder) throws Exception {
    try (var log = new LogLines();
        var served =
            ServedToken.start(
                folder,
                slow(SoftHsm.newSession()),
                builder ->
                    builder
                        .limits(ProxyLimits.DEFAULT.withBudget(BUDGET).withWorkers(1, 1))
                        .listener(calls::add));
        var callers = Executors.newFixedThreadPool(CALLERS)) {
      var client = served.client();
      var asked = new ArrayList<Future<TestClientAnswer>>();
      for (var i = 0; i < CALLERS; i++) {
        asked.add(callers.submit(() -> client.encrypt("key-1", TEXT, NONE, false)));
      }
      var answers = new ArrayList<TestClientAnswer>();
      for (var one : asked) {
        answers.add(one.get());
      }
      assertThat(answers)
          .extracting(answer -> answer.status() + answer.errorName())
          .containsOnly("200", "429ThrottlingException");
      assertThat(calls)
          .hasSize(CALLERS)
          .filteredOn(call -> call.httpStatus() == 429)
          .isNotEmpty()
          .allSatisfy(call -> {
            assertThat(call.cause()).contains("cannot keep up");
            assertThat(call.queueMicros()).isGreaterThan(call.tokenMicros());
          });
      assertThat(served.proxy().stuckWorkers()).isZero();
      assertThat(log.lines()).noneSatisfy(line -> assertThat(line).contains("does not return"));
    }
  }

  /// A session whose token takes its time to encrypt.
  private static HsmSession slow(HsmSession session) {
    return DisturbedSession.before(session, "sealGcm", () -> LockSupport.parkNanos(CALL.toNanos()));
  }
}
