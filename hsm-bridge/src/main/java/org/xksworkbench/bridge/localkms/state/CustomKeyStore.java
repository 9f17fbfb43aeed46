package org.xksworkbench.bridge.localkms.state;

import java.time.Instant;
import org.xksworkbench.bridge.xks.client.ProxyAddress;

/// An external key store.
public record CustomKeyStore(
    String id,
    String name,
    ProxyConnectivity connectivity,
    ProxyAddress proxy,
    StoreConnection connection,
    Instant created) {

  public CustomKeyStore with(StoreConnection changed) {
    return new CustomKeyStore(id, name, connectivity, proxy, changed, created);
  }

  public boolean connected() {
    return connection instanceof StoreConnection.StoreConnected;
  }
}
