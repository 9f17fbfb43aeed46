package org.xksworkbench.bridge.localkms.seed;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xksworkbench.bridge.localkms.account.Principal;
import org.xksworkbench.bridge.xks.client.ProxyAddress;

/// What is there when the stand-in starts. It is made by the same operations that callers use, so
/// each state has its real reason.
///
/// @param keys ordinary KMS keys, in no key store
/// @param principals IAM users and roles beside the caller
public record Seed(List<Store> stores, List<Key> keys, List<Principal> principals) {

  public Seed {
    stores = List.copyOf(stores);
    keys = List.copyOf(keys);
    principals = List.copyOf(principals);
  }

  public Seed(List<Store> stores) {
    this(stores, List.of(), List.of());
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
      List<ExternalKey> keys) {

    public Store {
      keys = List.copyOf(keys);
    }
  }

  /// A KMS key in a key store.
  public record ExternalKey(String xksKeyId, Key key) {

    public ExternalKey(String xksKeyId, String alias, String description) {
      this(xksKeyId, new Key(Optional.of(alias), description, Map.of()));
    }
  }

  /// A KMS key.
  ///
  /// @param alias with its `alias/` prefix
  public record Key(Optional<String> alias, String description, Map<String, String> tags) {
    public Key {
      tags = Map.copyOf(tags);
    }
  }

  /// How a key store is left.
  public enum LeftAs {
    /// Never connected; it can have no keys.
    NEW,
    /// After an attempt to connect: connected, or failed for its reason.
    CONNECTED,
    /// Connected, and disconnected after its keys were made.
    DISCONNECTED
  }
}
