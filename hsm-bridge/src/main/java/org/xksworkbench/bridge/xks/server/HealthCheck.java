package org.xksworkbench.bridge.xks.server;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.xksworkbench.bridge.Product;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.ObjectRef;
import org.xksworkbench.bridge.xks.audit.AuditTrail;
import org.xksworkbench.bridge.xks.protocol.HealthStatus;
import org.xksworkbench.bridge.xks.protocol.HealthStatus.Ekm;
import org.xksworkbench.bridge.xks.protocol.HealthStatus.EkmHealth;

/// A deep check: encrypts and decrypts on the token with a key that is kept for this alone
/// (specification, GetHealthStatus).
///
/// It is made by threads of its own, every fifteen seconds while all is well and every second while
/// it is not, so that nobody who asks waits for the token.
///
/// - ACTIVE: the last check went well, within the budget of a request.
/// - DEGRADED: it went well but took longer, or calls of requests hang in the token, or the audit
///   trail cannot be written, or the certificate expires within days.
/// - UNAVAILABLE: it failed, does not come back, or no worker is left.
final class HealthCheck implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HealthCheck.class);

  private static final Duration WHILE_WELL = Duration.ofSeconds(15);
  private static final Duration WHILE_NOT = Duration.ofSeconds(1);

  /// After a failed request the check comes forward, but not more often than this.
  private static final Duration AT_LEAST = Duration.ofMillis(250);

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /// Nobody is served yet, and the first calls on a machine that has other work take their time.
  private static final Duration FIRST_PATIENCE = Duration.ofSeconds(15);

  /// The specification wants no older answer.
  private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

  /// So many checks may hang in the token before no other is tried.
  private static final int HANGING = 4;

  /// Not empty: SoftHSM 2.6.1 ends its process at that on some systems.
  private static final byte[] AAD = "health".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] PROBE = "XKS health check".getBytes(StandardCharsets.US_ASCII);

  private record Checked(EkmHealth health, long at) {}

  private final HsmSession session;
  private final String keyLabel;
  private final String proxyModel;
  private final int fleetSize;
  private final Duration budget;
  private final Workers workers;
  private final AuditTrail trail;
  private final CertificateDates certificate;
  private final LongSupplier nanoTime;
  private final Thread checker;
  private final Semaphore suspicion = new Semaphore(0);
  private final Semaphore hanging = new Semaphore(HANGING);
  private volatile Checked last;
  private volatile boolean closed;
  private @Nullable String reported;
  private String whyUnavailable = "";

  /// @param keyLabel the key of the check; it is made if it is not there
  /// @param budget of a request
  HealthCheck(
      HsmSession session,
      String keyLabel,
      String proxyModel,
      int fleetSize,
      Duration budget,
      Workers workers,
      AuditTrail trail,
      CertificateDates certificate,
      LongSupplier nanoTime) {
    this.session = session;
    this.keyLabel = keyLabel;
    this.proxyModel = proxyModel;
    this.fleetSize = fleetSize;
    this.budget = budget;
    this.workers = workers;
    this.trail = trail;
    this.certificate = certificate;
    this.nanoTime = nanoTime;
    last = new Checked(EkmHealth.UNAVAILABLE, nanoTime.getAsLong());
    checker = Thread.ofPlatform().name("xks-health").daemon().unstarted(this::keepChecking);
  }

  /// Checks once, for [#FIRST_PATIENCE] at most, and from then on by itself.
  void start() {
    certificate.look();
    check(FIRST_PATIENCE);
    checker.start();
  }

  /// As it was at the last check; does not wait.
  HealthStatus status() {
    var token = session.token();
    return new HealthStatus(
        fleetSize,
        Product.NAME,
        proxyModel,
        token.manufacturer(),
        List.of(
            new Ekm(
                token.serial(), token.model() + ", firmware " + token.firmwareVersion(), now())));
  }

  /// Whether requests can be served; does not wait.
  boolean serving() {
    return now() != EkmHealth.UNAVAILABLE && !trail.refuses();
  }

  /// A request failed as if the token were away: look soon.
  void suspect() {
    if (suspicion.availablePermits() == 0) {
      suspicion.release();
    }
  }

  @Override
  public void close() {
    closed = true;
    checker.interrupt();
  }

  private EkmHealth now() {
    var checked = last;
    if (workers.allStuck() || nanoTime.getAsLong() - checked.at() > MINUTE_NANOS) {
      return EkmHealth.UNAVAILABLE;
    }
    return checked.health() == EkmHealth.ACTIVE
            && (workers.stuckWorkers() > 0 || trail.fails() || certificate.urgent())
        ? EkmHealth.DEGRADED
        : checked.health();
  }

  private void keepChecking() {
    while (!closed) {
      try {
        Thread.sleep(AT_LEAST);
        var pause = last.health() == EkmHealth.ACTIVE ? WHILE_WELL : WHILE_NOT;
        var _ = suspicion.tryAcquire(pause.minus(AT_LEAST).toMillis(), TimeUnit.MILLISECONDS);
        certificate.look();
        check(PATIENCE);
      } catch (InterruptedException e) {
        // closed tells what it means
      }
    }
  }

  /// On a thread that may hang, because a call into the token cannot be stopped.
  private void check(Duration patience) {
    if (!hanging.tryAcquire()) {
      became(EkmHealth.UNAVAILABLE, HANGING + " checks hang in the token");
      return;
    }
    var done = new CountDownLatch(1);
    Thread.ofPlatform()
        .name("xks-health-check")
        .daemon()
        .start(() -> {
          try {
            probe();
          } finally {
            hanging.release();
            done.countDown();
          }
        });
    try {
      if (!done.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        became(EkmHealth.UNAVAILABLE, "the token does not come back from the check");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void probe() {
    try {
      var key = key();
      var slow = roundTrip(key).compareTo(budget) > 0;
      if (slow) {
        // Once more: the first call after a pause may have other reasons.
        slow = roundTrip(key).compareTo(budget) > 0;
      }
      became(
          slow ? EkmHealth.DEGRADED : EkmHealth.ACTIVE,
          slow ? "the token takes longer than a request may" : "all is well");
    } catch (HsmException e) {
      became(EkmHealth.UNAVAILABLE, (e.returnCode() + " " + e.getMessage()).strip());
    } catch (RuntimeException e) {
      LOG.error("A defect in the health check", e);
      became(EkmHealth.UNAVAILABLE, "the check itself failed");
    }
  }

  private Duration roundTrip(ObjectRef key) {
    var began = nanoTime.getAsLong();
    var sealed = session.sealGcm(key, AAD, PROBE);
    var back = session.decryptGcm(key, sealed.iv(), AAD, sealed.ciphertextAndTag());
    if (!Arrays.equals(back, PROBE)) {
      throw new HsmException(
          HsmException.Reason.DEVICE_FAILED,
          "The health key gave back something else than it was given.");
    }
    return Duration.ofNanos(nanoTime.getAsLong() - began);
  }

  private ObjectRef key() {
    var keys = session.secretKeys(keyLabel);
    if (keys.isEmpty()) {
      LOG.info("Making the key of the health check, {}", keyLabel);
      return make();
    }
    if (keys.size() > 1) {
      report(keys.size() + " keys have the label of the health key, " + keyLabel + "; using one");
    }
    // One without an ID cannot be told from the others.
    return keys.stream()
        .min(Comparator.comparing((HsmKey key) -> key.id().isEmpty()).thenComparing(HsmKey::id))
        .orElseThrow()
        .ref();
  }

  private ObjectRef make() {
    try {
      return session.generateAesKey(AesKeyTemplate.forExternalKeyStore(keyLabel)).ref();
    } catch (HsmException e) {
      if (e.reason() != HsmException.Reason.READ_ONLY) {
        throw e;
      }
      throw new HsmException(
          HsmException.Reason.READ_ONLY,
          "The token is read-only and has no key with the label "
              + keyLabel
              + " for the health check; name one that it has as health-key in proxy.toml.",
          e.returnCode(),
          e);
    }
  }

  /// Once, not with every check.
  private synchronized void report(String what) {
    if (!what.equals(reported)) {
      LOG.warn("{}", what);
      reported = what;
    }
  }

  private synchronized void became(EkmHealth health, String why) {
    var before = last.health();
    last = new Checked(health, nanoTime.getAsLong());
    if (health != before || (health == EkmHealth.UNAVAILABLE && !why.equals(whyUnavailable))) {
      LOG.atLevel(health == EkmHealth.ACTIVE ? Level.INFO : Level.WARN)
          .log("Health is {} now, was {}: {}", health, before, why);
    }
    whyUnavailable = health == EkmHealth.UNAVAILABLE ? why : "";
  }
}
