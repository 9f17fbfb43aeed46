package org.xksworkbench.bridge.localkms;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.xksworkbench.bridge.agent.AgentProcess;

/// `hsm-bridge local-kms` in a process of its own.
final class LocalKmsProcess implements AutoCloseable {

  private final Process process;
  private final Path output;
  private final Path readyFile;

  LocalKmsProcess(Path folder, List<String> options) throws Exception {
    output = folder.resolve("output");
    readyFile = folder.resolve("ready");
    var arguments = new ArrayList<>(List.of("local-kms", "--ready-file", readyFile.toString()));
    arguments.addAll(options);
    // The tests' own logging is quieter.
    var likeAUser = Map.of("JAVA_TOOL_OPTIONS", "-Dlogback.configurationFile=logback.xml");
    process =
        AgentProcess.likeThis(likeAUser)
            .command(arguments.toArray(String[]::new))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
  }

  /// Waits until it serves.
  ///
  /// @return the content of the ready file
  String url() throws Exception {
    while (!Files.exists(readyFile)) {
      if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("it ended: " + output());
      }
    }
    return Files.readString(readyFile).strip();
  }

  int exitCode() throws Exception {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("it did not end: " + output());
    }
    return process.exitValue();
  }

  String output() throws Exception {
    return Files.readString(output);
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    process.waitFor();
  }
}
