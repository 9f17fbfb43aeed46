package org.xksworkbench.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.task.Lane;

/// A helper process that never answers, in the real window on the real demo: it is stopped by the
/// operating system, as a library that hangs in a driver would stop it.
class HungHelperWindowTest {

  private static final Duration DEADLINE = Duration.ofSeconds(8);
  private static final Duration BUSY_MACHINE = Duration.ofSeconds(60);

  private DemoWindow window;
  private ProcessHandle helper;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    window = new DemoWindow(folder, job -> job.lane() == Lane.HSM ? DEADLINE : job.deadline());
    helper =
        ProcessHandle.current()
            .descendants()
            .filter(HungHelperWindowTest::holdsModule)
            .findFirst()
            .orElseThrow();
  }

  /// The JDK tells no command that is as long as a class path makes it.
  private static boolean holdsModule(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).contains("\0agent\0");
    } catch (IOException e) {
      return false;
    }
  }

  @AfterEach
  void close() throws Exception {
    if (helper != null) {
      signal("CONT");
    }
    window.close();
  }

  @Test
  void the_wait_is_told_can_be_left_and_ends_in_a_sentence_and_other_screens_stay_usable()
      throws Exception {
    window.go(new Destination.HsmKeys());
    window.awaitRow("#hsm-keys", "payments-2025");
    signal("STOP");

    window.click("#refresh");
    window.awaitText("#running-work", "Reading the HSM… 2 s", BUSY_MACHINE);
    window.await("Stop waiting is offered", () -> window.isShown("#stop-waiting"));
    window.focus("#stop-waiting");
    window.press(KeyCode.SPACE);
    window.awaitText("#problem", "You stopped waiting: Reading the HSM", BUSY_MACHINE);
    assertThat(window.textsOf("#problem")).contains("the process that holds its module is ended");

    window.click("#refresh");
    window.awaitText("#problem", "Reading the HSM got no answer within 8 seconds", BUSY_MACHINE);
    assertThat(window.textsOf("#problem")).contains("It waited for the HSM.");

    window.go(new Destination.Keys());
    window.awaitRow("#kms-keys", "payments-2025");
    window.go(new Destination.KeyStores());
    window.awaitRow("#key-stores", "payments-hsm");
    window.assertNothingReported();
  }

  private void signal(String name) throws Exception {
    var process =
        new ProcessBuilder("kill", "-" + name, Long.toString(helper.pid())).inheritIO().start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }
}
