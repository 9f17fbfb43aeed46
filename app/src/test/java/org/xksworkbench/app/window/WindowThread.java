package org.xksworkbench.app.window;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// What the window's thread does with files, as the JVM itself records it.
final class WindowThread implements AutoCloseable {

  private static final List<String> JDK = List.of("java.", "jdk.", "sun.");
  private static final List<String> TOOLKIT = List.of("javafx.", "com.sun.");
  private static final int MOST_FRAMES = 8;
  private static final long MILLIS = 60_000;
  private static final List<String> EVENTS =
      List.of("jdk.FileRead", "jdk.FileWrite", "jdk.FileForce");

  private final Recording recording = new Recording();

  /// Its name is not known to a recording that began before it was named.
  private final long id;

  /// Begins to record.
  WindowThread() throws TimeoutException {
    FxToolkit.registerPrimaryStage();
    id = WaitForAsyncUtils.waitForAsyncFx(MILLIS, () -> Thread.currentThread().threadId());
    EVENTS.forEach(event ->
        recording
            .enable(event)
            .withStackTrace()
            .withThreshold(Duration.ZERO)
            // Else only some of many are recorded.
            .with("throttle", "off"));
    recording.start();
  }

  /// Each use of a file by our code so far.
  ///
  /// @param onWindow on the window's thread; else on all others, which shows that files are
  ///   recorded
  List<String> touched(boolean onWindow) throws IOException {
    var file = Files.createTempFile("window-thread", ".jfr");
    try {
      recording.dump(file);
      return RecordingFile.readAllEvents(file).stream()
          .filter(event -> event.getThread() != null)
          .filter(event -> (event.getThread().getJavaThreadId() == id) == onWindow)
          .flatMap(event -> told(event).stream())
          .toList();
    } finally {
      Files.delete(file);
    }
  }

  private static Optional<String> told(RecordedEvent event) {
    var path = event.getString("path");
    if (path == null || event.getStackTrace() == null || isOfTheProgram(Path.of(path))) {
      return Optional.empty();
    }
    var way =
        event.getStackTrace().getFrames().stream()
            .map(frame -> frame.getMethod().getType().getName() + "." + frame.getMethod().getName())
            .dropWhile(name -> JDK.stream().anyMatch(name::startsWith))
            .toList();
    // Fonts and libraries of the toolkit.
    return way.isEmpty() || TOOLKIT.stream().anyMatch(way.getFirst()::startsWith)
        ? Optional.empty()
        : Optional.of(
            event.getEventType().getName()
                + " "
                + path
                + " by "
                + String.join(" < ", way.subList(0, Math.min(MOST_FRAMES, way.size()))));
  }

  /// Classes and resources are loaded on every thread.
  private static boolean isOfTheProgram(Path file) {
    return Stream.concat(
            Stream.of(System.getProperty("java.home")),
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)))
        .anyMatch(file::startsWith);
  }

  @Override
  public void close() {
    recording.close();
  }
}
