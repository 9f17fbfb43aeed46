package org.xksworkbench.bridge.xks.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Where the hosts of endpoints are.
///
/// @param connectTo hosts whose port 443 is somewhere else
record Destinations(Map<String, InetSocketAddress> connectTo) {

  private static final int HTTPS = 443;

  static int port(URI endpoint) {
    return endpoint.getPort() < 0 ? HTTPS : endpoint.getPort();
  }

  /// @throws IOException if the name is not known
  List<InetSocketAddress> of(String host, int port) throws IOException {
    var elsewhere = connectTo.get(host);
    if (elsewhere != null && port == HTTPS) {
      return List.of(elsewhere);
    }
    return Arrays.stream(InetAddress.getAllByName(host))
        .map(address -> new InetSocketAddress(address, port))
        .toList();
  }
}
