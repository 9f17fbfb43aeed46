package org.xksworkbench.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.xksworkbench.bridge.hsm.SoftHsm;

/// `bin/hsm-bridge` as a user runs it: a process of its own, with no JDK 25 named to it.
public final class BridgeScript {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration SERVES_WITHIN = Duration.ofSeconds(60);

  /// Who runs tests in the background of a shell hands on that SIGINT is ignored, and a JVM keeps
  /// to it.
  private static final List<String> HEARING_SIGNALS =
      System.getProperty("os.name", "").equals("Linux")
          ? List.of("env", "--default-signal=HUP,INT,QUIT,TERM")
          : List.of();

  /// How a command ended.
  public record EndedCommand(int exitCode, String out, String err) {}

  private BridgeScript() {}

  public static EndedCommand run(String... arguments) {
    return runWithInput("", arguments);
  }

  public static EndedCommand run(Map<String, String> environment, String... arguments) {
    try (var running = start(environment, arguments)) {
      running.type("");
      return running.waitForEnd();
    }
  }

  public static EndedCommand runWithInput(String input, String... arguments) {
    try (var running = start(arguments)) {
      running.type(input);
      return running.waitForEnd();
    }
  }

  public static RunningCommand start(String... arguments) {
    return start(Map.of(), arguments);
  }

  static String path() {
    return Path.of(System.getProperty("xksw.basedir"), "hsm-bridge", "bin", "hsm-bridge")
        .toString();
  }

  static RunningCommand start(Map<String, String> environment, String... arguments) {
    var command = new ArrayList<>(HEARING_SIGNALS);
    command.add(path());
    command.addAll(List.of(arguments));
    try {
      var out = Files.createTempFile("bridge", ".out");
      var err = Files.createTempFile("bridge", ".err");
      var builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().putAll(SoftHsm.environment());
      builder.environment().putAll(environment);
      builder.environment().remove("JAVA_HOME");
      return new RunningCommand(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// `proxy run` on a port that the system chooses, without what repays itself in hours.
  static RunningCommand startProxy(
      Map<String, String> environment, Path config, Path pinFile, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "proxy",
                "run",
                "--config",
                config.toString(),
                "--pin-file",
                pinFile.toString(),
                "--port",
                "0",
                "--no-warm-up"));
    arguments.addAll(List.of(more));
    return start(environment, arguments.toArray(String[]::new));
  }

  /// A proxy that serves; where, is in the ready file.
  static RunningCommand serve(
      Map<String, String> environment, Path config, Path pinFile, Path ready) {
    var running = startProxy(environment, config, pinFile, "--ready-file", ready.toString());
    await("the ready file")
        .atMost(SERVES_WITHIN)
        .until(() -> Files.exists(ready) || !running.process().isAlive());
    assertThat(running.process().isAlive()).as(running.err()).isTrue();
    return running;
  }

  /// A command that was started.
  public record RunningCommand(Process process, Path outFile, Path errFile)
      implements AutoCloseable {

    public void type(String input) {
      try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
        in.write(input);
      } catch (IOException e) {
        // It ended without reading, which its exit code tells.
      }
    }

    public EndedCommand waitForEnd() {
      try {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
          throw new AssertionError("hsm-bridge did not end: " + err());
        }
        return new EndedCommand(process.exitValue(), out(), err());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }

    /// SIGTERM, as a service manager sends it.
    public EndedCommand terminate() {
      process.destroy();
      return waitForEnd();
    }

    public void signal(String name) {
      try {
        var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        if (kill.waitFor() != 0) {
          throw new AssertionError("no such process");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }

    public String out() {
      return read(outFile);
    }

    public String err() {
      return read(errFile);
    }

    private static String read(Path file) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /// The program itself, below its launcher.
    public ProcessHandle program() {
      return process.children().findFirst().orElseThrow();
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      try {
        process.waitFor();
        Files.deleteIfExists(outFile);
        Files.deleteIfExists(errFile);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
