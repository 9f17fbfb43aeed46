package org.xksworkbench.app.settings;

import java.time.Duration;

/// From where on something needs attention.
///
/// @param certificateDays a certificate that ends sooner is warned of; below the 10 at which AWS
///   advises an alarm it is bad, whatever is chosen
/// @param slowMillis a 99th percentile above it is warned of, of the 250 that AWS KMS waits
public record Thresholds(int certificateDays, int slowMillis) {

  /// AWS KMS Developer Guide, monitoring external key stores.
  public static final int CERTIFICATE_DAYS_BAD = 10;

  private static final int LONGEST_DAYS = 3650;
  private static final int AWS_WAITS_MILLIS = 250;

  public static final Thresholds USUAL = new Thresholds(30, 100);

  public Thresholds {
    if (certificateDays < CERTIFICATE_DAYS_BAD || certificateDays > LONGEST_DAYS) {
      throw new IllegalArgumentException("days until a certificate ends: " + certificateDays);
    }
    if (slowMillis < 1 || slowMillis > AWS_WAITS_MILLIS) {
      throw new IllegalArgumentException("milliseconds of a slow proxy: " + slowMillis);
    }
  }

  /// How long before its end a certificate is warned of.
  public Duration certificate() {
    return Duration.ofDays(certificateDays);
  }

  public Thresholds withCertificateDays(int days) {
    return new Thresholds(days, slowMillis);
  }

  public Thresholds withSlowMillis(int millis) {
    return new Thresholds(certificateDays, millis);
  }
}
