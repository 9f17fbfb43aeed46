package org.xksworkbench.app.kms;

import java.util.Arrays;

/// What AWS KMS signs requests to the external key store proxy with
/// (`XksProxyAuthenticationCredentialType`).
///
/// @param accessKeyId 20 to 30 characters of A-Z and 2-7
/// @param rawSecretAccessKey 43 to 64 characters of a-z, A-Z, 0-9, `/`, `+`, `=`; wiped by
///   [#close()]
public record ProxyCredential(String accessKeyId, char[] rawSecretAccessKey)
    implements AutoCloseable {

  /// Never shows the secret.
  @Override
  public String toString() {
    return "ProxyCredential[" + accessKeyId + "]";
  }

  /// Wipes the secret.
  @Override
  public void close() {
    Arrays.fill(rawSecretAccessKey, '\0');
  }
}
