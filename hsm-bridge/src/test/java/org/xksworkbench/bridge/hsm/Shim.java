package org.xksworkbench.bridge.hsm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// Compiles `src/test/native/shim.c`, a PKCS#11 library around a real one that does what a test
/// tells it to.
final class Shim {

  private Shim() {}

  /// @param options for the compiler
  static void compile(Path library, String... options) {
    var command =
        new ArrayList<>(
            List.of("gcc", "-shared", "-fPIC", "-O1", "-o", library.toString(), source()));
    command.addAll(List.of(options));
    command.addAll(List.of("-ldl", "-lpthread"));
    run(command);
  }

  private static String source() {
    return Path.of(Objects.requireNonNull(System.getProperty("xksw.basedir")))
        .resolve("hsm-bridge/src/test/native/shim.c")
        .toString();
  }

  static void run(List<String> command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError(String.join(" ", command) + ": " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "These tests need a C compiler: apt-get install gcc libc6-dev", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
