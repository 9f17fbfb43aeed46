package org.xksworkbench.app.kms;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// The metrics of one external key store in the namespace `AWS/KMS` (AWS KMS Developer Guide,
/// "Monitoring with Amazon CloudWatch").
///
/// @param intervals one for each period in which there was a request, the oldest first
///   (XksProxyErrors, XksProxyLatency)
/// @param exceptions the five most frequent exceptions and how often, the most frequent first
/// @param certificateDays certificate name to days until it expires
///   (XksProxyCertificateDaysToExpire)
/// @param credentialAge days since AWS KMS was given the credential (XksProxyCredentialAge)
/// @param managers state to number of external key managers (XksExternalKeyManagerStates)
/// @param throttled requests that AWS KMS itself refused (ExternalKeyStoreThrottle)
public record KeyStoreFigures(
    List<FiguresInterval> intervals,
    List<Map.Entry<String, Long>> exceptions,
    Map<String, Double> certificateDays,
    OptionalDouble credentialAge,
    Map<String, Double> managers,
    long throttled) {

  public KeyStoreFigures {
    intervals = List.copyOf(intervals);
    exceptions = List.copyOf(exceptions);
    certificateDays = Map.copyOf(certificateDays);
    managers = Map.copyOf(managers);
  }

  /// One period.
  ///
  /// @param nonRetryable errors that are the caller's: they do not lower the reliability
  /// @param latency XKS operation to its average, in milliseconds; a time-out counts as 250
  public record FiguresInterval(
      Instant start,
      long succeeded,
      long retryable,
      long nonRetryable,
      Map<String, Double> latency) {

    public FiguresInterval {
      latency = Map.copyOf(latency);
    }

    public long requests() {
      return succeeded + retryable + nonRetryable;
    }
  }

  public long requests() {
    return intervals.stream().mapToLong(FiguresInterval::requests).sum();
  }

  /// Percent of the requests without a retryable error; empty if there was no request.
  public OptionalDouble reliability() {
    var requests = requests();
    var retryable = intervals.stream().mapToLong(FiguresInterval::retryable).sum();
    return requests == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(100.0 * (requests - retryable) / requests);
  }
}
