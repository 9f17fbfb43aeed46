package org.xksworkbench.bridge.xks.metrics;

import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import java.io.IOException;

/// `http://127.0.0.1:<port>/metrics`, for a scraper on the same machine.
public final class MetricsServer implements AutoCloseable {

  private static final String LOOPBACK = "127.0.0.1";

  private final HTTPServer server;

  private MetricsServer(HTTPServer server) {
    this.server = server;
  }

  /// @param port 0 picks a free one
  /// @throws IOException if the port cannot be had
  public static MetricsServer start(ProxyMetrics metrics, int port) throws IOException {
    return new MetricsServer(
        HTTPServer.builder()
            .hostname(LOOPBACK)
            .port(port)
            .registry(metrics.registry())
            .buildAndStart());
  }

  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.close();
  }
}
