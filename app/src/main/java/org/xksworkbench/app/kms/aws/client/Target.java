package org.xksworkbench.app.kms.aws.client;

import java.net.URI;
import java.util.Optional;

/// Where the requests of a service would go.
///
/// @param service such as "AWS KMS"
/// @param allowed whether the guard lets them
/// @param setBy the setting that sends them elsewhere than usual; empty if none does
public record Target(String service, URI uri, boolean allowed, Optional<String> setBy) {}
