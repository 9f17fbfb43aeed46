package org.xksworkbench.app.robot;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.stage.Window;
import javax.imageio.ImageIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.app.bootstrap.Robot;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.task.FxTasks;
import org.xksworkbench.bridge.store.Deletion;
import org.xksworkbench.bridge.store.MadeFiles;

/// Drives the window as a user would, takes pictures on the way, and writes what came of it to
/// `summary.json`. For machines without a display, where nobody can look.
abstract class Tour {

  private static final Logger LOG = LoggerFactory.getLogger(Tour.class);

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(25);

  final Robot.Driven window;
  final ObjectMapper mapper = new ObjectMapper();

  private final Path folder;
  private int pictures;

  Tour(Robot.Driven window, Path folder) {
    this.window = window;
    this.folder = folder;
  }

  /// What is done; called on a thread of its own.
  ///
  /// @return the summary
  abstract ObjectNode run() throws Exception;

  void start() {
    Thread.ofPlatform()
        .name("tour")
        .daemon()
        .start(() -> {
          try {
            Files.createDirectories(folder);
            Deletion.deleteMade(MadeFiles.in(folder));
            var summary = run();
            Files.writeString(
                MadeFiles.in(folder).note("summary.json"),
                mapper.writerWithDefaultPrettyPrinter().writeValueAsString(summary) + "\n");
            FxTasks.onWindowThread(window.stage()::close);
          } catch (Exception | AssertionError e) {
            LOG.error("The tour failed", e);
            tryPicture();
            fail(List.of(String.valueOf(e.getMessage())));
          }
        });
  }

  /// Ends the program with a failure. What the demo started ends with it.
  static void fail(List<String> why) {
    LOG.error("The demo did not reach its end: {}", String.join(" ", why));
    Thread.ofPlatform().name("exit").start(() -> System.exit(1));
  }

  final void go(Destination destination) throws Exception {
    onWindow(() -> {
      window.shell().go(destination);
      return true;
    });
  }

  final String text(String id) {
    return ((Labeled) need(id)).getText();
  }

  final String input(String id) {
    return ((TextInputControl) need(id)).getText();
  }

  final boolean textIn(String id, String text) {
    return has(id)
        && need(id).lookupAll(".label").stream()
            .anyMatch(node -> node instanceof Labeled label && label.getText().contains(text));
  }

  final void type(String id, String text) throws Exception {
    onWindow(() -> {
      ((TextInputControl) need(id)).setText(text);
      return true;
    });
  }

  /// Presses a button, later: a dialog that it opens would keep this call waiting.
  final void fire(String id) throws Exception {
    await(id + " can be pressed", () -> has(id) && !need(id).isDisabled());
    FxTasks.onWindowThread(() -> ((ButtonBase) need(id)).fire());
  }

  final boolean has(String id) {
    return find(id) != null;
  }

  final Node need(String id) {
    return Objects.requireNonNull(find(id), id + " is not shown");
  }

  static @org.jspecify.annotations.Nullable Node find(String id) {
    for (var window : Window.getWindows()) {
      var node = window.getScene() == null ? null : window.getScene().lookup(id);
      if (node != null && node.isVisible()) {
        return node;
      }
    }
    return null;
  }

  static void await(String what, BooleanSupplier condition) throws Exception {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!onWindow(condition::getAsBoolean)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Waited in vain until " + what);
      }
      Thread.sleep(POLL);
    }
  }

  static <T> T onWindow(Callable<T> action) throws Exception {
    var task = new FutureTask<>(action);
    FxTasks.onWindowThread(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  final void picture(String name) throws Exception {
    // Two pulses: the first lays out what the last change made.
    onWindow(() -> true);
    Thread.sleep(Duration.ofMillis(250));
    var image = onWindow(() -> window.stage().getScene().snapshot(null));
    pictures++;
    var file = MadeFiles.in(folder).note("%02d-%s.png".formatted(pictures, name));
    ImageIO.write(SwingFXUtils.fromFXImage(image, null), "png", file.toFile());
    LOG.info("{}", file);
  }

  final void tryPicture() {
    try {
      picture("failed");
    } catch (Exception e) {
      LOG.warn("No picture of the failure: {}", e.getMessage());
    }
  }
}
