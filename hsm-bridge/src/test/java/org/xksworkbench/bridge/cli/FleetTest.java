package org.xksworkbench.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.xks.config.ProxyConfig;
import org.xksworkbench.bridge.xks.config.ProxyFolder;
import org.xksworkbench.bridge.xks.server.XksTestClient;

/// Two proxies behind HAProxy, as in docs/scaling.md.
class FleetTest {

  private static final byte[] TEXT = "Hello World!".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NONE = new byte[0];
  private static final int CALLERS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// A request that was not answered with 200.
  private record FleetFailure(long began, String what) {}

  @Test
  void when_one_of_two_proxies_dies_only_what_it_was_answering_fails(@TempDir Path folder)
      throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/sbin/haproxy")), "haproxy is not installed");
    var token = SoftHsm.newToken();
    try (var session = SoftHsm.login(token)) {
      session.generateAesKey(AesKeyTemplate.forExternalKeyStore("key-1"));
    }
    var pin = folder.resolve("pin");
    OwnerOnly.write(pin, new String(SoftHsm.userPin()) + "\n");
    var config =
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
    try (var one = run(config, pin, folder.resolve("ready-1"));
        var two = run(config, pin, folder.resolve("ready-2"))) {
      var balancer = freePort();
      var haproxy =
          balance(
              folder, balancer, port(folder.resolve("ready-1")), port(folder.resolve("ready-2")));
      try {
        var client =
            new XksTestClient(
                Files.readString(folder.resolve("proxy/ca.pem")),
                balancer,
                "/payments",
                ProxyConfig.read(config).prefixes().getFirst().credentials().getFirst());
        var ping = HttpRequest.newBuilder(client.uri("").resolve("/ping")).GET().build();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> client.send(ping).status() == 200);
        killOneUnderLoad(folder, config, balancer, one, two);
      } finally {
        haproxy.destroyForcibly().waitFor();
      }
    }
  }

  private static void killOneUnderLoad(
      Path folder,
      Path config,
      int balancer,
      BridgeScript.RunningCommand one,
      BridgeScript.RunningCommand two)
      throws Exception {
    var failures = new ConcurrentLinkedQueue<FleetFailure>();
    var served = new AtomicInteger();
    var stop = new AtomicBoolean();
    var credential = ProxyConfig.read(config).prefixes().getFirst().credentials().getFirst();
    var ca = Files.readString(folder.resolve("proxy/ca.pem"));
    try (var callers = Executors.newFixedThreadPool(CALLERS)) {
      IntStream.range(0, CALLERS)
          .forEach(_ ->
              callers.execute(() -> {
                // A connection of its own each, so that both proxies have some.
                var client = new XksTestClient(ca, balancer, "/payments", credential);
                while (!stop.get()) {
                  var began = System.nanoTime();
                  try {
                    var answer = client.encrypt("key-1", TEXT, NONE, false);
                    if (answer.status() == 200) {
                      served.incrementAndGet();
                    } else {
                      failures.add(new FleetFailure(began, answer.errorName()));
                    }
                  } catch (UncheckedIOException e) {
                    failures.add(new FleetFailure(began, e.toString()));
                  }
                }
              }));
      try {
        await()
            .atMost(PATIENCE)
            .until(() -> one.out().contains("\"Encrypt\"") && two.out().contains("\"Encrypt\""));
        one.process().destroyForcibly().waitFor();
        var killed = System.nanoTime();
        var before = served.get();
        await().atMost(PATIENCE).until(() -> served.get() > before + 200);
        assertThat(failures).hasSizeLessThanOrEqualTo(CALLERS);
        assertThat(failures).allSatisfy(failure -> assertThat(failure.began()).isLessThan(killed));
      } finally {
        stop.set(true);
      }
    }
  }

  private static BridgeScript.RunningCommand run(Path config, Path pin, Path ready) {
    return BridgeScript.serve(Map.of(), config, pin, ready);
  }

  private static int port(Path ready) throws IOException {
    return URI.create(Files.readString(ready).strip()).getPort();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static Process balance(Path folder, int port, int one, int two) throws IOException {
    var file = folder.resolve("haproxy.cfg");
    Files.writeString(
        file,
        """
        global
          maxconn 256
        defaults
          mode tcp
          timeout connect 2s
          timeout check 5s
          timeout client 30s
          timeout server 30s
          retries 2
          option redispatch
        listen xks
          bind 127.0.0.1:%d
          balance roundrobin
          option httpchk GET /ping
          default-server check check-ssl verify none inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
          server one 127.0.0.1:%d
          server two 127.0.0.1:%d
        """
            .formatted(port, one, two));
    return new ProcessBuilder("/usr/sbin/haproxy", "-db", "-f", file.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("haproxy.log").toFile())
        .start();
  }
}
