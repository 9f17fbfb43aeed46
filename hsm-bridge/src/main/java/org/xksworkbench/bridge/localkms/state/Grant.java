package org.xksworkbench.bridge.localkms.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// A grant. Callers are not authenticated, so grants are kept and told, and permit nothing.
///
/// @param tokens all of them mean it
/// @param entry as ListGrants tells it
public record Grant(String id, List<String> tokens, UUID keyId, ObjectNode entry) {

  public Grant {
    tokens = List.copyOf(tokens);
  }

  public Grant withToken(String token) {
    return new Grant(id, Stream.concat(tokens.stream(), Stream.of(token)).toList(), keyId, entry);
  }

  /// Never shows a token.
  @Override
  public String toString() {
    return "Grant[" + id + "]";
  }
}
