package org.xksworkbench.app.robot;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.animation.AnimationTimer;
import javafx.stage.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.app.bootstrap.Robot;

/// `--start-report FILE`: measures a start for `make bench-start`: milliseconds from the start of
/// the process to the second frame with the key stores in it, and the memory of the process in KiB.
/// Then the window closes. On Linux only.
public final class StartReport implements Robot {

  private static final int FRAMES = 2;

  /// USER_HZ, which is 100 on every Linux that Java runs on.
  private static final int MILLIS_PER_TICK = 10;

  @Override
  public String option() {
    return "--start-report";
  }

  @Override
  public void drive(Driven window, Path file) {
    new Frames(window.stage(), file).start();
  }

  private static final class Frames extends AnimationTimer {

    private static final Logger LOG = LoggerFactory.getLogger(StartReport.class);

    private final Stage stage;
    private final Path file;
    private int frames;

    Frames(Stage stage, Path file) {
      this.stage = stage;
      this.file = file;
    }

    @Override
    public void handle(long now) {
      // The overview has its loop once AWS KMS has told its key stores.
      var told = stage.getScene().lookup("#loop") != null;
      frames = told ? frames + 1 : 0;
      if (frames == FRAMES) {
        stop();
        write();
        stage.close();
      }
    }

    private void write() {
      try {
        Files.writeString(file, "%d %d\n".formatted(millis(), memory()));
      } catch (IOException e) {
        LOG.error("The start could not be reported to {}: {}", file, e.getMessage());
      }
    }
  }

  /// Both from the boot on, to 10 ms. What [ProcessHandle] tells is no use: it adds whole seconds
  /// of the boot's time to it, and makes all starts up to a second longer (JDK 25).
  private static long millis() throws IOException {
    var stat = Files.readString(Path.of("/proc/self/stat"));
    // proc(5): starttime is field 22; the name, which may hold anything, ends with the last ')'.
    var started = Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19]);
    var now = Files.readString(Path.of("/proc/uptime")).split(" ", -1)[0];
    return new BigDecimal(now).movePointRight(3).longValueExact() - started * MILLIS_PER_TICK;
  }

  private static long memory() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }
}
