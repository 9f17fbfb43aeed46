package org.xksworkbench.bridge.xks.server;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.xks.protocol.HealthStatus;
import org.xksworkbench.bridge.xks.protocol.HealthStatus.Ekm;
import org.xksworkbench.bridge.xks.protocol.HealthStatus.Health;

/// A deep check: encrypts and decrypts on the token with a key that is kept for this alone
/// (specification, GetHealthStatus).
final class HealthCheck {

  private static final Logger LOG = LoggerFactory.getLogger(HealthCheck.class);

  /// Well below the minute that the specification allows.
  private static final long CACHE_NANOS = Duration.ofSeconds(15).toNanos();

  private static final byte[] NO_AAD = new byte[0];
  private static final byte[] PROBE = "XKS health check".getBytes(StandardCharsets.US_ASCII);
  private static final int IV_LENGTH = 12;

  private final HsmSession session;
  private final String keyLabel;
  private final String proxyModel;
  private final int fleetSize;
  private final LongSupplier nanoTime;
  private @Nullable HealthStatus cached;
  private long cachedAt;

  HealthCheck(
      HsmSession session,
      String keyLabel,
      String proxyModel,
      int fleetSize,
      LongSupplier nanoTime) {
    this.session = session;
    this.keyLabel = keyLabel;
    this.proxyModel = proxyModel;
    this.fleetSize = fleetSize;
    this.nanoTime = nanoTime;
  }

  synchronized HealthStatus status() {
    var now = nanoTime.getAsLong();
    var known = cached;
    if (known == null || now - cachedAt >= CACHE_NANOS) {
      known = ask();
      cached = known;
      cachedAt = now;
    }
    return known;
  }

  boolean serving() {
    return status().ekmFleetDetails().stream()
        .anyMatch(ekm -> ekm.healthStatus() != Health.UNAVAILABLE);
  }

  private HealthStatus ask() {
    var token = session.token();
    return new HealthStatus(
        fleetSize,
        "XKS Workbench",
        proxyModel,
        token.manufacturer(),
        List.of(
            new Ekm(
                token.serial(), token.model() + ", firmware " + token.firmwareVersion(), probe())));
  }

  private Health probe() {
    try {
      var key =
          session.secretKeys(keyLabel).stream()
              .findFirst()
              .orElseGet(() -> session.generateAesKey(AesKeyTemplate.forExternalKeyStore(keyLabel)))
              .ref();
      var iv = session.random(IV_LENGTH);
      var back = session.decryptGcm(key, iv, NO_AAD, session.encryptGcm(key, iv, NO_AAD, PROBE));
      if (Arrays.equals(back, PROBE)) {
        return Health.ACTIVE;
      }
      LOG.error("The health key {} gave back something else than it was given", keyLabel);
    } catch (HsmException e) {
      LOG.warn("The health check failed: {} {}", e.returnCode(), e.getMessage());
    }
    return Health.UNAVAILABLE;
  }
}
