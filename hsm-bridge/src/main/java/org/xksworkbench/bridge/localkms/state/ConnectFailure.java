package org.xksworkbench.bridge.localkms.state;

/// Why the last connect of an external key store failed (AWS KMS API Reference,
/// CustomKeyStoresListEntry). The codes of AWS CloudHSM key stores are left out.
public enum ConnectFailure {
  INTERNAL_ERROR,
  NETWORK_ERRORS,
  INVALID_CREDENTIALS,
  XKS_PROXY_ACCESS_DENIED,
  XKS_PROXY_INVALID_CONFIGURATION,
  XKS_PROXY_INVALID_RESPONSE,
  XKS_PROXY_INVALID_TLS_CONFIGURATION,
  XKS_PROXY_NOT_REACHABLE,
  XKS_PROXY_TIMED_OUT,
  XKS_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION,
  XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND
}
