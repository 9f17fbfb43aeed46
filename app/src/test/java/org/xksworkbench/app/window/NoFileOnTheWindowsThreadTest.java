package org.xksworkbench.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;
import org.xksworkbench.app.bootstrap.Arguments;
import org.xksworkbench.app.bootstrap.Desktop;
import org.xksworkbench.app.kms.AwsProfile;
import org.xksworkbench.app.session.Places;
import org.xksworkbench.bridge.guard.MachinePolicy;

/// From its start on the window waits for no file: whatever is read or written is so on other
/// threads.
class NoFileOnTheWindowsThreadTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Path AWS_FILE = Path.of(System.getenv("AWS_CONFIG_FILE"));

  @TempDir Path home;
  private final FxRobot robot = new FxRobot();
  private Places places;
  private WindowThread thread;
  private Desktop desktop;

  @BeforeEach
  void everythingWasUsedBefore() throws Exception {
    places =
        new Places(
            home.resolve("config"),
            home.resolve("state"),
            home.resolve("cache"),
            home.resolve("logs"));
    for (var kept : DamagedFilesWindowTest.WindowFile.values()) {
      kept.writeInto(home);
    }
    Files.createDirectories(AWS_FILE.getParent());
    Files.writeString(
        AWS_FILE,
        "[default]\nregion = us-east-1\n"
            + "[profile other]\nregion = eu-west-1\ncredential_process = /bin/false\n");
    thread = new WindowThread();
  }

  @AfterEach
  void close() throws Exception {
    thread.close();
    Files.deleteIfExists(AWS_FILE);
    onWindow(() -> {
      desktop.close();
      return true;
    });
  }

  @Test
  void with_a_profile_of_aws() throws Exception {
    start("--profile", "default", "--region", "us-east-1");
    await("the window", () -> DemoWindow.find("#change-lock") != null);
    robot.clickOn("#choose-profile");
    robot.clickOn("other  (%s)".formatted(AwsProfile.ProfileKind.CREDENTIAL_PROCESS.words()));
    await("the other profile", () -> texts("#choose-profile").contains("other"));
    assertThat(texts("#change-lock")).contains("Changes allowed");
    robot.clickOn("#change-lock");
    await("the lock", () -> texts("#change-lock").contains("Read-only"));
    places.locks().of("other").setReadOnly(false);
    await("what the command line did", () -> texts("#change-lock").contains("Changes allowed"));
    everyScreen();

    assertThat(thread.touched(true)).isEmpty();
    assertThat(thread.touched(false))
        .as("what other threads read is seen")
        .anyMatch(one -> one.contains("settings.json"))
        .anyMatch(one -> one.contains("profiles.json"));
  }

  @Test
  void with_the_demo() throws Exception {
    start("--demo", "--demo-folder", home.resolve("demo").toString());
    await("the demo", () -> DemoWindow.find("#loop") != null);
    everyScreen();
    robot.clickOn("Tour");
    robot.clickOn("Fault switches");
    await("the faults", () -> DemoWindow.find("#fault-slow-proxy") != null);

    assertThat(thread.touched(true)).isEmpty();
    assertThat(thread.touched(false))
        .as("what other threads read is seen")
        .anyMatch(one -> one.contains("proxy.toml"));
  }

  private void everyScreen() {
    for (var screen :
        List.of(
            "Customer managed keys",
            "HSM keys",
            "XKS proxy",
            "Lineage",
            "Ceremonies",
            "Activity",
            "External key stores")) {
      robot.clickOn(screen);
      WaitForAsyncUtils.waitForFxEvents();
    }
    robot.push(KeyCode.CONTROL, KeyCode.K);
    robot.push(KeyCode.ESCAPE);
    WaitForAsyncUtils.waitForFxEvents();
  }

  private void start(String... arguments) throws Exception {
    var stage = FxToolkit.registerPrimaryStage();
    desktop =
        onWindow(() -> {
          var started =
              new Desktop(
                  stage,
                  Arguments.parse(List.of(arguments)),
                  MachinePolicy.none(),
                  places,
                  _ -> {});
          started.show();
          stage.setX(0);
          stage.setY(0);
          return started;
        });
  }

  private static String texts(String id) {
    return DemoWindow.texts(DemoWindow.find(id));
  }

  private static <T> T onWindow(Callable<T> action) throws Exception {
    return OnWindow.call(PATIENCE, action);
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    OnWindow.await(what, PATIENCE, condition);
  }
}
