package org.xksworkbench.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.FaultyModule;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.xks.auth.Credential;
import org.xksworkbench.bridge.xks.config.Certificates;
import org.xksworkbench.bridge.xks.config.ProxyConfig;
import org.xksworkbench.bridge.xks.config.ProxyFile;
import org.xksworkbench.bridge.xks.config.ProxyFolder;
import org.xksworkbench.bridge.xks.server.XksTestClient;

/// `proxy run` as a service runs it, its configuration changed while it serves.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProxyRunTest {

  private static final byte[] TEXT = "a plaintext to look for".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NONE = new byte[0];
  private static final Duration FOLLOWS = Duration.ofSeconds(60);
  private static final int CALLERS = 4;

  private Path folder;
  private Path pinFile;
  private Path config;
  private Slot token;
  private BridgeScript.RunningCommand proxy;

  @BeforeAll
  void startAProxy(@TempDir Path temporary) throws IOException {
    folder = temporary;
    token = SoftHsm.newToken();
    try (var session = SoftHsm.login(token)) {
      session.generateAesKey(AesKeyTemplate.forExternalKeyStore("key-1"));
      session.generateAesKey(AesKeyTemplate.forExternalKeyStore("key-2"));
    }
    pinFile = folder.resolve("pin");
    OwnerOnly.write(pinFile, new String(SoftHsm.userPin()) + "\n");
    config =
        ProxyFolder.init(
            folder.resolve("proxy"),
            new ProxyFolder.Request(
                SoftHsm.modulePath(),
                token.token().orElseThrow().label(),
                "xks.demo.test",
                List.of("/payments"),
                "fit"));
    // A machine that builds and tests at the same time is no HSM's neighbour.
    OwnerOnly.replace(
        config,
        Files.readString(config)
            .replace("budget-ms = 150", "budget-ms = 8000")
            .replace("handshake-seconds = 5", "handshake-seconds = 60"));
    proxy = run();
  }

  @AfterAll
  void stop() {
    proxy.close();
  }

  private BridgeScript.RunningCommand run() {
    return BridgeScript.serve(Map.of(), config, pinFile, folder.resolve("ready"));
  }

  private int port() throws IOException {
    var url = URI.create(Files.readString(folder.resolve("ready")).strip());
    assertThat(url.getScheme() + "://" + url.getHost()).isEqualTo("https://xks.demo.test");
    return url.getPort();
  }

  private XksTestClient client() throws IOException {
    return client(ProxyConfig.read(config).prefixes().getFirst().credentials().getFirst());
  }

  private XksTestClient client(Credential credential) throws IOException {
    return new XksTestClient(
        Files.readString(folder.resolve("proxy/ca.pem")), port(), "/payments", credential);
  }

  @Test
  void who_starts_it_reads_where_it_is() throws IOException {
    assertThat(proxy.err())
        .contains("at https://xks.demo.test:" + port() + ". It listens on 127.0.0.1.");
  }

  @Test
  void a_blocked_key_is_refused_told_as_disabled_and_stays_blocked_after_a_restart()
      throws IOException {
    var client = client();
    assertThat(client.encrypt("key-1", TEXT, NONE, false).status()).isEqualTo(200);
    new ProxyFile(config).blockKey(Optional.empty(), "key-1", true);
    await()
        .atMost(FOLLOWS)
        .until(() ->
            client.encrypt("key-1", TEXT, NONE, false).errorName().equals("InvalidStateException"));
    assertThat(client.metadata("key-1").body().path("keyStatus").asText()).isEqualTo("DISABLED");
    assertThat(client.encrypt("key-2", TEXT, NONE, false).status()).isEqualTo(200);

    assertThat(proxy.terminate().exitCode()).isZero();
    assertThat(folder.resolve("ready")).doesNotExist();
    proxy.close();
    proxy = run();
    var again = client();
    assertThat(again.encrypt("key-1", TEXT, NONE, false).errorName())
        .isEqualTo("InvalidStateException");
    new ProxyFile(config).blockKey(Optional.empty(), "key-1", false);
    await().atMost(FOLLOWS).until(() -> again.encrypt("key-1", TEXT, NONE, false).status() == 200);
  }

  @Test
  void a_blocked_key_store_says_so_to_health_too() throws IOException {
    var client = client();
    new ProxyFile(config).block(Optional.of("/payments"), true);
    await()
        .atMost(FOLLOWS)
        .until(() -> client.health().errorName().equals("InvalidStateException"));
    assertThat(client.metadata("key-2").body().path("keyStatus").asText()).isEqualTo("DISABLED");
    assertThat(client.encrypt("key-2", TEXT, NONE, false).errorName())
        .isEqualTo("InvalidStateException");
    new ProxyFile(config).block(Optional.empty(), false);
    await().atMost(FOLLOWS).until(() -> client.health().status() == 200);
  }

  /// The rotation of the specification: add, switch over, remove.
  @Test
  void credentials_are_rotated_under_load_without_a_failed_request() throws Exception {
    var file = new ProxyFile(config);
    var old = file.read().prefixes().getFirst().credentials().getFirst();
    var signing = new AtomicReference<>(client(old));
    var stop = new AtomicBoolean();
    try (var load = Executors.newFixedThreadPool(CALLERS)) {
      var callers =
          IntStream.range(0, CALLERS)
              .mapToObj(_ -> load.submit(() -> call(signing, stop)))
              .toList();
      var before = signing.get();
      try {
        var added = file.addCredential("/payments").accessKeyId();
        var fresh =
            file.read().prefixes().getFirst().credentials().stream()
                .filter(credential -> credential.accessKeyId().equals(added))
                .findFirst()
                .orElseThrow();
        var next = client(fresh);
        await().atMost(FOLLOWS).until(() -> next.health().status() == 200);
        signing.set(next);
        // What the old credential signed is answered before it goes.
        await()
            .during(Duration.ofMillis(500))
            .atMost(FOLLOWS)
            .until(() -> before.health().status() == 200);
        file.removeCredential(Optional.of("/payments"), old.accessKeyId());
        await().atMost(FOLLOWS).until(() -> before.health().status() == 401);
      } finally {
        stop.set(true);
      }
      for (var caller : callers) {
        assertThat(caller.get()).isPositive();
      }
    }
  }

  private static int call(AtomicReference<XksTestClient> signing, AtomicBoolean stop) {
    var served = 0;
    while (!stop.get()) {
      var answer = signing.get().encrypt("key-2", TEXT, NONE, false);
      assertThat(answer.status()).as(answer.errorName()).isEqualTo(200);
      served++;
    }
    return served;
  }

  @Test
  void a_broken_configuration_is_reported_with_its_line_and_the_one_before_serves_on()
      throws IOException {
    var text = Files.readString(config);
    var client = client();
    var line = text.substring(0, text.indexOf("\nblocked = ")).lines().count() + 1;
    OwnerOnly.replace(config, text.replace("\nblocked = ", "\nblokked = "));
    try {
      await()
          .atMost(FOLLOWS)
          .until(
              () -> proxy.err().contains("line " + line + ": [[prefix]] has no setting blokked"));
      assertThat(client.health().status()).isEqualTo(200);
    } finally {
      OwnerOnly.replace(config, text);
    }
  }

  @Test
  void a_new_certificate_is_shown_to_new_connections_and_old_ones_are_kept() throws IOException {
    var kept = client();
    assertThat(kept.health().status()).isEqualTo(200);
    var dir = folder.resolve("proxy");
    var issued = Certificates.issue("xks.demo.test");
    // In two steps, as by hand: between them certificate and key do not belong together.
    OwnerOnly.replace(dir.resolve("tls-certificate.pem"), issued.certificateChainPem());
    await().atMost(FOLLOWS).until(() -> proxy.err().contains("is not that of the certificate"));
    assertThat(client().health().status()).isEqualTo(200);
    OwnerOnly.replace(dir.resolve("tls-key.pem"), issued.privateKeyPem());
    OwnerOnly.replace(dir.resolve("ca.pem"), issued.caPem());
    await().atMost(FOLLOWS).ignoreExceptions().until(() -> client().health().status() == 200);
    assertThat(kept.health().status()).isEqualTo(200);
  }

  @Test
  void a_hang_up_reads_the_configuration_and_does_not_end_the_proxy() throws IOException {
    var client = client();
    var before = count(proxy.err(), "took effect");
    proxy.signal("HUP");
    await().atMost(FOLLOWS).until(() -> count(proxy.err(), "took effect") > before);
    assertThat(client.health().status()).isEqualTo(200);
  }

  private static long count(String text, String words) {
    return text.lines().filter(line -> line.contains(words)).count();
  }

  @Test
  void each_request_is_one_line_of_the_log_and_no_secret_is_in_any() throws IOException {
    var credential = ProxyConfig.read(config).prefixes().getFirst().credentials().getFirst();
    client().encrypt("key-1", TEXT, NONE, true);
    client().signedBy(new Credential(credential.accessKeyId(), "y".repeat(43))).health();
    await().atMost(FOLLOWS).until(() -> proxy.out().contains("AuthenticationFailedException"));
    assertThat(proxy.out().lines().filter(line -> line.contains("\"operation\":\"Encrypt\"")))
        .isNotEmpty()
        .allSatisfy(line ->
            assertThat(line)
                .contains("\"kmsRequestId\":\"request-of-Encrypt\"", "\"totalMicros\":"));
    assertThat(proxy.out() + proxy.err())
        .doesNotContain(
            credential.secretAccessKey(),
            new String(TEXT, StandardCharsets.UTF_8),
            Base64.getEncoder().encodeToString(TEXT));
  }

  @Test
  void it_warms_up_for_long_before_it_serves_unless_told_otherwise() throws IOException {
    var ready = folder.resolve("warm-ready");
    try (var warm =
        BridgeScript.start(
            "proxy",
            "run",
            "--config=" + config,
            "--pin-file=" + pinFile,
            "--port=0",
            "--ready-file=" + ready)) {
      await().atMost(FOLLOWS).until(() -> Files.exists(ready));
      assertThat(warm.err()).contains("Warmed up: ");
      assertThat(proxy.err()).doesNotContain("Warmed up: ");
      assertThat(warm.terminate().exitCode()).isZero();
    }
  }

  @Test
  void a_log_in_a_file_follows_its_name_and_is_printed_too_where_that_is_asked()
      throws IOException {
    var other = configured("logging", "requests.log");
    var log = other.resolveSibling("requests.log");
    var ready = folder.resolve("logging-ready");
    try (var logging =
        BridgeScript.startProxy(
            Map.of(), other, pinFile, "--calls", "--ready-file", ready.toString())) {
      await().atMost(FOLLOWS).until(() -> Files.exists(ready));
      var client =
          new XksTestClient(
              Files.readString(other.resolveSibling("ca.pem")),
              URI.create(Files.readString(ready).strip()).getPort(),
              "/payments",
              ProxyConfig.read(other).prefixes().getFirst().credentials().getFirst());
      client.metadata("key-1");
      await().atMost(FOLLOWS).until(() -> Files.readString(log).contains("GetKeyMetadata"));
      Files.move(log, log.resolveSibling("requests.log.1"));
      logging.signal("HUP");
      client.health();
      await()
          .atMost(FOLLOWS)
          .until(() -> Files.exists(log) && Files.readString(log).contains("GetHealthStatus"));
      assertThat(log.resolveSibling("requests.log.1")).content().doesNotContain("GetHealthStatus");
      assertThat(logging.terminate().exitCode()).isZero();
      assertThat(logging.out()).contains("GetKeyMetadata", "GetHealthStatus");
    }
  }

  @Test
  void a_log_that_cannot_be_written_is_told_at_start() throws IOException {
    var other = configured("no-log", "no-such-folder/requests.log");
    try (var running = BridgeScript.startProxy(Map.of(), other, pinFile)) {
      var ended = running.waitForEnd();
      assertThat(ended.exitCode()).isEqualTo(1);
      assertThat(ended.err())
          .contains("The request log", "no-such-folder/requests.log cannot be written");
    }
  }

  private Path configured(String name, String requests) throws IOException {
    var other =
        ProxyFolder.init(
            folder.resolve(name),
            new ProxyFolder.Request(
                SoftHsm.modulePath(),
                token.token().orElseThrow().label(),
                "xks.demo.test",
                List.of("/payments"),
                "fit"));
    OwnerOnly.replace(
        other,
        Files.readString(other)
            .replace("budget-ms = 150", "budget-ms = 8000")
            .replace("requests = \"stdout\"", "requests = \"" + requests + "\""));
    return other;
  }

  @Test
  void a_module_that_does_not_come_back_from_its_end_does_not_keep_the_proxy() throws IOException {
    var other =
        ProxyFolder.init(
            folder.resolve("hanging"),
            new ProxyFolder.Request(
                FaultyModule.path(),
                token.token().orElseThrow().label(),
                "h.test",
                List.of("/p"),
                "fit"));
    var ready = folder.resolve("hanging-ready");
    try (var hanging =
        BridgeScript.start(
            FaultyModule.Function.FINALIZE.hangs(),
            "proxy",
            "run",
            "--config",
            other.toString(),
            "--pin-file",
            pinFile.toString(),
            "--ready-file",
            ready.toString())) {
      await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(ready));
      var began = System.nanoTime();
      assertThat(hanging.terminate().exitCode()).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(40));
      assertThat(hanging.err()).contains("does not come back from its end");
    }
  }

  @Test
  void a_folder_that_others_can_read_is_refused_at_start() throws IOException {
    var dir = folder.resolve("wide");
    var wide =
        ProxyFolder.init(
            dir,
            new ProxyFolder.Request(SoftHsm.modulePath(), "any", "h.test", List.of("/p"), "fit"));
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-x---"));
    var ended =
        BridgeScript.run(
            "proxy", "run", "--config", wide.toString(), "--pin-file", pinFile.toString());
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err().lines()).singleElement().asString().contains("chmod 700");
  }
}
