package org.xksworkbench.bridge.xks.server;

import java.time.Duration;

/// What the proxy takes on at once.
///
/// @param budget from the arrival of a request to its answer. AWS KMS gives up after 250 ms with
///   TCP and TLS counted (specification, Overview); the rest is for the network
/// @param workers threads at most, each with a session of its own on the token; fewer work while no
///   request waits
/// @param queue requests that wait for a worker; more are refused
/// @param replacements how many workers are started in place of such as hang in the token
/// @param requestsPerSecond of all callers together, 0 for no quota
/// @param prefixRequestsPerSecond of each path prefix, 0 for no quota
public record ProxyLimits(
    Duration budget,
    int workers,
    int queue,
    int replacements,
    int requestsPerSecond,
    int prefixRequestsPerSecond) {

  public static final ProxyLimits DEFAULT =
      new ProxyLimits(Duration.ofMillis(150), 16, 1024, 16, 0, 0);

  /// @throws IllegalArgumentException if a limit is below what it can be
  public ProxyLimits {
    if (budget.toMillis() < 10
        || workers < 1
        || queue < 1
        || replacements < 0
        || requestsPerSecond < 0
        || prefixRequestsPerSecond < 0) {
      throw new IllegalArgumentException(
          "A budget has at least 10 ms, workers and queue are at least 1, and quotas at least 0.");
    }
  }

  public ProxyLimits withBudget(Duration other) {
    return new ProxyLimits(
        other, workers, queue, replacements, requestsPerSecond, prefixRequestsPerSecond);
  }

  public ProxyLimits withWorkers(int other, int otherReplacements) {
    return new ProxyLimits(
        budget, other, queue, otherReplacements, requestsPerSecond, prefixRequestsPerSecond);
  }

  public ProxyLimits withQueue(int other) {
    return new ProxyLimits(
        budget, workers, other, replacements, requestsPerSecond, prefixRequestsPerSecond);
  }

  public ProxyLimits withQuotas(int ofAll, int ofEachPrefix) {
    return new ProxyLimits(budget, workers, queue, replacements, ofAll, ofEachPrefix);
  }
}
