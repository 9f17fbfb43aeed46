package org.xksworkbench.bridge.localkms;

import java.time.Instant;
import org.xksworkbench.bridge.xks.client.ProxyAddress;

/// An external key store.
record CustomKeyStore(
    String id,
    String name,
    ProxyConnectivity connectivity,
    ProxyAddress proxy,
    Connection connection,
    Instant created) {

  CustomKeyStore with(Connection changed) {
    return new CustomKeyStore(id, name, connectivity, proxy, changed, created);
  }

  boolean connected() {
    return connection instanceof Connection.Connected;
  }
}
