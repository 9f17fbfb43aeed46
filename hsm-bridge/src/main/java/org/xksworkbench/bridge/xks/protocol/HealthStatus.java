package org.xksworkbench.bridge.xks.protocol;

import java.util.List;

/// How proxy and external key manager are (specification, GetHealthStatus).
///
/// @param ekmFleetDetails one to ten
public record HealthStatus(
    int xksProxyFleetSize,
    String xksProxyVendor,
    String xksProxyModel,
    String ekmVendor,
    List<Ekm> ekmFleetDetails) {

  public HealthStatus {
    ekmFleetDetails = List.copyOf(ekmFleetDetails);
  }

  /// One external key manager.
  public record Ekm(String id, String model, EkmHealth healthStatus) {}

  /// Whether it can serve.
  public enum EkmHealth {
    ACTIVE,
    /// Unhealthy, but can still serve.
    DEGRADED,
    UNAVAILABLE
  }
}
