package org.xksworkbench.bridge.localkms.wire;

import java.util.Map;
import java.util.Optional;

/// A request as it came over HTTP, whole.
///
/// @param endpoint address and port that it came to, as they stand in a URL
/// @param headers by their names in lower case
record WireRequest(
    String endpoint,
    String method,
    String path,
    Map<String, String> headers,
    byte[] body,
    String sourceAddress) {

  /// @param host in lower case
  boolean isForHost(String host) {
    return host.equals(endpoint)
        || host.equals("localhost" + endpoint.substring(endpoint.lastIndexOf(':')));
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  Optional<String> optionalHeader(String name) {
    return Optional.ofNullable(headers.get(name));
  }
}
