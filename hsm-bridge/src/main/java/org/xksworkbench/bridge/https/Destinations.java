package org.xksworkbench.bridge.https;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Where the hosts of endpoints are: where the name service says, but for those that a test or a
/// demonstration has somewhere else.
public final class Destinations {

  private static final int HTTPS = 443;

  /// By host and port.
  private final Map<String, InetSocketAddress> elsewhere;

  private Destinations(Map<String, InetSocketAddress> elsewhere) {
    this.elsewhere = elsewhere;
  }

  /// @param hosts whose port 443 is somewhere else, so that a legal endpoint (no port, a real name)
  ///   reaches a local port
  public static Destinations ofPort443(Map<String, InetSocketAddress> hosts) {
    return new Destinations(
        hosts.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    host -> host.getKey() + ":" + HTTPS, Map.Entry::getValue)));
  }

  /// @param connectTo where the endpoint is; empty asks the name service
  public static Destinations of(URI endpoint, Optional<InetSocketAddress> connectTo) {
    return new Destinations(
        connectTo.map(there -> Map.of(hostAndPort(endpoint), there)).orElse(Map.of()));
  }

  static String hostAndPort(URI endpoint) {
    return endpoint.getHost() + ":" + port(endpoint);
  }

  /// @throws IOException if the name is not known
  List<InetSocketAddress> addresses(URI endpoint) throws IOException {
    var there = elsewhere.get(hostAndPort(endpoint));
    return there != null
        ? List.of(there)
        : Arrays.stream(InetAddress.getAllByName(endpoint.getHost()))
            .map(address -> new InetSocketAddress(address, port(endpoint)))
            .toList();
  }

  private static int port(URI endpoint) {
    return endpoint.getPort() < 0 ? HTTPS : endpoint.getPort();
  }
}
