package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.xks.auth.Credential;
import org.xksworkbench.bridge.xks.metrics.MetricsServer;
import org.xksworkbench.bridge.xks.metrics.ProxyMetrics;
import org.xksworkbench.bridge.xks.server.CredentialUses.CredentialName;

/// What a proxy knows of the use of its credentials, and what its metrics tell.
class CredentialUsesTest {

  private static final byte[] TEXT = "text".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  @Test
  void a_use_is_a_request_that_was_signed_well_and_no_other() {
    try (var served = ServedToken.start(folder, _ -> {})) {
      var name = new CredentialName("/payments", served.credential().accessKeyId());
      var wrong =
          new Credential(
              served.credential().accessKeyId(), TestCredentials.fresh().secretAccessKey());
      assertThat(served.client().signedBy(wrong).health().status()).isEqualTo(401);
      assertThat(served.client().signedBy(TestCredentials.fresh()).health().status())
          .isEqualTo(401);
      assertThat(served.proxy().credentialUses()).containsOnlyKeys(name);
      assertThat(served.proxy().credentialUses().get(name)).isEmpty();

      var before = Instant.now();
      assertThat(served.client().health().status()).isEqualTo(200);
      assertThat(served.proxy().credentialUses().get(name).orElseThrow())
          .isBetween(before.minusSeconds(1), Instant.now());
    }
  }

  @Test
  void a_later_use_counts_and_an_earlier_one_does_not() {
    var uses = new CredentialUses(InstantSource.system());
    var name = new CredentialName("", "ID");
    uses.note(name, Instant.ofEpochSecond(20));
    uses.note(name, Instant.ofEpochSecond(10));
    assertThat(uses.lastUse(name)).contains(Instant.ofEpochSecond(20));
    uses.note(name, Instant.ofEpochSecond(30));
    assertThat(uses.lastUse(name)).contains(Instant.ofEpochSecond(30));
    assertThat(uses.lastUse(new CredentialName("", "other"))).isEqualTo(Optional.empty());
  }

  @Test
  void the_metrics_tell_of_credentials_the_certificate_and_the_queue() throws Exception {
    var metrics = new ProxyMetrics();
    try (var served = ServedToken.start(folder, builder -> builder.listener(metrics));
        var server = MetricsServer.start(metrics, 0);
        var http = HttpClient.newHttpClient()) {
      metrics.watch(served.proxy());
      assertThat(served.client().encrypt("key-1", TEXT, new byte[0], false).status())
          .isEqualTo(200);
      var uri = URI.create("http://127.0.0.1:" + server.port() + "/metrics");
      var text =
          http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
              .body();
      var at =
          served.proxy().credentialUses().values().iterator().next().orElseThrow().getEpochSecond();
      assertThat(text.lines())
          .contains(
              "xks_certificate_days_to_expire " + served.proxy().certificateDays() + ".0",
              "xks_queue_seconds_count{operation=\"Encrypt\"} 1",
              "xks_queue_seconds_bucket{operation=\"Encrypt\",le=\"+Inf\"} 1");
      assertThat(text.lines())
          .filteredOn(line -> line.startsWith("xks_credential_last_used_seconds{"))
          .singleElement()
          .asString()
          .contains("prefix=\"/payments\"", served.credential().accessKeyId())
          .satisfies(line ->
              assertThat(Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                  .isEqualTo(at));
      assertThat(text).doesNotContain(served.credential().secretAccessKey());
    }
  }
}
