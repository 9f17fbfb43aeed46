package org.xksworkbench.bridge.localkms.state;

import java.util.Optional;

/// How AWS KMS reaches the proxy of a key store: `XksProxyConnectivity`.
public sealed interface ProxyConnectivity {

  String PUBLIC = "PUBLIC_ENDPOINT";
  String VPC = "VPC_ENDPOINT_SERVICE";

  record PublicEndpoint() implements ProxyConnectivity {}

  /// @param owner account of the service, if it was given
  record VpcEndpointService(String serviceName, Optional<String> owner)
      implements ProxyConnectivity {}

  default String wireName() {
    return switch (this) {
      case PublicEndpoint _ -> PUBLIC;
      case VpcEndpointService _ -> VPC;
    };
  }
}
