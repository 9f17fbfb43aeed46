package org.xksworkbench.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.xks.config.ProxyConfig;

/// A proxy that a process of its own serves, seen and changed by its control socket.
@EnabledOnOs(OS.LINUX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlSocketTest {

  private static final byte[] TEXT = "text".getBytes(StandardCharsets.UTF_8);
  private static final Duration FOLLOWS = Duration.ofSeconds(60);

  /// Sends what stands in its first argument's place and prints what comes, as any user can.
  private static final String CLIENT =
      "import socket,sys\n"
          + "s=socket.socket(socket.AF_UNIX)\n"
          + "s.connect(sys.argv[1])\n"
          + "s.sendall(sys.argv[2].encode()+b'\\n')\n"
          + "d=b''\n"
          + "while True:\n"
          + "  b=s.recv(65536)\n"
          + "  if not b: break\n"
          + "  d+=b\n"
          + "print(d.decode())\n";

  private Path run;
  private Path socket;
  private String group;
  private ServedProcess proxy;

  @BeforeAll
  void startAProxy(@TempDir Path folder) throws IOException {
    // As systemd makes it: others may pass, and not look.
    run =
        Files.createTempDirectory(
            Path.of("/tmp"),
            "xks",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
    Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwx--x--x"));
    socket = run.resolve("control.sock");
    group = Files.readAttributes(run, PosixFileAttributes.class).group().getName();
    proxy =
        ServedProcess.start(
            folder,
            settings ->
                settings.replace(
                    "[admin]\n",
                    "[admin]\nsocket = \"%s\"\ngroup = \"%s\"\n".formatted(socket, group)));
  }

  @AfterAll
  void stop() throws IOException {
    proxy.close();
    Files.deleteIfExists(socket);
    Files.delete(run);
  }

  private String raw(String request) throws IOException {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)));
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private int encrypt() {
    return proxy
        .client(proxy.credentials().getFirst())
        .encrypt("key-1", TEXT, new byte[0], false)
        .status();
  }

  @Test
  void status_tells_how_the_proxy_is_and_no_secret() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
        .isEqualTo("rw-rw----");
    assertThat(encrypt()).isEqualTo(200);
    var asked =
        BridgeScript.run("proxy", "status", "--config", proxy.config().toString(), "--json");
    assertThat(asked.exitCode()).as(asked.err()).isZero();
    var status = InProcess.json(asked.out());
    assertThat(status.path("health").asText()).isEqualTo("ACTIVE");
    assertThat(status.path("host").asText()).isEqualTo(ServedProcess.HOST);
    assertThat(status.path("port").asInt()).isEqualTo(proxy.port());
    assertThat(status.path("certificateDays").asInt()).isBetween(360, 365);
    assertThat(status.path("log").path("alive").asBoolean()).isTrue();
    assertThat(status.path("warnings")).isEmpty();
    var store = status.path("keyStores").path(0);
    assertThat(store.path("pathPrefix").asText()).isEqualTo("/payments");
    assertThat(store.path("keys").asText()).isEqualTo("fit");
    assertThat(status.path("configuration").asText()).isEqualTo(proxy.config().toString());
    assertThat(Instant.parse(status.path("certificateExpires").asText())).isAfter(Instant.now());
    assertThat(store.path("credentials").path(0).path("accessKeyId").asText())
        .isEqualTo(proxy.credentials().getFirst().accessKeyId());
    assertThat(store.path("credentials").path(0).path("lastUsed").isTextual()).isTrue();

    var requests = InProcess.run("proxy", "status", "--socket", socket.toString(), "--requests");
    assertThat(requests.out().lines().toList().getLast())
        .contains("\"operation\":\"Encrypt\"", "\"xksKeyId\":\"key-1\"");
    var words = InProcess.run("proxy", "status", "--socket", socket.toString());
    assertThat(words.out()).contains("health\tACTIVE", "key store\t/payments");
    for (var credential : ProxyConfig.read(proxy.config()).prefixes().getFirst().credentials()) {
      assertThat(asked.out() + requests.out() + words.out())
          .doesNotContain(credential.secretAccessKey());
    }
  }

  @Test
  void who_follows_the_requests_is_told_each_once() throws IOException {
    assertThat(encrypt()).isEqualTo(200);
    var first = InProcess.json(raw("{\"command\":\"requests\",\"after\":\"\"}"));
    assertThat(first.path("requests")).isNotEmpty();
    assertThat(first.path("missed").asLong()).isZero();
    var after =
        "{\"command\":\"requests\",\"after\":\"%s\"}".formatted(first.path("next").asText());
    assertThat(InProcess.json(raw(after)).path("requests")).isEmpty();
    assertThat(encrypt()).isEqualTo(200);
    assertThat(InProcess.json(raw(after)).path("requests")).hasSize(1);
  }

  @Test
  void what_commands_change_by_the_socket_the_proxy_follows() {
    assertThat(InProcess.run("proxy", "block", "--socket", socket.toString()).exitCode()).isZero();
    await().atMost(FOLLOWS).until(() -> encrypt() != 200);
    assertThat(InProcess.run("proxy", "unblock", "--socket", socket.toString()).exitCode())
        .isZero();
    await().atMost(FOLLOWS).until(() -> encrypt() == 200);
    assertThat(
            InProcess.run("proxy", "keys", "block", "--socket", socket.toString(), "key-1")
                .exitCode())
        .isZero();
    await().atMost(FOLLOWS).until(() -> encrypt() != 200);
    assertThat(
            InProcess.run("proxy", "keys", "unblock", "--socket", socket.toString(), "key-1")
                .exitCode())
        .isZero();
    await().atMost(FOLLOWS).until(() -> encrypt() == 200);

    var used = proxy.credentials().getFirst();
    var added =
        InProcess.json(
            InProcess.run("proxy", "credentials", "add", "--socket", socket.toString(), "--json"));
    assertThat(proxy.credentials()).hasSize(2);
    var refused =
        InProcess.run(
            "proxy", "credentials", "remove", "--socket", socket.toString(), used.accessKeyId());
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("within the last 10 minutes");
    var listed = InProcess.run("proxy", "credentials", "list", "--socket", socket.toString());
    assertThat(listed.out())
        .contains(used.accessKeyId(), added.path("accessKeyId").asText() + "\tnot seen");
    assertThat(
            InProcess.run(
                    "proxy",
                    "credentials",
                    "remove",
                    "--socket",
                    socket.toString(),
                    added.path("accessKeyId").asText())
                .exitCode())
        .isZero();
    assertThat(proxy.credentials()).containsExactly(used);
    assertThat(proxy.running().err()).contains("by the control socket: block");
  }

  @Test
  void another_user_reads_by_the_group_and_changes_by_leave_alone() throws Exception {
    assumeTrue(
        System.getProperty("user.name").equals("root") && tool("setpriv") && tool("python3"),
        "to become another user");
    var status = asNobody(group, "{\"command\":\"status\"}");
    assertThat(InProcess.json(status).path("health").asText()).isEqualTo("ACTIVE");

    var block = "{\"command\":\"block\",\"pathPrefix\":\"/payments\"}";
    var refused = InProcess.json(asNobody(group, block));
    assertThat(refused.path("ok").asBoolean(true)).isFalse();
    assertThat(refused.path("error").asText()).isEqualTo("not-allowed");
    assertThat(refused.path("message").asText()).contains("nobody", "allow under [admin]");
    assertThat(ProxyConfig.read(proxy.config()).prefixes().getFirst().blocked()).isFalse();

    var before = Files.readString(proxy.config());
    OwnerOnly.replace(
        proxy.config(), before.replace("[admin]\n", "[admin]\nallow = [\"nobody\"]\n"));
    try {
      assertThat(InProcess.json(asNobody(group, block)).path("ok").asBoolean()).isTrue();
      assertThat(ProxyConfig.read(proxy.config()).prefixes().getFirst().blocked()).isTrue();
    } finally {
      OwnerOnly.replace(proxy.config(), before);
    }
    await().atMost(FOLLOWS).until(() -> encrypt() == 200);

    assertThat(asNobody("nogroup", "{\"command\":\"status\"}")).contains("Permission denied");
  }

  private static boolean tool(String name) {
    return List.of("/usr/bin/", "/bin/", "/usr/local/bin/").stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder + name)));
  }

  private String asNobody(String itsGroup, String request) throws Exception {
    var process =
        new ProcessBuilder(
                "setpriv",
                "--reuid=nobody",
                "--regid=" + itsGroup,
                "--clear-groups",
                "/usr/bin/python3",
                "-c",
                CLIENT,
                socket.toString(),
                request)
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.strip();
  }

  @Test
  void what_is_no_request_gets_its_answer_and_changes_nothing() throws IOException {
    assertThat(InProcess.json(raw("{\"command\":\"dump-secrets\"}")).path("error").asText())
        .isEqualTo("unknown-command");
    for (var text : List.of("", "[]", "block", "{\"command\":", "x".repeat(20_000))) {
      assertThat(InProcess.json(raw(text)).path("error").asText())
          .as(text)
          .isEqualTo("bad-request");
    }
    assertThat(
            InProcess.json(raw("{\"command\":\"block\",\"pathPrefix\":\"/none\"}"))
                .path("error")
                .asText())
        .isEqualTo("failed");
    assertThat(
            InProcess.json(raw("{\"command\":\"block-key\",\"xksKeyId\":\"a b\"}"))
                .path("message")
                .asText())
        .contains("1 to 128");
  }

  @Test
  void who_says_nothing_keeps_nobody_out_for_long() throws IOException {
    var silent = new ArrayList<SocketChannel>();
    try {
      for (var i = 0; i < 20; i++) {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        silent.add(channel);
      }
      // Eight at once, each for five seconds: the last of twenty has its turn in the third round.
      await()
          .atMost(FOLLOWS)
          .ignoreExceptions()
          .until(() -> InProcess.json(raw("{\"command\":\"status\"}")).path("ok").asBoolean());
    } finally {
      for (var channel : silent) {
        channel.close();
      }
    }
  }

  @Test
  void a_socket_of_a_proxy_that_was_killed_is_taken_and_one_in_use_is_not(@TempDir Path other)
      throws IOException {
    var second = other.resolve("second.sock");
    try (var killed = ServedProcess.start(other, settings -> named(settings, second))) {
      killed.running().program().destroyForcibly();
      await().atMost(FOLLOWS).until(() -> !killed.running().process().isAlive());
      assertThat(second).exists();
      killed.restart();
      assertThat(InProcess.run("proxy", "status", "--socket", second.toString()).exitCode())
          .isZero();

      var inUse = BridgeScript.startProxy(Map.of(), killed.config(), other.resolve("pin"));
      try (inUse) {
        var ended = inUse.waitForEnd();
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("another process serves it");
      }
      assertThat(InProcess.run("proxy", "status", "--socket", second.toString()).exitCode())
          .isZero();
      killed.running().terminate();
      assertThat(second).doesNotExist();
      var gone = InProcess.run("proxy", "status", "--socket", second.toString());
      assertThat(gone.exitCode()).isEqualTo(1);
      assertThat(gone.err()).contains("There is no control socket");
    }
  }

  private String named(String settings, Path path) {
    return settings.replace(
        "[admin]\n", "[admin]\nsocket = \"%s\"\ngroup = \"%s\"\n".formatted(path, group));
  }
}
