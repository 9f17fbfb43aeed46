package org.xksworkbench.bridge.localkms.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/// A grant. Callers are not authenticated, so grants are kept and told, and permit nothing.
///
/// @param entry as ListGrants tells it
public record Grant(String id, String token, UUID keyId, ObjectNode entry) {

  /// Never shows the token.
  @Override
  public String toString() {
    return "Grant[" + id + "]";
  }
}
