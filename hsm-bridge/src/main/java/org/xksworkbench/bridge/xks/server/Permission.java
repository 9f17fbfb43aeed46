package org.xksworkbench.bridge.xks.server;

import java.util.Optional;
import org.xksworkbench.bridge.xks.policy.AccessRequest;
import org.xksworkbench.bridge.xks.policy.Decision;
import org.xksworkbench.bridge.xks.policy.Policy;
import org.xksworkbench.bridge.xks.protocol.RequestMetadata;
import org.xksworkbench.bridge.xks.protocol.XksError;
import org.xksworkbench.bridge.xks.protocol.XksException;

/// Whether a signed request may do what it asks for: the second authorization, and blocks.
final class Permission {

  /// Which statement denied; for the log only.
  static final class Denial extends Exception {

    private static final long serialVersionUID = 1;

    Denial(Decision decision) {
      super(decision.reason());
    }
  }

  private final Route route;
  private final Optional<Policy> policy;

  Permission(Route route, Optional<Policy> policy) {
    this.route = route;
    this.policy = policy;
  }

  boolean blocked() {
    return route.prefix().blocks(route.xksKeyId());
  }

  /// For GetHealthStatus, which is exempt from authorization (specification, GetHealthStatus).
  void requireOpenKeyStore() {
    if (route.prefix().blocked()) {
      throw new XksException(XksError.INVALID_STATE, "The external key store is blocked.");
    }
  }

  void requireAuthorized(RequestMetadata metadata) {
    policy
        .map(rules ->
            rules.decide(
                new AccessRequest(
                    route.prefix().path(), route.operation(), route.xksKeyId(), metadata)))
        .filter(decision -> !decision.allowed())
        .ifPresent(decision -> {
          throw new XksException(
              XksError.ACCESS_DENIED,
              "The policy of the proxy does not allow this.",
              new Denial(decision));
        });
  }

  /// For Encrypt and Decrypt.
  void requireUse(RequestMetadata metadata) {
    requireAuthorized(metadata);
    requireOpenKeyStore();
    if (blocked()) {
      throw new XksException(XksError.INVALID_STATE, "The external key is blocked.");
    }
  }
}
