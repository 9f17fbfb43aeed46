package org.xksworkbench.app.window;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javafx.scene.Node;
import javafx.stage.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;
import org.xksworkbench.app.bootstrap.Arguments;
import org.xksworkbench.app.bootstrap.Desktop;
import org.xksworkbench.app.session.Places;
import org.xksworkbench.bridge.guard.MachinePolicy;

/// Pictures of the first start and of the demo's faults.
@Tag("pictures")
class FirstRunPicturesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void start_page_and_faults(String theme) throws Exception {
    var places =
        new Places(
            home.resolve("config"),
            home.resolve("state"),
            home.resolve("cache"),
            home.resolve("logs"));
    var stage = FxToolkit.registerPrimaryStage();
    var desktop =
        onWindow(() -> {
          var started =
              new Desktop(
                  stage,
                  Arguments.parse(List.of("--theme", theme)),
                  MachinePolicy.none(),
                  places,
                  _ -> {});
          started.show();
          return started;
        });
    var robot = new FxRobot();
    await("#start-demo");
    picture(stage, "start-" + theme);
    robot.clickOn("#start-demo");
    await("#loop");
    robot.clickOn("Fault switches");
    await("#fault-wrong-name");
    robot.clickOn("#fault-wrong-name");
    await("#problem");
    picture(stage, "faults-" + theme);
    onWindow(() -> {
      desktop.close();
      return true;
    });
  }

  private static void await(String id) throws Exception {
    WaitForAsyncUtils.waitFor(
        PATIENCE.toSeconds(),
        TimeUnit.SECONDS,
        () -> onWindow(() -> DemoWindow.find(id) instanceof Node));
    WaitForAsyncUtils.waitForFxEvents();
  }

  private static void picture(Stage stage, String name) throws Exception {
    WaitForAsyncUtils.waitForFxEvents();
    Pictures.keep(name, onWindow(() -> stage.getScene().snapshot(null)));
  }

  private static <T> T onWindow(Callable<T> action) throws Exception {
    return OnWindow.call(PATIENCE, action);
  }
}
