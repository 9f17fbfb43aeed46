package org.xksworkbench.bridge.xks.client;

/// Where a proxy is and how to sign for it.
///
/// @param uriEndpoint such as `https://xks.example.com`
/// @param uriPath such as `/example/kms/xks/v1`
public record ProxyAddress(
    String uriEndpoint, String uriPath, String accessKeyId, String secretAccessKey) {

  /// Never shows the secret.
  @Override
  public String toString() {
    return "ProxyAddress[" + uriEndpoint + uriPath + ", " + accessKeyId + "]";
  }
}
