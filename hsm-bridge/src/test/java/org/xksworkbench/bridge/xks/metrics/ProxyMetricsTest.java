package org.xksworkbench.bridge.xks.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.xksworkbench.bridge.xks.audit.XksCall;
import org.xksworkbench.bridge.xks.audit.XksCalls;

class ProxyMetricsTest {

  private static XksCall call(String operation, int status, String error, long tokenMicros) {
    return XksCalls.call("request", operation, status, error, tokenMicros);
  }

  @Test
  void what_was_answered_is_counted_and_served_as_prometheus_text() throws Exception {
    var metrics = new ProxyMetrics();
    metrics.gauge("xks_something_open", "Something.", () -> 7);
    metrics.answered(call("Encrypt", 200, "", 3000));
    metrics.answered(call("Encrypt", 200, "", 3000));
    metrics.answered(call("Decrypt", 404, "KeyNotFoundException", 0));
    try (var server = MetricsServer.start(metrics, 0);
        var http = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + server.port() + "/metrics");
      var answer =
          http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("text/plain");
      assertThat(answer.body().lines())
          .contains(
              "xks_requests_total{error=\"\",operation=\"Encrypt\",prefix=\"/payments\",status=\"200\"}"
                  + " 2.0",
              "xks_requests_total{error=\"KeyNotFoundException\",operation=\"Decrypt\",prefix=\"/payments\",status=\"404\"}"
                  + " 1.0",
              "xks_request_seconds_bucket{operation=\"Encrypt\",le=\"0.005\"} 2",
              "xks_request_seconds_bucket{operation=\"Encrypt\",le=\"0.002\"} 0",
              "xks_token_seconds_count{operation=\"Encrypt\"} 2",
              "xks_something_open 7.0");
      assertThat(answer.body())
          .doesNotContain(
              "Alice",
              "key-1",
              "AKIDEXAMPLE",
              "203.0.113.7",
              "xks_token_seconds_count{operation=\"Decrypt\"}");
    }
  }

  @Test
  void only_loopback_can_scrape() throws Exception {
    try (var server = MetricsServer.start(new ProxyMetrics(), 0)) {
      for (var address : InetAddress.getAllByName(InetAddress.getLocalHost().getHostName())) {
        if (!address.isLoopbackAddress()) {
          org.assertj.core.api.Assertions.assertThatThrownBy(
                  () -> new java.net.Socket(address, server.port()).close())
              .isInstanceOf(java.net.ConnectException.class);
        }
      }
    }
  }
}
