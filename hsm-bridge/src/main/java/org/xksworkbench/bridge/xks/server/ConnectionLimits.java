package org.xksworkbench.bridge.xks.server;

/// What one caller, or many that never finish, may take of the proxy.
///
/// @param most connections at once; more are closed as they come
/// @param handshakeSeconds for TLS
/// @param requestSeconds from the first byte of a request to its answer
/// @param idleSeconds between requests
/// @param drainSeconds at a stop, for what is being answered
public record ConnectionLimits(
    int most, int handshakeSeconds, int requestSeconds, int idleSeconds, int drainSeconds) {

  public static final ConnectionLimits DEFAULT = new ConnectionLimits(1024, 5, 10, 75, 5);
}
