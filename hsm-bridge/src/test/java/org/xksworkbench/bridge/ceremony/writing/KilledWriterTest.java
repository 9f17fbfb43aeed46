package org.xksworkbench.bridge.ceremony.writing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceCheck;
import org.xksworkbench.bridge.ceremony.evidence.Pins;
import org.xksworkbench.bridge.ceremony.evidence.ReferenceVerifier;

/// Processes that die without a word.
class KilledWriterTest {

  /// Two for the line by which it is resumed, two for the next one; then it dies, when it composes
  /// the one after that, before it writes it, or when it composes one more.
  private static final int READS = 5;

  @TempDir private Path work;

  @Test
  void a_process_that_is_killed_at_every_line_leaves_one_key_and_evidence_that_holds()
      throws Exception {
    var play =
        new Play(
            work.resolve("ceremony"), work.resolve("token"), PlayersKeys.in(work.resolve("keys")));
    var deaths = 0;
    while (run(READS + deaths % 3) == WriterProcess.KILLED) {
      deaths++;
      assertThat(Files.readString(play.transcript())).endsWith("}\n");
      assertThat(play.made()).isLessThanOrEqualTo(1);
      assertThat(deaths).isLessThan(60);
    }
    assertThat(deaths).isGreaterThan(12);
    assertThat(play.made()).isEqualTo(1);
    var bundle = play.sealed();
    var result = EvidenceCheck.of(bundle, new Pins());
    assertThat(result.findings()).isEmpty();
    assertThat(result.summary().orElseThrow().resumptions()).isEqualTo(deaths);
    assertThat(ReferenceVerifier.of(work, bundle).code()).isEqualTo(3);
  }

  private int run(int reads) throws Exception {
    var output = work.resolve("output");
    var process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    WriterProcess.class.getName(),
                    work.resolve("ceremony").toString(),
                    work.resolve("token").toString(),
                    work.resolve("keys").toString(),
                    String.valueOf(reads)))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0 && process.exitValue() != WriterProcess.KILLED) {
      throw new AssertionError(Files.readString(output));
    }
    return process.exitValue();
  }
}
