package org.xksworkbench.app.kms;

import java.time.Instant;
import java.util.Optional;

/// An external key store (`CustomKeyStoresListEntry` of type EXTERNAL_KEY_STORE).
///
/// @param id `CustomKeyStoreId`, such as `cks-1234567890abcdef0`
public record ExternalKeyStore(
    String id,
    String name,
    ConnectionState connectionState,
    XksProxyConfiguration proxy,
    Instant creationDate) {

  /// How AWS KMS reaches the external key store proxy (`XksProxyConfiguration`). The secret of the
  /// credential is never told by AWS KMS.
  ///
  /// @param uriEndpoint such as `https://xks.example.com`
  /// @param uriPath such as `/example/kms/xks/v1`
  public record XksProxyConfiguration(
      Connectivity connectivity,
      String uriEndpoint,
      String uriPath,
      String accessKeyId,
      Optional<String> vpcEndpointServiceName,
      Optional<String> vpcEndpointServiceOwner) {}

  /// `XksProxyConnectivityType`
  public enum Connectivity {
    PUBLIC_ENDPOINT,
    VPC_ENDPOINT_SERVICE
  }
}
