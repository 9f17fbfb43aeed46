package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.xksworkbench.bridge.Eventually.eventually;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.store.Volume;
import org.xksworkbench.bridge.xks.audit.LogRotation;
import org.xksworkbench.bridge.xks.audit.OwnerOnlyLogFile;
import org.xksworkbench.bridge.xks.audit.RequestLog;
import org.xksworkbench.bridge.xks.audit.RequestLog.OnFailure;
import org.xksworkbench.bridge.xks.audit.XksCall;
import org.xksworkbench.bridge.xks.metrics.MetricsServer;
import org.xksworkbench.bridge.xks.metrics.ProxyMetrics;

/// A proxy whose request log is an audit trail in a file.
class AuditedProxyTest {

  private static final byte[] TEXT = "Hello World!".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NONE = new byte[0];

  @TempDir private Path folder;
  private Path file;
  private RequestLog log;
  private ServedToken served;

  @BeforeEach
  void place() {
    file = folder.resolve("requests.log");
  }

  @AfterEach
  void stop() {
    if (served != null) {
      served.close();
      log.close();
    }
  }

  private void start(OnFailure onFailure) {
    log = new RequestLog(OwnerOnlyLogFile.open(file, LogRotation.NEVER), onFailure);
    served = ServedToken.start(folder, SoftHsm.newSession(), builder -> builder.requestLog(log));
  }

  private List<XksCall> lines() throws IOException {
    eventually(() -> log.waiting() == 0);
    try (var lines = Files.lines(file)) {
      return lines.map(XksCall::fromJsonLine).toList();
    }
  }

  private int encrypt() {
    return served.client().encrypt("key-1", TEXT, NONE, false).status();
  }

  private int ping() {
    var ping = HttpRequest.newBuilder(served.client().uri("").resolve("/ping")).GET().build();
    return served.client().send(ping).status();
  }

  private String health() {
    var answer = served.client().health();
    assertThat(answer.status()).isEqualTo(200);
    return answer.body().path("ekmFleetDetails").path(0).path("healthStatus").asText();
  }

  private List<String> scrape() throws Exception {
    var metrics = new ProxyMetrics();
    metrics.watch(served.proxy());
    metrics.watch(log);
    try (var server = MetricsServer.start(metrics, 0);
        var http = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + server.port() + "/metrics");
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofLines())
          .body()
          .toList();
    }
  }

  @Test
  void while_the_disk_is_full_no_key_is_used_and_each_use_before_has_its_line() throws Exception {
    try (var volume = Volume.on(folder.resolve("disk"), "256k")) {
      file = volume.folder().resolve("requests.log");
      start(OnFailure.REFUSE);
      try {
        assertThat(encrypt()).isEqualTo(200);
        assertThat(ping()).isEqualTo(200);
        eventually(() -> log.waiting() == 0);
        volume.fill();
        var uses = 1;
        while (encrypt() == 200) {
          uses++;
        }
        var refused = served.client().encrypt("key-1", TEXT, NONE, false);
        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.errorName()).isEqualTo("InternalException");
        assertThat(served.client().metadata("key-1").errorName()).isEqualTo("InternalException");
        assertThat(served.client().signedBy(TestCredentials.fresh()).metadata("key-1").status())
            .as("who may not call learns nothing of it")
            .isEqualTo(401);
        assertThat(ping()).isEqualTo(503);
        assertThat(health()).isEqualTo("DEGRADED");
        assertThat(scrape())
            .contains("xks_log_alive 0.0", "xks_log_lines_lost 0.0", "xks_health_status 1.0");

        volume.makeRoom();
        eventually(() -> encrypt() == 200);
        uses++;
        assertThat(ping()).isEqualTo(200);
        assertThat(health()).isEqualTo("ACTIVE");
        assertThat(lines())
            .filteredOn(call -> call.operation().equals("Encrypt") && call.httpStatus() == 200)
            .hasSize(uses);
        assertThat(lines())
            .filteredOn(call -> call.httpStatus() == 500)
            .isNotEmpty()
            .allSatisfy(call -> assertThat(call.cause()).contains("cannot write its request log"));
        assertThat(scrape())
            .contains("xks_log_alive 1.0", "xks_log_lines_waiting 0.0", "xks_log_lines_lost 0.0");
      } finally {
        stop();
        served = null;
      }
    }
  }

  @Test
  void an_operator_who_chose_it_is_served_while_the_disk_is_full_and_is_told() throws Exception {
    try (var volume = Volume.on(folder.resolve("disk"), "256k")) {
      file = volume.folder().resolve("requests.log");
      start(OnFailure.SERVE);
      try {
        volume.fill();
        assertThat(encrypt()).isEqualTo(200);
        eventually(log::fails);
        assertThat(encrypt()).isEqualTo(200);
        assertThat(ping()).isEqualTo(200);
        assertThat(health()).isEqualTo("DEGRADED");
        volume.makeRoom();
        assertThat(lines())
            .filteredOn(call -> call.operation().equals("Encrypt"))
            .as("in memory meanwhile")
            .hasSize(2);
        assertThat(health()).isEqualTo("ACTIVE");
      } finally {
        stop();
        served = null;
      }
    }
  }

  @Test
  void a_line_tells_who_called_by_which_protocol_whatever_the_answer_was() throws IOException {
    start(OnFailure.REFUSE);
    var good = served.credential().accessKeyId();
    var other = TestCredentials.fresh();
    assertThat(encrypt()).isEqualTo(200);
    served.http2Client().health();
    served.client().signedBy(other).health();
    served.http2Client().post("/nothing", XksTestClient.request("Encrypt"));
    served.client().postBytes("/health", new byte[256 * 1024 + 1]);
    assertThat(lines())
        .allSatisfy(call -> assertThat(call.peerAddress()).isEqualTo("127.0.0.1"))
        .extracting(
            XksCall::httpStatus, XksCall::protocol, XksCall::accessKeyId, XksCall::pathPrefix)
        .containsExactly(
            tuple(200, "HTTP/1.1", good, "/payments"),
            tuple(200, "HTTP/2", good, "/payments"),
            tuple(401, "HTTP/1.1", other.accessKeyId(), "/payments"),
            tuple(404, "HTTP/2", good, ""),
            tuple(400, "HTTP/1.1", good, ""));
  }

  @Test
  void whatever_a_caller_sends_makes_one_short_line_of_printable_ascii() throws IOException {
    start(OnFailure.REFUSE);
    var body = XksTestClient.request("Encrypt");
    var metadata = (ObjectNode) body.get("requestMetadata");
    metadata.put("kmsRequestId", "\u202e\u0085\u2028" + "x".repeat(150_000));
    metadata.put("awsPrincipalArn", "\u009b2J" + "p".repeat(50_000));
    served.client().post("/keys/key-1/metadata", body);
    assertThat(lines()).hasSize(1);
    assertThat(Files.readString(file)).matches("[ -~]{1,8192}\n").contains("\\u202e", "\\u009b");
  }

  @Test
  void a_body_that_is_no_json_leaves_none_of_its_text_in_the_log() throws IOException {
    start(OnFailure.REFUSE);
    served
        .client()
        .postBytes(
            "/keys/key-1/encrypt",
            "{\"plaintext\": SGVsbG8gV29ybGQh}".getBytes(StandardCharsets.UTF_8));
    assertThat(lines())
        .singleElement()
        .satisfies(call -> assertThat(call.cause()).contains("no valid JSON", "line 1, column"));
    assertThat(Files.readString(file)).doesNotContain("SGVsbG8");
  }
}
