package org.xksworkbench.app.kms;

import java.util.Optional;
import org.xksworkbench.app.kms.ExternalKeyStore.Connectivity;

/// What CreateCustomKeyStore needs to know of an external key store.
///
/// @param uriEndpoint such as `https://xks.example.com`
/// @param uriPath such as `/example/kms/xks/v1`
/// @param vpcEndpointServiceName only with [Connectivity#VPC_ENDPOINT_SERVICE]
/// @param vpcEndpointServiceOwner account of 12 digits; without it, the caller's
public record NewKeyStore(
    String name,
    Connectivity connectivity,
    String uriEndpoint,
    String uriPath,
    ProxyCredential credential,
    Optional<String> vpcEndpointServiceName,
    Optional<String> vpcEndpointServiceOwner) {}
