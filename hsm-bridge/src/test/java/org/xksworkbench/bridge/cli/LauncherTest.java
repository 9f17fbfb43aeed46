package org.xksworkbench.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.bridge.hsm.OddModule;
import org.xksworkbench.bridge.hsm.SoftHsm;

/// `bin/hsm-bridge` is a parent of the program that nobody notices: signals, terminal and exit
/// codes are as if it were the program.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LauncherTest {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private Path folder;
  private String label;

  @BeforeAll
  void makeAToken(@TempDir Path temporary) {
    folder = temporary;
    label = SoftHsm.newToken().token().orElseThrow().label();
  }

  private BridgeScript.RunningCommand server(Map<String, String> environment, Path ready) {
    var running = BridgeScript.start(environment, "local-kms", "--ready-file", ready.toString());
    await("the ready file")
        .atMost(PATIENCE)
        .until(() -> Files.exists(ready) || !running.process().isAlive());
    assertThat(running.process().isAlive()).as(running.err()).isTrue();
    return running;
  }

  @ParameterizedTest
  @CsvSource({"TERM, 0", "INT, 0", "HUP, 0"})
  void a_signal_to_it_stops_a_server_in_order(String signal, int code) {
    var ready = folder.resolve("ready-" + signal);
    try (var server = server(Map.of(), ready)) {
      server.signal(signal);
      assertThat(server.waitForEnd().exitCode()).as(server.err()).isEqualTo(code);
      assertThat(server.err().lines()).as("no word of a crash").hasSize(1);
    }
  }

  @Test
  void a_server_does_not_outlive_it() {
    try (var server = server(Map.of(), folder.resolve("ready-kill"))) {
      var program = server.program();
      server.signal("KILL");
      assertThat(server.waitForEnd().exitCode()).isEqualTo(137);
      await().atMost(PATIENCE).until(() -> !program.isAlive());
    }
  }

  @Test
  void where_it_is_supervised_it_becomes_the_program() {
    var ready = folder.resolve("ready-supervised");
    try (var server = server(Map.of("HSM_BRIDGE_SUPERVISED", "yes"), ready)) {
      assertThat(server.process().info().command().orElseThrow()).endsWith("/java");
      assertThat(server.process().children()).isEmpty();
      assertThat(server.terminate().exitCode()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "exit 4 0, exited, 0, 71",
    "crash 4, exited, 1, 0",
    "abort 4, killed, ABRT, 0",
    "signal 4 9, killed, KILL, 0"
  })
  void what_a_supervisor_runs_afterwards_names_the_library(
      String order, String how, String status, int code) throws Exception {
    var module = OddModule.in(Files.createTempDirectory(folder, "odd"));
    module.order(order);
    var run = Files.createTempDirectory(folder, "run");
    var environment = new HashMap<>(module.environment());
    environment.put("HSM_BRIDGE_SUPERVISED", "yes");
    environment.put("RUNTIME_DIRECTORY", run.toString());
    try (var listing =
        BridgeScript.start(environment, "token", "list", "--module", module.library().toString())) {
      listing.type("");
      assertThat(listing.waitForEnd().err()).isEmpty();
    }
    var said = ended(run, how, status);
    assertThat(said.exitCode()).isEqualTo(code);
    assertThat(said.err().lines()).singleElement().asString().contains(module.library().toString());
  }

  @Test
  void what_a_supervisor_runs_after_an_orderly_end_says_nothing() throws Exception {
    var run = Files.createTempDirectory(folder, "run");
    var environment = Map.of("HSM_BRIDGE_SUPERVISED", "yes", "RUNTIME_DIRECTORY", run.toString());
    try (var server = server(environment, folder.resolve("ready-orderly"))) {
      assertThat(server.terminate().exitCode()).isZero();
    }
    assertThat(ended(run, "exited", "0")).isEqualTo(new BridgeScript.EndedCommand(0, "", ""));
    assertThat(ended(run, "killed", "TERM")).isEqualTo(new BridgeScript.EndedCommand(0, "", ""));
  }

  private static BridgeScript.EndedCommand ended(Path run, String how, String status)
      throws Exception {
    var builder = new ProcessBuilder(BridgeScript.path() + "-ended");
    builder
        .environment()
        .putAll(
            Map.of("RUNTIME_DIRECTORY", run.toString(), "EXIT_CODE", how, "EXIT_STATUS", status));
    var process = builder.start();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new BridgeScript.EndedCommand(process.waitFor(), out, err);
  }

  @Test
  void a_pin_is_typed_on_the_terminal_and_not_shown() throws Exception {
    try (var terminal = new Terminal(listKeys())) {
      terminal.waitFor("PIN of " + label);
      terminal.type(new String(SoftHsm.userPin()) + "\r");
      assertThat(terminal.waitForEnd()).as(terminal.text()).isZero();
      assertThat(terminal.text()).doesNotContain(new String(SoftHsm.userPin()));
      assertThat(terminal.text()).as("the answer").contains("[]");
    }
  }

  @Test
  void an_interrupt_at_the_prompt_ends_the_command_once_and_as_an_interrupt() throws Exception {
    try (var terminal = new Terminal(listKeys())) {
      terminal.waitFor("PIN of " + label);
      terminal.type("\u0003");
      assertThat(terminal.waitForEnd()).as(terminal.text()).isEqualTo(130);
      assertThat(terminal.text()).doesNotContain("library", "killed");
    }
  }

  private String listKeys() {
    return BridgeScript.path()
        + " keys list --json --module "
        + SoftHsm.modulePath()
        + " --token "
        + label;
  }

  @Test
  void its_answer_goes_through_a_pipe_of_a_shell_without_job_control() throws Exception {
    var process =
        new ProcessBuilder(
                "sh",
                "-c",
                "set +m; printf '%s\\n' '"
                    + new String(SoftHsm.userPin())
                    + "' | "
                    + listKeys()
                    + " --pin-file - | cat")
            .redirectErrorStream(true);
    process.environment().putAll(SoftHsm.environment());
    process.environment().remove("JAVA_HOME");
    var running = process.start();
    running.getOutputStream().close();
    assertThat(new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
        .isEqualTo("[]");
  }

  /// A command on a terminal of its own, by `script`.
  private static final class Terminal implements AutoCloseable {

    private final Process process;
    private final Path output;

    Terminal(String command) throws IOException {
      output = Files.createTempFile("terminal", ".out");
      // Whoever runs the tests in the background of a script has them ignore SIGINT, and what they
      // start as well.
      var heard = "exec env --default-signal=INT,QUIT " + command;
      var builder =
          new ProcessBuilder("script", "-q", "-e", "-f", "-c", heard, "/dev/null")
              .redirectOutput(output.toFile())
              .redirectErrorStream(true);
      builder.environment().putAll(SoftHsm.environment());
      builder.environment().remove("JAVA_HOME");
      process = builder.start();
    }

    String text() throws IOException {
      return Files.readString(output);
    }

    void waitFor(String words) {
      await().atMost(PATIENCE).until(() -> text().contains(words));
    }

    void type(String keys) throws IOException {
      process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    }

    int waitForEnd() throws InterruptedException {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    }

    @Override
    public void close() throws IOException {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Files.deleteIfExists(output);
    }
  }
}
