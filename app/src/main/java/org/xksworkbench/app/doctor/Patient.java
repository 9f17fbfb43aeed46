package org.xksworkbench.app.doctor;

import java.util.Optional;
import org.xksworkbench.app.kms.ProxyCredential;

/// What is examined.
///
/// @param uriEndpoint such as `https://xks.example.com`
/// @param uriPath such as `/example/kms/xks/v1`
/// @param credential empty if the secret is not known here: AWS KMS never tells it
public record Patient(String uriEndpoint, String uriPath, Optional<ProxyCredential> credential) {}
