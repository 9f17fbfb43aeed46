package org.xksworkbench.bridge.xks.server;

import io.netty.handler.ssl.SslContext;

/// What is served now, and the TLS that belongs to it. Changes as a whole.
final class Serving {

  private record Now(ServedConfiguration configuration, SslContext tls) {}

  private volatile Now now;

  /// @throws IllegalArgumentException if certificate or key cannot be read
  Serving(ServedConfiguration configuration) {
    now = prepare(configuration);
  }

  ServedConfiguration configuration() {
    return now.configuration();
  }

  SslContext tls() {
    return now.tls();
  }

  /// @throws IllegalArgumentException if certificate or key cannot be read; then nothing changes
  void change(ServedConfiguration configuration) {
    now = prepare(configuration);
  }

  private static Now prepare(ServedConfiguration configuration) {
    return new Now(configuration, TlsContexts.of(configuration.tls()));
  }
}
