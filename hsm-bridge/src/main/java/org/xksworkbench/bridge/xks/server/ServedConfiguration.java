package org.xksworkbench.bridge.xks.server;

import java.util.List;
import java.util.Optional;
import org.xksworkbench.bridge.xks.policy.Policy;

/// What a running proxy can change without a restart.
///
/// @param policy the second authorization, empty for none
public record ServedConfiguration(
    List<XksPrefix> prefixes, TlsSettings tls, Optional<Policy> policy) {

  public ServedConfiguration {
    prefixes = List.copyOf(prefixes);
  }
}
