package org.xksworkbench.bridge.xks.server;

import java.util.List;

/// What one caller, or many that never finish, may take of the proxy.
///
/// @param most connections at once; for another one the oldest idle one is closed, and if none is
///   idle, it is closed itself as it comes
/// @param handshakeSeconds for TLS
/// @param requestSeconds from the first byte of a request to its answer
/// @param idleSeconds between requests
/// @param drainSeconds at a stop, for what is being answered
/// @param mostPerAddress connections of one address at once, as `most`
/// @param handshakesPerAddress connections that one address begins in a second; more are closed as
///   they come
/// @param balancers addresses of load balancers, for which those two do not hold
/// @param proxyProtocol whether balancers say by the PROXY protocol, version 2, who calls; the two
///   then hold for whom they name
public record ConnectionLimits(
    int most,
    int handshakeSeconds,
    int requestSeconds,
    int idleSeconds,
    int drainSeconds,
    int mostPerAddress,
    int handshakesPerAddress,
    List<AddressRange> balancers,
    boolean proxyProtocol) {

  public static final ConnectionLimits DEFAULT = new ConnectionLimits(1024, 5, 10, 75, 5);

  private static final int ADDRESSES_TO_FILL = 4;

  public ConnectionLimits {
    balancers = List.copyOf(balancers);
  }

  /// One address has a quarter at most, and there are no balancers.
  public ConnectionLimits(
      int most, int handshakeSeconds, int requestSeconds, int idleSeconds, int drainSeconds) {
    this(
        most,
        handshakeSeconds,
        requestSeconds,
        idleSeconds,
        drainSeconds,
        ofOneAddress(most),
        ofOneAddress(most),
        List.of(),
        false);
  }

  /// What one address has by default: a quarter.
  public static int ofOneAddress(int most) {
    return Math.max(1, most / ADDRESSES_TO_FILL);
  }

  public ConnectionLimits withPerAddress(int connections, int handshakes) {
    return new ConnectionLimits(
        most,
        handshakeSeconds,
        requestSeconds,
        idleSeconds,
        drainSeconds,
        connections,
        handshakes,
        balancers,
        proxyProtocol);
  }

  public ConnectionLimits withBalancers(List<AddressRange> others, boolean tellWhoCalls) {
    return new ConnectionLimits(
        most,
        handshakeSeconds,
        requestSeconds,
        idleSeconds,
        drainSeconds,
        mostPerAddress,
        handshakesPerAddress,
        others,
        tellWhoCalls);
  }
}
