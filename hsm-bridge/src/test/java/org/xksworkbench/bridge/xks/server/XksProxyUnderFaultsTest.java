package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.bridge.Eventually.eventually;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.LogLines;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.FaultyModule;
import org.xksworkbench.bridge.hsm.FaultyModule.Function;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings;
import org.xksworkbench.bridge.xks.audit.XksCall;
import org.xksworkbench.bridge.xks.auth.Credential;
import org.xksworkbench.bridge.xks.metrics.MetricsServer;
import org.xksworkbench.bridge.xks.metrics.ProxyMetrics;
import org.xksworkbench.bridge.xks.server.XksTestClient.TestClientAnswer;

/// The real proxy on a token that hangs, fails or goes away.
class XksProxyUnderFaultsTest {

  private static final byte[] TEXT = "Hello World!".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NONE = new byte[0];

  /// Longer than AWS KMS waits: on a busy machine a call that does not hang may take that long.
  private static final Duration BUDGET = Duration.ofSeconds(1);

  private static final ProxyLimits HURRIED = ProxyLimits.DEFAULT.withBudget(BUDGET);
  private static final Credential CREDENTIAL = Credential.generate(new SecureRandom());

  private final List<XksCall> calls = new CopyOnWriteArrayList<>();
  private Path folder;
  private Slot token;
  private FaultyModule module;
  private HsmSession session;
  private TestTls tls;
  private XksProxy proxy;
  private XksTestClient client;

  @BeforeEach
  void makeAToken(@TempDir Path folder) {
    this.folder = folder;
    token = SoftHsm.newToken();
    try (var setup = SoftHsm.login(token)) {
      setup.generateAesKey(AesKeyTemplate.forExternalKeyStore("payments-1"));
    }
  }

  @AfterEach
  void stop() {
    if (module != null) {
      module.end();
      proxy.close();
      session.close();
      module.close();
    }
  }

  private void start(ProxyLimits limits) {
    module = FaultyModule.start(Pkcs11Settings.defaults());
    start(limits, "xks-health");
  }

  private void start(ProxyLimits limits, String healthKey) {
    session = module.lastingLogin(token);
    tls = TestTls.issue(folder, "xks.demo.test");
    proxy =
        XksProxy.builder()
            .session(session)
            .tls(tls.identity())
            .prefix(
                new XksPrefix("/payments", List.of(CREDENTIAL), new KeyAdmission.AllSecretKeys()))
            .listener(calls::add)
            .healthKey(healthKey)
            .limits(limits)
            .start();
    client = new XksTestClient(tls.issued().caPem(), proxy.port(), "/payments", CREDENTIAL);
    // The first requests load classes, and may not be answered within a short budget.
    var status = encrypt().status();
    for (var tries = 0; tries < 50 && status != 200; tries++) {
      calls.clear();
      status = encrypt().status();
    }
    assertThat(status).isEqualTo(200);
  }

  @Test
  void a_call_that_hangs_is_answered_in_the_budget_and_health_is_degraded_until_it_returns() {
    start(HURRIED);
    module.hang(Function.ENCRYPT);
    var began = System.nanoTime();
    var answer = encrypt();
    var took = Duration.ofNanos(System.nanoTime() - began);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.errorName()).isEqualTo("DependencyTimeoutException");
    assertThat(took).isBetween(BUDGET, BUDGET.multipliedBy(5));
    assertThat(health()).isEqualTo("DEGRADED");
    assertThat(ping()).isEqualTo(200);
    assertThat(metadata().status()).as("other requests meanwhile").isEqualTo(200);
    module.end();
    eventually(() -> health().equals("ACTIVE"));
    assertThat(encrypt().status()).isEqualTo(200);
  }

  @Test
  void the_log_tells_a_late_request_once_and_as_what_was_answered() {
    start(HURRIED);
    calls.clear();
    module.hang(Function.ENCRYPT);
    encrypt();
    module.end();
    eventually(() -> proxy.stuckWorkers() == 0);
    assertThat(calls)
        .singleElement()
        .satisfies(call -> {
          assertThat(call.errorName()).isEqualTo("DependencyTimeoutException");
          assertThat(call.kmsRequestId()).isEqualTo("request-of-Encrypt");
          assertThat(call.totalMicros())
              .isBetween(BUDGET.toNanos() / 1000, BUDGET.multipliedBy(5).toNanos() / 1000);
        });
  }

  @Test
  void when_every_worker_hangs_the_proxy_is_unavailable_and_answers_in_time_nevertheless() {
    start(HURRIED.withWorkers(2, 1));
    module.hang(Function.ENCRYPT);
    for (var i = 0; i < 3; i++) {
      assertThat(encrypt().status()).isEqualTo(503);
    }
    eventually(() -> ping() == 503);
    assertThat(encrypt().errorName()).isEqualTo("DependencyTimeoutException");
    assertThat(client.health().errorName())
        .as("which asks no token")
        .isEqualTo("ThrottlingException");
    module.end();
    eventually(() -> ping() == 200);
    eventually(() -> proxy.stuckWorkers() == 0);
    assertThat(encrypt().status()).isEqualTo(200);
  }

  @Test
  void a_full_queue_is_throttling() {
    start(ProxyLimits.DEFAULT.withWorkers(1, 0).withQueue(1).withBudget(Duration.ofSeconds(2)));
    module.hang(Function.ENCRYPT);
    var waiting =
        List.of(
            CompletableFuture.supplyAsync(this::encrypt),
            CompletableFuture.supplyAsync(this::encrypt),
            CompletableFuture.supplyAsync(this::encrypt),
            CompletableFuture.supplyAsync(this::encrypt));
    eventually(() -> waiting.stream().anyMatch(CompletableFuture::isDone));
    var refused = waiting.stream().filter(CompletableFuture::isDone).findFirst().orElseThrow();
    assertThat(refused.join().status()).isEqualTo(429);
    assertThat(refused.join().errorName()).isEqualTo("ThrottlingException");
    module.end();
    waiting.forEach(CompletableFuture::join);
  }

  @Test
  void the_quota_of_a_prefix_is_throttling_and_bad_signatures_use_none_of_it() {
    start(ServedToken.PATIENT.withQuotas(0, 5));
    var wrong = client.signedBy(new Credential(CREDENTIAL.accessKeyId(), "x".repeat(43)));
    for (var i = 0; i < 20; i++) {
      assertThat(wrong.metadata("payments-1").status()).isEqualTo(401);
    }
    eventually(() -> metadata().status() == 200);
    eventually(() -> metadata().errorName().equals("ThrottlingException"));
  }

  @Test
  void health_is_told_although_the_quota_of_the_prefix_is_used_up() {
    start(ServedToken.PATIENT.withQuotas(5, 5));
    eventually(() -> metadata().errorName().equals("ThrottlingException"));
    for (var i = 0; i < 20; i++) {
      assertThat(client.health().status()).isEqualTo(200);
    }
  }

  @Test
  void a_token_that_is_removed_is_told_as_such_and_served_again_when_it_is_back() throws Exception {
    start(ServedToken.PATIENT);
    var sealed = client.encrypt("payments-1", TEXT, NONE, true);
    var home = SoftHsm.folderOf(token);
    var elsewhere = folder.resolve("away");
    Files.move(home, elsewhere);
    for (var answer : List.of(encrypt(), client.decrypt("payments-1", sealed, NONE), metadata())) {
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.errorName()).isEqualTo("InternalException");
      assertThat(answer.body().path("errorMessage").asText()).contains("cannot be reached");
    }
    eventually(() -> ping() == 503);
    assertThat(health()).isEqualTo("UNAVAILABLE");
    Files.move(elsewhere, home);
    eventually(() -> encrypt().status() == 200);
    eventually(() -> ping() == 200 && health().equals("ACTIVE"));
    assertThat(client.decrypt("payments-1", sealed, NONE).bytes("plaintext")).isEqualTo(TEXT);
  }

  /// AWS KMS tells its user of a KeyNotFoundException that the external key is gone.
  @Test
  void a_token_that_is_gone_is_never_told_as_a_key_that_is_not_found() throws Exception {
    start(ServedToken.PATIENT);
    // After a reload with another rule of IDs every key is looked for anew.
    var ids =
        new KeyIdRule.Mapped(
            Map.of(
                "payments-1", new KeyIdRule.Selector("payments-1", ""),
                "new", new KeyIdRule.Selector("new", "")));
    var prefix =
        new XksPrefix(
            "/payments",
            List.of(CREDENTIAL),
            new KeyAdmission.AllSecretKeys(),
            ids,
            false,
            Set.of());
    var home = SoftHsm.folderOf(token);
    var elsewhere = folder.resolve("gone");
    Files.move(home, elsewhere);
    proxy.serve(
        new ServedConfiguration(List.of(prefix), TlsSettings.of(tls.identity()), Optional.empty()));
    for (var answer :
        List.of(
            metadata(),
            encrypt(),
            client.metadata("new"),
            client.encrypt("new", TEXT, NONE, true))) {
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.errorName()).isEqualTo("InternalException");
      assertThat(answer.body().path("errorMessage").asText()).contains("cannot be reached");
    }
    Files.move(elsewhere, home);
    eventually(() -> metadata().status() == 200 && encrypt().status() == 200);
    assertThat(client.metadata("new").errorName()).isEqualTo("KeyNotFoundException");
  }

  @Test
  void
      a_token_that_does_not_come_back_from_the_health_check_is_unavailable_and_ping_does_not_wait() {
    start(HURRIED);
    module.hang(Function.FIND_OBJECTS_INIT);
    module.fail(Function.ENCRYPT, FaultyModule.GENERAL_ERROR, 1);
    encrypt(); // brings the check forward
    eventually(() -> ping() == 503);
    var began = System.nanoTime();
    ping();
    // The check itself hangs until the end of the test.
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BUDGET.multipliedBy(5));
    module.end();
    eventually(() -> ping() == 200);
  }

  @Test
  void an_id_that_names_two_keys_is_not_found_and_says_why_but_others_are_served() {
    try (var setup = SoftHsm.login(token)) {
      setup.generateAesKey(AesKeyTemplate.forExternalKeyStore("twice"));
    }
    SoftHsm.importAesKey(token, "twice", SoftHsm.importableKey());
    try (var log = new LogLines()) {
      start(ServedToken.PATIENT);
      eventually(() -> log.lines().stream().anyMatch(line -> line.contains("twice")));
      assertThat(log.lines())
          .anySatisfy(line ->
              assertThat(line)
                  .contains("ID twice of the prefix /payments names 2 keys of the token"));
    }
    for (var answer :
        List.of(client.metadata("twice"), client.encrypt("twice", TEXT, NONE, false))) {
      assertThat(answer.errorName()).isEqualTo("KeyNotFoundException");
      assertThat(answer.body().path("errorMessage").asText()).contains("names 2 keys");
    }
    assertThat(encrypt().status()).isEqualTo(200);
  }

  @Test
  void a_read_only_token_is_served_with_a_key_that_it_has_for_the_health_check() {
    try (var setup = SoftHsm.login(token)) {
      setup.generateAesKey(AesKeyTemplate.forExternalKeyStore("for-health"));
    }
    module = FaultyModule.start(Pkcs11Settings.defaults());
    module.writeProtected(true);
    start(ServedToken.PATIENT, "for-health");
    assertThat(health()).isEqualTo("ACTIVE");
    assertThat(encrypt().status()).isEqualTo(200);
    assertThat(client.metadata("for-health").errorName()).isEqualTo("KeyNotFoundException");
    assertThat(session.secretKeys()).extracting(HsmKey::label).doesNotContain("xks-health");
  }

  @Test
  void a_read_only_token_without_a_key_for_the_health_check_says_what_to_do() {
    module = FaultyModule.start(Pkcs11Settings.defaults());
    module.writeProtected(true);
    try (var log = new LogLines()) {
      start(ServedToken.PATIENT, "no-such-key");
      assertThat(log.lines())
          .anySatisfy(line ->
              assertThat(line).contains("read-only", "no-such-key", "health-key in proxy.toml"));
    }
    assertThat(health()).isEqualTo("UNAVAILABLE");
    assertThat(encrypt().status()).isEqualTo(200);
  }

  @Test
  void one_of_two_health_keys_will_do() {
    try (var setup = SoftHsm.login(token)) {
      setup.generateAesKey(AesKeyTemplate.forExternalKeyStore("xks-health"));
    }
    SoftHsm.importAesKey(token, "xks-health", SoftHsm.importableKey());
    start(ServedToken.PATIENT);
    assertThat(health()).isEqualTo("ACTIVE");
    assertThat(client.metadata("xks-health").errorName()).isEqualTo("KeyNotFoundException");
  }

  @Test
  void a_key_that_is_made_while_the_proxy_runs_is_served_at_once() {
    start(ServedToken.PATIENT);
    assertThat(client.encrypt("new", TEXT, NONE, false).errorName())
        .isEqualTo("KeyNotFoundException");
    session.generateAesKey(AesKeyTemplate.forExternalKeyStore("new"));
    assertThat(client.encrypt("new", TEXT, NONE, false).status()).isEqualTo(200);
  }

  @Test
  void encryptions_are_counted_by_key() {
    start(ServedToken.PATIENT);
    var before = proxy.encryptions().get("payments-1");
    encrypt();
    encrypt();
    assertThat(proxy.encryptions()).containsEntry("payments-1", before + 2);
  }

  @Test
  void metrics_tell_encryptions_health_and_calls_that_hang() throws Exception {
    start(HURRIED);
    var metrics = new ProxyMetrics();
    metrics.watch(proxy);
    try (var server = MetricsServer.start(metrics, 0)) {
      var encryptions = proxy.encryptions().get("payments-1");
      assertThat(scrape(server))
          .contains(
              "xks_encryptions_total{key=\"payments-1\"} " + encryptions + ".0",
              "xks_health_status 2.0",
              "xks_workers_stuck 0.0");
      module.hang(Function.ENCRYPT);
      encrypt();
      assertThat(scrape(server)).contains("xks_health_status 1.0", "xks_workers_stuck 1.0");
      module.end();
    }
  }

  private static List<String> scrape(MetricsServer server) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + server.port() + "/metrics");
    try (var http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofLines())
          .body()
          .toList();
    }
  }

  private TestClientAnswer encrypt() {
    return client.encrypt("payments-1", TEXT, NONE, false);
  }

  private TestClientAnswer metadata() {
    return client.metadata("payments-1");
  }

  private String health() {
    return client.health().body().path("ekmFleetDetails").path(0).path("healthStatus").asText();
  }

  private int ping() {
    var ping = HttpRequest.newBuilder(client.uri("").resolve("/ping")).GET().build();
    return client.send(ping).status();
  }
}
