package org.xksworkbench.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Lane;

/// A helper process that never answers, or crashes, in the real window on the real demo: the
/// operating system stops it, as a library that hangs in a driver would, or sends it the signal of
/// a library that reads where nothing is.
class HelperInTroubleWindowTest {

  private static final Duration PLENTY = Duration.ofMinutes(5);
  private static final Duration BUSY_MACHINE = Duration.ofSeconds(60);

  private DemoWindow window;
  private ProcessHandle helper;

  @TempDir private Path folder;

  private void open(Function<Job, Duration> deadlines) throws Exception {
    window = new DemoWindow(folder, deadlines);
    helper =
        ProcessHandle.current()
            .descendants()
            .filter(HelperInTroubleWindowTest::holdsModule)
            .findFirst()
            .orElseThrow();
    window.go(new Destination.HsmKeysScreen());
    window.awaitRow("#hsm-keys", "payments-2025");
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
    if (helper != null && helper.isAlive()) {
      signal("CONT");
    }
    window.close();
  }

  @Test
  void the_wait_is_told_can_be_left_and_ends_in_a_sentence_and_other_screens_stay_usable()
      throws Exception {
    var hurry = new AtomicBoolean();
    open(job -> job.lane() == Lane.HSM && !hurry.get() ? PLENTY : job.deadline());
    signal("STOP");

    window.click("#refresh");
    window.awaitText("#running-work", "Finding the objects of the token… ", BUSY_MACHINE);
    window.await("Stop waiting is offered", () -> window.isShown("#stop-waiting"));
    window.focus("#stop-waiting");
    window.press(KeyCode.SPACE);
    window.awaitText(
        "#problem", "You stopped waiting: Finding the objects of the token", BUSY_MACHINE);
    assertThat(window.textsOf("#problem"))
        .contains("Only after 30 seconds", "the process that holds its module is ended");

    // The helper has its own deadline, which the second part must not run into.
    signal("CONT");
    signal("STOP");
    hurry.set(true);
    window.click("#refresh");
    window.awaitText(
        "#problem",
        "Finding the objects of the token got no answer within 5 seconds",
        BUSY_MACHINE);
    assertThat(window.textsOf("#problem")).contains("If the answer comes after all");
    signal("CONT");
    window.await("the answer is shown", () -> !window.isShown("#problem"));

    signal("STOP");
    window.go(new Destination.KeysScreen());
    window.awaitRow("#kms-keys", "payments-2025");
    window.go(new Destination.KeyStoresScreen());
    window.awaitRow("#key-stores", "payments-hsm");
    window.assertNothingReported();
  }

  @Test
  void a_crash_in_the_middle_of_a_listing_costs_a_login_and_says_so() throws Exception {
    open(job -> job.lane() == Lane.HSM ? PLENTY : job.deadline());
    signal("STOP");
    window.click("#refresh");
    window.awaitText("#running-work", "Finding the objects of the token… ", BUSY_MACHINE);
    signal("SEGV");
    signal("CONT");

    window.awaitText("#notice", "crashed inside the module", BUSY_MACHINE);
    assertThat(window.textsOf("#notice")).contains("Lost: the login to demo-token.");
    window.go(new Destination.KeysScreen());
    window.awaitRow("#kms-keys", "payments-2025");

    window.go(new Destination.HsmKeysScreen());
    window.click("#login-demo-token");
    window.type("#dialog-input", "demo-1234");
    window.click("#dialog-ok");
    window.awaitRow("#hsm-keys", "payments-2025");
    window.assertNothingReported();
  }

  private void signal(String name) throws Exception {
    var process =
        new ProcessBuilder("kill", "-" + name, Long.toString(helper.pid())).inheritIO().start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }
}
