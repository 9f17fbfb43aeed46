package org.xksworkbench.app.robot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.agent.LateHelper;

class UnattendedStartTest {

  @Test
  void a_tour_whose_start_hangs_ends_with_a_sentence_and_a_code_and_leaves_nothing_running(
      @TempDir Path home) throws Exception {
    var said = home.resolve("said");
    var tour =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dprism.order=sw",
                "-Dxksw.basedir=" + System.getProperty("xksw.basedir"),
                "-Dxksw.robots=" + robots(),
                "-cp",
                System.getProperty("java.class.path"),
                HangingTour.HangingTourMain.class.getName(),
                home.toString(),
                "5")
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      assertThat(tour.waitFor(2, TimeUnit.MINUTES)).as("it ends").isTrue();
      assertThat(tour.exitValue()).as(Files.readString(said)).isEqualTo(1);
      assertThat(said)
          .content()
          .contains("The demo did not reach its end: The start took longer than 5 seconds.")
          .containsPattern("Opening the (demo|SoftHSM token), for \\d+ s\\.");
      var late = LateHelper.waiting(home.resolve("gate"));
      // On a very busy machine it was not even begun.
      if (Files.exists(late)) {
        var helper = ProcessHandle.of(Long.parseLong(Files.readString(late).strip()));
        if (helper.isPresent()) {
          var _ = helper.get().onExit().get(1, TimeUnit.MINUTES);
        }
      }
    } finally {
      tour.descendants().forEach(ProcessHandle::destroyForcibly);
      tour.destroyForcibly();
    }
  }

  /// As the scripts bring the robots, though here they are on the class path too.
  private static Path robots() throws Exception {
    return Path.of(TourRobot.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
