package org.xksworkbench.app.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.animation.AnimationTimer;
import javafx.scene.control.TableView;
import javafx.stage.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Measures a start for `make bench-start`: milliseconds from the start of the process to the
/// second frame with the list of key stores in it, and the memory of the process in KiB. Then the
/// window closes. Memory is told on Linux only.
final class StartReport extends AnimationTimer {

  private static final Logger LOG = LoggerFactory.getLogger(StartReport.class);

  private static final int FRAMES = 2;

  private final Stage stage;
  private final Path file;
  private int frames;

  StartReport(Stage stage, Path file) {
    this.stage = stage;
    this.file = file;
  }

  @Override
  public void handle(long now) {
    var listed =
        stage.getScene().lookup("#key-stores") instanceof TableView<?> table
            && !table.getItems().isEmpty();
    frames = listed ? frames + 1 : 0;
    if (frames == FRAMES) {
      stop();
      write();
      stage.close();
    }
  }

  private void write() {
    try {
      var started = ProcessHandle.current().info().startInstant().orElseThrow();
      var millis = System.currentTimeMillis() - started.toEpochMilli();
      var memory =
          Files.readAllLines(Path.of("/proc/self/status")).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .findFirst()
              .orElseThrow()
              .replaceAll("\\D", "");
      Files.writeString(file, millis + " " + memory + "\n");
    } catch (IOException e) {
      LOG.error("The start could not be reported to {}", file, e);
    }
  }
}
