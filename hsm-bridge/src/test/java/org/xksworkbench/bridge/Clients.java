package org.xksworkbench.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Programs of others that use AWS KMS, as `packaging/scripts/clients.sh` installed them, run with
/// nothing of this machine's AWS files and environment.
public final class Clients {

  /// Where its programs are, and the programs that are run with them.
  public static final Path SOURCES = Documents.ROOT.resolve("hsm-bridge/src/test/clients");

  private static final int MINUTES = 3;

  private final Path home;

  /// @param home an empty folder
  public Clients(Path home) {
    this.home = home;
  }

  /// What a program printed, and how it ended.
  public record EndedProgram(int exitCode, String text) {

    /// @return what was printed
    public String well() {
      assertThat(exitCode).as(text).isZero();
      return text;
    }
  }

  public static Path python() {
    return installed("python/bin/python");
  }

  public static Path awsCli() {
    return installed("python/bin/aws");
  }

  public static Path sops() {
    return installed("bin/sops");
  }

  /// Where the packages for Node.js are.
  public static Path nodeFolder() {
    return installed("node");
  }

  /// Runs a program to its end.
  public EndedProgram run(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    var output = Files.createTempFile(home, "output", "");
    var builder =
        new ProcessBuilder(new ArrayList<>(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder
        .environment()
        .putAll(
            Map.of(
                "HOME", home.toString(),
                "AWS_EC2_METADATA_DISABLED", "true",
                "AWS_PAGER", "",
                "PYTHONDONTWRITEBYTECODE", "1"));
    builder.environment().putAll(environment);
    var process = builder.start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError(command + " did not end: " + Files.readString(output));
    }
    return new EndedProgram(process.exitValue(), Files.readString(output));
  }

  private static Path installed(String name) {
    var folder = System.getProperty("xksw.clients", "");
    var path = Path.of(folder).resolve(name);
    if (folder.isEmpty() || !Files.exists(path)) {
      throw new AssertionError(path + " is not there: run make test-clients, which installs it");
    }
    return path;
  }
}
