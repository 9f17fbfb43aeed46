package org.xksworkbench.bridge.localkms;

import java.util.List;
import java.util.Optional;
import org.xksworkbench.bridge.xks.client.ProxyAddress;

/// What is there when the stand-in starts. It is made by the same operations that callers use, so
/// each state has its real reason.
public record Seed(List<Store> stores) {

  public Seed {
    stores = List.copyOf(stores);
  }

  public static Seed nothing() {
    return new Seed(List.of());
  }

  /// A key store.
  ///
  /// @param vpcEndpointServiceName then the connectivity is VPC_ENDPOINT_SERVICE
  /// @param leftAs what it is after its keys were made
  public record Store(
      String name,
      ProxyAddress proxy,
      Optional<String> vpcEndpointServiceName,
      LeftAs leftAs,
      List<Key> keys) {

    public Store {
      keys = List.copyOf(keys);
    }
  }

  /// A KMS key in a key store.
  ///
  /// @param alias with its `alias/` prefix
  public record Key(String xksKeyId, String alias, String description) {}

  /// How a key store is left.
  public enum LeftAs {
    /// After an attempt to connect: connected, or failed for its reason.
    CONNECTED,
    DISCONNECTED
  }
}
