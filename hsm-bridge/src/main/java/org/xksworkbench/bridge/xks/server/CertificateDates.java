package org.xksworkbench.bridge.xks.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How long the certificate that is served is valid yet. The log is told 30 and 7 days before its
/// end, once each; of what has expired, [Serving] tells.
final class CertificateDates {

  private static final Logger LOG = LoggerFactory.getLogger(CertificateDates.class);

  private static final int WARN = 30;
  private static final int URGENT = 7;
  private static final long DAY_SECONDS = Duration.ofDays(1).toSeconds();

  /// @param threshold days, 0 for none
  private record ToldOf(Instant expires, int threshold) {}

  private final Supplier<Instant> expires;
  private final InstantSource clock;
  private ToldOf told = new ToldOf(Instant.MIN, 0);

  /// @param expires of what is served now
  CertificateDates(Supplier<Instant> expires, InstantSource clock) {
    this.expires = expires;
    this.clock = clock;
  }

  /// Whole days that are left, below 0 if it has expired.
  long days() {
    return days(expires.get());
  }

  private long days(Instant end) {
    return Math.floorDiv(Duration.between(clock.instant(), end).toSeconds(), DAY_SECONDS);
  }

  /// Whether it must be replaced now.
  boolean urgent() {
    return days() < URGENT;
  }

  /// Tells the log if it is time.
  synchronized void look() {
    var end = expires.get();
    var days = days(end);
    var threshold = days < URGENT ? URGENT : days < WARN ? WARN : 0;
    var now = new ToldOf(end, threshold);
    if (threshold > 0 && days >= 0 && !now.equals(told)) {
      LOG.warn(
          "The certificate that is served expires at {}, in {} days{}. Request a new one: hsm-bridge"
              + " proxy certificate request",
          end,
          days,
          threshold == URGENT ? ", and health is DEGRADED until it is replaced" : "");
    }
    told = now;
  }
}
