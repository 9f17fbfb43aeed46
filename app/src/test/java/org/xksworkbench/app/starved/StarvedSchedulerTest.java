package org.xksworkbench.app.starved;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// On a machine that has no time for us, with one carrier for virtual threads.
class StarvedSchedulerTest {

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void every_screen_ends_in_content_or_in_a_sentence(@TempDir Path folder) throws Exception {
    var log = folder.resolve("said.txt").toFile();
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djdk.virtualThreadScheduler.parallelism=1",
                "-Djdk.virtualThreadScheduler.maxPoolSize=1",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:-CreateCoredumpOnCrash",
                "-Dxksw.basedir=" + System.getProperty("xksw.basedir"),
                "-cp",
                System.getProperty("java.class.path"),
                EveryScreen.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(log);
    // Tokens of its own.
    builder.environment().put("SOFTHSM2_CONF", folder.resolve("softhsm2.conf").toString());
    var burners = burnEveryCore();
    try {
      var process = builder.start();
      var ended = process.waitFor(4, TimeUnit.MINUTES);
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      assertThat(log).content().contains("all screens came to an end");
      assertThat(ended).isTrue();
      assertThat(log)
          .content()
          .contains("External key stores: ", "HSM keys: ", "KMS key: ")
          .doesNotContain("reported: ");
    } finally {
      burners.forEach(Process::destroyForcibly);
    }
  }

  /// They end by themselves, should this process die.
  private static List<Process> burnEveryCore() throws java.io.IOException {
    var burners = new ArrayList<Process>();
    for (var i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      burners.add(
          new ProcessBuilder(
                  "sh",
                  "-c",
                  "while kill -0 \"$1\" 2>/dev/null; do"
                      + " i=0; while [ $i -lt 200000 ]; do i=$((i + 1)); done; done",
                  "busy-loop",
                  Long.toString(ProcessHandle.current().pid()))
              .start());
    }
    return burners;
  }
}
