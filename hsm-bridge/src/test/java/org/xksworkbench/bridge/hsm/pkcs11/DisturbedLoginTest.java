package org.xksworkbench.bridge.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A lasting login under load, whose token is logged out, emptied of sessions, taken away and
/// restarted all the time. In a process of its own: if a login is made beside a running call,
/// SoftHSM may end the process.
class DisturbedLoginTest {

  private static final Duration TO_START_AND_END = Duration.ofMinutes(3);

  @TempDir private Path folder;

  @Test
  void a_login_survives_whatever_happens_to_its_token_between_calls() throws Exception {
    assertSurvives(Duration.ofSeconds(15));
  }

  @Test
  @Tag("slow")
  void a_login_survives_two_minutes_of_whatever_happens_to_its_token() throws Exception {
    assertSurvives(Duration.ofMinutes(2));
  }

  private void assertSurvives(Duration time) throws IOException, InterruptedException {
    var output = folder.resolve("output");
    var builder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-XX:-CreateCoredumpOnCrash",
                    "-XX:ErrorFile=" + folder.resolve("crash.log"),
                    "-Dxksw.basedir=" + System.getProperty("xksw.basedir"),
                    "-cp",
                    System.getProperty("java.class.path"),
                    DisturbedLoad.class.getName(),
                    Long.toString(time.toSeconds())))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("SOFTHSM2_CONF", Objects.toString(folder.resolve("softhsm2.conf")));
    var process = builder.start();
    try {
      var ended = process.waitFor(time.plus(TO_START_AND_END).toMillis(), TimeUnit.MILLISECONDS);
      var said = Files.readString(output);
      assertThat(ended).as(said).isTrue();
      assertThat(process.exitValue()).as(said).isZero();
      assertThat(said.lines().reduce((_, last) -> last).orElse("")).startsWith("good: ");
    } finally {
      process.destroyForcibly();
    }
  }
}
