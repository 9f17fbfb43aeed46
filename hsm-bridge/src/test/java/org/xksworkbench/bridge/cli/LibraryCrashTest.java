package org.xksworkbench.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.bridge.cli.BridgeScript.EndedCommand;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.OddModule;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.xks.config.ProxyConfig;
import org.xksworkbench.bridge.xks.config.ProxyFolder;
import org.xksworkbench.bridge.xks.server.XksTestClient;

/// A PKCS#11 library that crashes, or ends the process that it is in, as the user of a command sees
/// it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibraryCrashTest {

  /// What the launcher ends with where no signal ended the JVM.
  private static final int CRASHED = 71;

  private Path folder;
  private OddModule module;
  private String label;
  private Path pinFile;

  @BeforeAll
  void makeAToken(@TempDir Path temporary) throws IOException {
    folder = temporary;
    module = OddModule.in(folder);
    label = SoftHsm.newToken().token().orElseThrow().label();
    pinFile = folder.resolve("pin");
    OwnerOnly.write(pinFile, new String(SoftHsm.userPin()) + "\n");
  }

  private BridgeScript.RunningCommand start(String... arguments) {
    return BridgeScript.start(module.environment(), arguments);
  }

  private EndedCommand run(String... arguments) {
    try (var running = start(arguments)) {
      running.type("");
      return running.waitForEnd();
    }
  }

  private String[] onToken(String... command) {
    var arguments = new ArrayList<>(List.of(command));
    arguments.addAll(
        List.of(
            "--module",
            module.library().toString(),
            "--token",
            label,
            "--pin-file",
            pinFile.toString()));
    return arguments.toArray(String[]::new);
  }

  private String[] listTokens() {
    return new String[] {"token", "list", "--json", "--module", module.library().toString()};
  }

  private void tellsInOneSentence(EndedCommand ended) {
    tellsInOneSentence(ended, "");
  }

  private void tellsInOneSentence(EndedCommand ended, String answered) {
    assertThat(ended.exitCode()).isNotZero();
    assertThat(ended.out().strip()).as("nothing that is no answer").isEqualTo(answered);
    assertThat(ended.err().lines())
        .as("one sentence, and no page of the JVM")
        .singleElement()
        .asString()
        .contains(module.library().toString())
        .endsWith(".");
  }

  @ParameterizedTest
  @CsvSource({
    "crash 4, 71, crashed",
    "signal 4 11, 71, crashed",
    "signal 4 8, 71, crashed",
    "abort 4, 134, crashed",
    "signal 4 9, 137, memory runs out",
    "exit 4 0, 71, with exit code 0",
    "exit 4 1, 71, with exit code 1",
    "exit 4 3, 71, with exit code 3"
  })
  void whatever_way_a_library_ends_a_command_it_is_named(String order, int code, String words)
      throws IOException {
    module.order(order);
    var ended = run(listTokens());
    tellsInOneSentence(ended);
    assertThat(ended.exitCode()).isEqualTo(code);
    assertThat(ended.err()).contains(words);
  }

  /// What was in memory, PINs too, is in no file.
  @ParameterizedTest
  @ValueSource(strings = {"crash", "abort", "signal 4 11"})
  void a_crash_leaves_no_core_and_no_error_file(String order) throws Exception {
    module.order(order.contains(" ") ? order : order + " 4");
    var empty = Files.createTempDirectory(folder, "working");
    var command =
        new ArrayList<>(List.of("sh", "-c", "ulimit -c $(ulimit -Hc); exec \"$@\"", "sh"));
    command.add(BridgeScript.path());
    command.addAll(List.of(listTokens()));
    var builder = new ProcessBuilder(command).directory(empty.toFile()).redirectErrorStream(true);
    builder.environment().putAll(module.environment());
    builder.environment().remove("JAVA_HOME");
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isGreaterThanOrEqualTo(CRASHED);
    assertThat(said).contains("crashed");
    try (var left = Files.list(empty)) {
      assertThat(left).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crash", "abort"})
  void every_command_that_loads_one_says_so(String order) throws IOException {
    module.order(order + " " + OddModule.FIND_OBJECTS_INIT);
    tellsInOneSentence(run(onToken("keys", "list", "--json")));
    tellsInOneSentence(run(onToken("keys", "show", "--label", "none", "--json")));
    module.order(order + " " + OddModule.GENERATE_KEY);
    tellsInOneSentence(run(onToken("keys", "generate", "--label", "never")));
    module.order(order + " " + OddModule.LOGIN);
    tellsInOneSentence(
        run("proxy", "run", "--config", proxy().toString(), "--pin-file", pinFile.toString()));
    module.order(order + " " + OddModule.INITIALIZE);
    tellsInOneSentence(
        run("token", "init", "--module", module.library().toString(), "--label", "never"));
    try (var agent = start("agent", "--module", module.library().toString())) {
      var call = "{\"id\":1,\"target\":\"HSM\",\"method\":\"slots/0\",\"args\":[]}";
      // As the package of the channel says: the call by its length, and no secrets.
      var request = new DataOutputStream(agent.process().getOutputStream());
      request.writeInt(call.length());
      request.writeBytes(call);
      request.writeInt(0);
      request.flush();
      tellsInOneSentence(agent.waitForEnd(), "@agent {\"started\":true}");
    }
  }

  @Test
  void a_proxy_that_a_request_ends_says_so() throws IOException {
    module.behave();
    var config = proxy();
    var ready = folder.resolve("ready-" + config.getParent().getFileName());
    try (var proxy =
        BridgeScript.startProxy(
            module.environment(), config, pinFile, "--ready-file", ready.toString())) {
      await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(ready));
      module.order("exit " + OddModule.ENCRYPT_INIT + " 0");
      var url = Files.readString(ready).strip();
      var client =
          new XksTestClient(
              Files.readString(config.resolveSibling("ca.pem")),
              Integer.parseInt(url.substring(url.lastIndexOf(':') + 1)),
              "/payments",
              ProxyConfig.read(config).prefixes().getFirst().credentials().getFirst());
      try {
        client.encrypt("key-1", "x".getBytes(StandardCharsets.UTF_8), new byte[0], false);
      } catch (RuntimeException e) {
        // The connection ends with the proxy.
      }
      var ended = proxy.waitForEnd();
      assertThat(ended.exitCode()).isEqualTo(CRASHED);
      assertThat(ended.err().lines().toList().getLast())
          .isEqualTo(
              "The library %s ended hsm-bridge with exit code 0 before its work was done.",
              module.library().toString());
    }
  }

  @Test
  void one_that_crashes_when_it_is_ended_did_not_spoil_the_answer() throws IOException {
    module.crashIn(OddModule.FINALIZE);
    var ended = run(listTokens());
    assertThat(ended.exitCode()).isEqualTo(CRASHED);
    assertThat(new ObjectMapper().readTree(ended.out()).isArray()).isTrue();
    assertThat(ended.err()).contains(module.library().toString(), "crashed");
  }

  @Test
  void a_command_without_a_place_for_temporary_files_works_and_names_a_crash() {
    module.behave();
    var environment = new HashMap<>(module.environment());
    environment.put("TMPDIR", "/nowhere");
    try (var listing = BridgeScript.start(environment, listTokens())) {
      listing.type("");
      var ended = listing.waitForEnd();
      assertThat(ended.exitCode()).as(ended.err()).isZero();
      assertThat(ended.err()).isEmpty();
    }
    module.order("abort 4");
    try (var listing = BridgeScript.start(environment, listTokens())) {
      listing.type("");
      var ended = listing.waitForEnd();
      assertThat(ended.exitCode()).isEqualTo(134);
      assertThat(ended.err().lines()).singleElement().asString().contains("crashed");
    }
  }

  @Test
  void the_spy_of_opensc_in_front_of_a_module_of_cryptoki_2_is_no_crash() throws IOException {
    var environment = new HashMap<>(SoftHsm.environment());
    environment.put("PKCS11SPY", SoftHsm.modulePath().toString());
    environment.put("PKCS11SPY_OUTPUT", folder.resolve("spy.log").toString());
    spied(environment, "token", "list", "--json", "--module", spy());
    var onToken = List.of("--module", spy(), "--token", label, "--pin-file", pinFile.toString());
    spied(environment, with(onToken, "keys", "generate", "--label", "spied"));
    assertThat(spied(environment, with(onToken, "keys", "list", "--json")).out())
        .contains("\"spied\"");
    spied(environment, with(onToken, "keys", "delete", "--label", "spied", "--confirm", "spied"));
    assertThat(spied(environment, with(onToken, "keys", "list", "--json")).out())
        .doesNotContain("\"spied\"");
    assertThat(Files.readString(folder.resolve("spy.log"))).contains("C_DestroyObject");
  }

  private static String spy() {
    return Stream.of("x86_64", "aarch64")
        .map(machine -> Path.of("/usr/lib/" + machine + "-linux-gnu/pkcs11-spy.so"))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new AssertionError("This test needs: apt-get install opensc-pkcs11"))
        .toString();
  }

  private static String[] with(List<String> onToken, String... command) {
    var arguments = new ArrayList<>(List.of(command));
    arguments.addAll(onToken);
    return arguments.toArray(String[]::new);
  }

  private static EndedCommand spied(Map<String, String> environment, String... arguments) {
    try (var running = BridgeScript.start(environment, arguments)) {
      running.type("");
      var ended = running.waitForEnd();
      assertThat(ended.exitCode()).as(ended.err()).isZero();
      return ended;
    }
  }

  private Path proxy() throws IOException {
    try (var session = SoftHsm.hsm().login(slot(), SoftHsm.userPin())) {
      if (session.secretKeys().stream().noneMatch(key -> key.label().equals("key-1"))) {
        session.generateAesKey(AesKeyTemplate.forExternalKeyStore("key-1"));
      }
    }
    return ProxyFolder.init(
        Files.createTempDirectory(folder, "proxy").resolve("proxy"),
        new ProxyFolder.Request(
            module.library(), label, "xks.demo.test", List.of("/payments"), "fit"));
  }

  private long slot() {
    return SoftHsm.hsm().slots().stream()
        .filter(slot -> slot.token().filter(token -> token.label().equals(label)).isPresent())
        .findFirst()
        .orElseThrow()
        .id();
  }
}
