package org.xksworkbench.app.kms;

import java.util.Optional;
import org.xksworkbench.app.kms.ExternalKeyStore.Connectivity;

/// What UpdateCustomKeyStore shall change; what is empty stays. While the key store is connected
/// AWS KMS takes name, URI path and credential only; with any other state but DISCONNECTED it takes
/// nothing.
public record KeyStoreUpdate(
    Optional<String> newName,
    Optional<Connectivity> connectivity,
    Optional<String> uriEndpoint,
    Optional<String> uriPath,
    Optional<ProxyCredential> credential,
    Optional<String> vpcEndpointServiceName,
    Optional<String> vpcEndpointServiceOwner) {

  /// Another credential and nothing else.
  public static KeyStoreUpdate ofCredential(ProxyCredential credential) {
    return new KeyStoreUpdate(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(credential),
        Optional.empty(),
        Optional.empty());
  }

  public boolean changesNothing() {
    return newName.isEmpty()
        && connectivity.isEmpty()
        && uriEndpoint.isEmpty()
        && uriPath.isEmpty()
        && credential.isEmpty()
        && vpcEndpointServiceName.isEmpty()
        && vpcEndpointServiceOwner.isEmpty();
  }
}
