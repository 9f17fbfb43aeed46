package org.xksworkbench.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xksworkbench.bridge.hsm.SoftHsm;

/// The prompt for a PIN, at a terminal that `script` makes.
class PinAtATerminalTest {

  private static final char END_OF_INPUT = '\u0004';

  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void ctrl_d_at_the_prompt_is_an_answer_and_no_defect() throws Exception {
    var label = SoftHsm.newToken().token().orElseThrow().label();
    var builder =
        new ProcessBuilder(
                "script",
                "-qec",
                "%s keys list --module %s --token %s"
                    .formatted(BridgeScript.path(), SoftHsm.modulePath(), label),
                "/dev/null")
            .redirectErrorStream(true);
    builder.environment().putAll(SoftHsm.environment());
    builder.environment().remove("JAVA_HOME");
    var process = builder.start();
    try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
      var prompt = readUntilColon(process);
      assertThat(prompt).contains("PIN");
      in.write(END_OF_INPUT);
      in.flush();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isEqualTo(1);
      assertThat(said.strip()).isEqualTo("Nothing was entered, so nothing was done. Try again.");
    } finally {
      process.destroyForcibly();
    }
  }

  private static String readUntilColon(Process process) throws IOException {
    var said = new StringBuilder();
    for (var next = process.getInputStream().read();
        next >= 0 && next != ':';
        next = process.getInputStream().read()) {
      said.append((char) next);
    }
    return said.toString();
  }
}
