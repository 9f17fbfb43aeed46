package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xksworkbench.bridge.LogLines;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.RawKeys;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.xks.audit.AuditTrail;
import org.xksworkbench.bridge.xks.protocol.HealthStatus.Ekm;
import org.xksworkbench.bridge.xks.protocol.HealthStatus.EkmHealth;

/// The check alone, on a real token.
class HealthCheckTest {

  private static final String LABEL = "xks-health";
  private static final Duration BUDGET = Duration.ofMillis(400);

  private static final CertificateDates YEARS =
      new CertificateDates(() -> Instant.now().plus(Duration.ofDays(900)), InstantSource.system());

  private final Workers workers = new Workers(ProxyLimits.DEFAULT.withWorkers(1, 0));
  private final AtomicLong clock = new AtomicLong();
  private Slot token;
  private HsmSession session;

  @BeforeEach
  void logIn() {
    token = SoftHsm.newToken();
    session = SoftHsm.login(token);
  }

  @AfterEach
  void logOut() {
    workers.close();
    session.close();
  }

  private Ekm check(HsmSession on) {
    try (var health =
        new HealthCheck(
            on, LABEL, "model", 1, BUDGET, workers, AuditTrail.NONE, YEARS, clock::get)) {
      health.start();
      return health.status().ekmFleetDetails().getFirst();
    }
  }

  @Test
  void a_token_that_answers_in_time_is_active_and_gets_a_key_for_the_check() {
    assertThat(check(session).healthStatus()).isEqualTo(EkmHealth.ACTIVE);
    assertThat(session.secretKeys(LABEL)).hasSize(1);
    assertThat(check(session).healthStatus()).isEqualTo(EkmHealth.ACTIVE);
    assertThat(session.secretKeys(LABEL)).as("no second one").hasSize(1);
  }

  @Test
  void a_token_that_takes_longer_than_a_request_may_is_degraded() {
    assertThat(check(slowerBy(BUDGET.dividedBy(2))).healthStatus()).isEqualTo(EkmHealth.ACTIVE);
    assertThat(check(slowerBy(BUDGET.plusMillis(100))).healthStatus())
        .isEqualTo(EkmHealth.DEGRADED);
  }

  @Test
  void the_first_look_at_a_token_may_take_longer_than_later_ones() {
    var late = CompletableFuture.delayedExecutor(3, TimeUnit.SECONDS, Thread.ofPlatform()::start);
    var answer = CompletableFuture.runAsync(() -> {}, late);
    assertThat(check(DisturbedSession.before(session, "decryptGcm", answer::join)).healthStatus())
        .isEqualTo(EkmHealth.ACTIVE);
  }

  @Test
  void what_was_found_more_than_a_minute_ago_is_not_told_any_more() {
    try (var health =
        new HealthCheck(
            session, LABEL, "model", 1, BUDGET, workers, AuditTrail.NONE, YEARS, clock::get)) {
      health.start();
      clock.addAndGet(Duration.ofMinutes(1).toNanos());
      assertThat(health.serving()).isTrue();
      clock.addAndGet(1);
      assertThat(health.serving()).isFalse();
    }
  }

  @Test
  void the_token_tells_who_it_is() {
    var told = check(session);
    var known = token.token().orElseThrow();
    assertThat(told.id()).isEqualTo(known.serial());
    assertThat(told.model()).contains(known.model(), known.firmwareVersion());
  }

  @Test
  void of_two_keys_for_the_check_one_is_used_and_that_is_reported() {
    session.generateAesKey(AesKeyTemplate.forExternalKeyStore(LABEL));
    try (var raw = new RawKeys(token);
        var log = new LogLines()) {
      raw.create(LABEL, SoftHsm.importableKey());
      assertThat(check(session).healthStatus()).isEqualTo(EkmHealth.ACTIVE);
      assertThat(log.lines())
          .filteredOn(line -> line.contains("2 keys have the label of the health key, " + LABEL))
          .hasSize(1);
    }
  }

  /// By the clock of the check: what else this machine does must not count.
  private HsmSession slowerBy(Duration time) {
    return DisturbedSession.before(session, "decryptGcm", () -> clock.addAndGet(time.toNanos()));
  }
}
