package org.xksworkbench.bridge.xks.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.DoubleSupplier;
import org.xksworkbench.bridge.xks.audit.RequestLog;
import org.xksworkbench.bridge.xks.audit.XksCall;
import org.xksworkbench.bridge.xks.audit.XksCallListener;
import org.xksworkbench.bridge.xks.protocol.HealthStatus;
import org.xksworkbench.bridge.xks.server.XksProxy;

/// Counts what the proxy answers. Labels hold no principal and no request ID: they would be without
/// bound, and those are in the log.
public final class ProxyMetrics implements XksCallListener {

  private static final double MICROS = 1e6;

  /// AWS KMS gives up after 250 ms.
  private static final double[] SECONDS = {
    0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.25, 0.5, 1
  };

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter requests =
      Counter.builder()
          .name("xks_requests_total")
          .help("Requests by path prefix, operation, HTTP status and error name.")
          .labelNames("prefix", "operation", "status", "error")
          .register(registry);
  private final Histogram duration =
      histogram("xks_request_seconds", "From the whole request to the answer.");
  private final Histogram token = histogram("xks_token_seconds", "Time in the HSM of a request.");
  private final Histogram queue =
      histogram("xks_queue_seconds", "Time that a request waited for a worker.");

  private Histogram histogram(String name, String help) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .labelNames("operation")
        .classicOnly()
        .classicUpperBounds(SECONDS)
        .register(registry);
  }

  /// Reads connections, workers, health and encryptions of a proxy at each scrape.
  public void watch(XksProxy proxy) {
    gauge("xks_connections_open", "Connections that are open now.", proxy::openConnections);
    gauge("xks_queue_requests", "Requests that wait for a worker.", proxy::queuedRequests);
    gauge("xks_workers_stuck", "Workers whose call hangs in the token.", proxy::stuckWorkers);
    gauge(
        "xks_health_status",
        "Of the last check: 2 is ACTIVE, 1 DEGRADED, 0 UNAVAILABLE.",
        () -> health(proxy.health()));
    gauge(
        "xks_certificate_days_to_expire",
        "Whole days until the first of the certificates that are shown expires.",
        proxy::certificateDays);
    GaugeWithCallback.builder()
        .name("xks_credential_last_used_seconds")
        .help("When a credential last signed a request well, as seconds since 1970.")
        .labelNames("prefix", "access_key_id")
        .callback(callback ->
            proxy
                .credentialUses()
                .forEach((name, use) ->
                    use.ifPresent(at ->
                        callback.call(
                            (double) at.getEpochSecond(), name.path(), name.accessKeyId()))))
        .register(registry);
    CounterWithCallback.builder()
        .name("xks_connections_broken_total")
        .help("Connections that their callers broke off, or that broke the rules.")
        .callback(callback -> callback.call((double) proxy.brokenConnections()))
        .register(registry);
    CounterWithCallback.builder()
        .name("xks_connections_refused_total")
        .help("Connections that were closed as they came, by reason.")
        .labelNames("reason")
        .callback(callback ->
            proxy.refusedConnections().forEach((reason, count) -> callback.call(count, reason)))
        .register(registry);
    CounterWithCallback.builder()
        .name("xks_connections_displaced_total")
        .help("Idle connections that were closed to make room for others.")
        .callback(callback -> callback.call((double) proxy.displacedConnections()))
        .register(registry);
    CounterWithCallback.builder()
        .name("xks_encryptions_total")
        .help("Encryptions of a key since the start; 2^32 are its end (NIST SP 800-38D).")
        .labelNames("key")
        .callback(
            callback -> proxy.encryptions().forEach((key, count) -> callback.call(count, key)))
        .register(registry);
  }

  /// Reads how the request log is at each scrape.
  public void watch(RequestLog log) {
    gauge(
        "xks_log_alive",
        "1 while the request log takes lines, 0 while it cannot be written.",
        () -> log.alive() ? 1 : 0);
    gauge("xks_log_lines_waiting", "Lines that are not written yet.", log::waiting);
    gauge("xks_log_lines_lost", "Lines that are in no log, since the start.", log::lostLines);
  }

  private static double health(HealthStatus status) {
    return status.ekmFleetDetails().stream()
        .mapToInt(ekm ->
            switch (ekm.healthStatus()) {
              case ACTIVE -> 2;
              case DEGRADED -> 1;
              case UNAVAILABLE -> 0;
            })
        .max()
        .orElse(0);
  }

  /// A number that is asked for at each scrape.
  ///
  /// @param name with its unit, such as `xks_queue_requests`
  public void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }

  @Override
  public void answered(XksCall call) {
    var operation = call.operation().isEmpty() ? "none" : call.operation();
    requests
        .labelValues(
            call.pathPrefix(), operation, Integer.toString(call.httpStatus()), call.errorName())
        .inc();
    duration.labelValues(operation).observe(call.totalMicros() / MICROS);
    queue.labelValues(operation).observe(call.queueMicros() / MICROS);
    if (call.tokenMicros() > 0) {
      token.labelValues(operation).observe(call.tokenMicros() / MICROS);
    }
  }

  PrometheusRegistry registry() {
    return registry;
  }
}
