package org.xksworkbench.bridge.localkms;

import java.time.Instant;
import java.util.Optional;
import org.xksworkbench.bridge.xks.client.ProxyAddress;

/// An external key store.
record CustomKeyStore(
    String id,
    String name,
    String connectivity,
    ProxyAddress proxy,
    Optional<String> vpcEndpointServiceName,
    Optional<String> vpcEndpointServiceOwner,
    Connection connection,
    Instant created) {

  CustomKeyStore with(Connection changed) {
    return new CustomKeyStore(
        id,
        name,
        connectivity,
        proxy,
        vpcEndpointServiceName,
        vpcEndpointServiceOwner,
        changed,
        created);
  }
}
