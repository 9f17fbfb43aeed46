package org.xksworkbench.bridge.xks.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.xksworkbench.bridge.xks.protocol.XksError;
import org.xksworkbench.bridge.xks.protocol.XksException;

/// The quota of the process and that of each path prefix. Only signed requests count: others shall
/// not use up what good callers have. GetHealthStatus is under none.
final class Quotas {

  private final int perPrefix;
  private final LongSupplier nanoTime;
  private final Quota all;
  private final Map<String, Quota> prefixes = new ConcurrentHashMap<>();

  Quotas(ProxyLimits limits, LongSupplier nanoTime) {
    this.perPrefix = limits.prefixRequestsPerSecond();
    this.nanoTime = nanoTime;
    this.all = new Quota(limits.requestsPerSecond(), nanoTime);
  }

  /// @throws XksException with [XksError#THROTTLING]
  void require(XksPrefix prefix) {
    if (perPrefix != 0
        && !prefixes.computeIfAbsent(prefix.path(), _ -> new Quota(perPrefix, nanoTime)).take()) {
      throw new XksException(
          XksError.THROTTLING, "The key store is above its quota of requests a second.");
    }
    if (!all.take()) {
      throw new XksException(
          XksError.THROTTLING, "The proxy is above its quota of requests a second.");
    }
  }
}
