package org.xksworkbench.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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
import org.xksworkbench.app.session.Places;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.agent.LateHelper;
import org.xksworkbench.bridge.guard.MachinePolicy;

/// A demo that is slow to start, or cannot: the window says so, waits, and lets the user choose by
/// keyboard. Nothing is deleted but by the user's word.
class StartWindowTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int MOST_TABS = 20;

  @TempDir Path home;
  private final FxRobot robot = new FxRobot();
  private Path folder;
  private Path photo;
  private Path gate;
  private Desktop desktop;

  @BeforeEach
  void a_folder_with_a_photo() throws Exception {
    folder = Files.createDirectories(home.resolve("photos"));
    photo = Files.writeString(folder.resolve("Öland 1.jpg"), "worth something");
    gate = home.resolve("gate");
  }

  @AfterEach
  void close() throws Exception {
    WaitForAsyncUtils.asyncFx(() -> desktop.close()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(photo).hasContent("worth something");
  }

  @Test
  void a_proxy_that_starts_late_is_told_and_waited_for() throws Exception {
    start(Duration.ofSeconds(1));
    awaitSlow();
    assertThat(texts("#opening"))
        .contains("Opening the demo takes longer than usual")
        .contains("Starting the XKS proxy…")
        .contains(" s\n")
        .contains("Last lines of the log of the XKS proxy")
        .contains("The proxy waits for the other programs of this machine")
        .contains("Nothing was ended and nothing was deleted");
    var waiting = waiting();

    robot.push(KeyCode.ENTER);
    await("Enter waits on", () -> DemoWindow.find("#opening-wait") == null);
    awaitSlow();

    assertThat(waiting.isAlive()).isTrue();
    Files.createFile(gate);
    awaitOpen();
    assertThat(waiting.isAlive()).as("the same proxy serves").isTrue();
  }

  @Test
  void the_helper_process_that_is_late_is_told_by_its_own_log() throws Exception {
    start(Duration.ofSeconds(1), environment -> LateHelper.moduleBehind(gate, environment));
    awaitSlow();
    assertThat(texts("#opening"))
        .contains("Opening the SoftHSM token…")
        .contains("Last lines of the log of the helper process of the PKCS#11 module")
        .contains("The agent waits for the other programs of this machine");
    Files.createFile(gate);
    awaitOpen();
  }

  @Test
  void trying_again_ends_what_hangs_and_choosing_something_else_leads_to_the_start_page()
      throws Exception {
    start(Duration.ofSeconds(1));
    awaitSlow();
    var first = waiting();
    Files.delete(LateHelper.waiting(gate));
    tabTo("#opening-again");
    robot.push(KeyCode.SPACE);
    await("another proxy waits", () -> Files.exists(LateHelper.waiting(gate)));
    await("the first one is gone", () -> !first.isAlive());
    awaitSlow();
    var second = waiting();
    assertThat(second.pid()).isNotEqualTo(first.pid());

    robot.clickOn("#opening-other");
    await("the start page", () -> DemoWindow.find("#start-page") != null);
    await("the second one is gone", () -> !second.isAlive());
  }

  @Test
  void what_cannot_be_used_is_told_and_starting_over_takes_a_typed_word() throws Exception {
    Files.writeString(folder.resolve("proxy"), "a file of mine");
    start(Duration.ofMinutes(10));
    Files.createFile(gate);
    await(
        "the failure, with the focus on Try again",
        () -> DemoWindow.find("#problem") != null && DemoWindow.find("#opening-again").isFocused());
    assertThat(texts("#opening"))
        .contains("The demo cannot use what lies in its folder")
        .contains(folder.resolve("proxy") + " is a file, where the demo needs a folder.")
        .contains("It was left as it is.");

    tabTo("#opening-anew");
    robot.push(KeyCode.SPACE);
    await("the question", () -> DemoWindow.find("#dialog-input") != null);
    robot.write("demo");
    robot.push(KeyCode.ENTER);
    assertThat(DemoWindow.find("#dialog-input")).as("Enter does not press it").isNotNull();
    assertThat(folder.resolve("proxy")).hasContent("a file of mine");
    robot.clickOn("#dialog-ok");

    awaitOpen();
    assertThat(folder.resolve("proxy/proxy.toml")).exists();
    try (var inside = Files.list(folder)) {
      assertThat(inside.filter(one -> one.getFileName().toString().startsWith("proxy.20")))
          .singleElement()
          .satisfies(aside -> assertThat(aside).hasContent("a file of mine"));
    }
  }

  private void awaitSlow() throws Exception {
    await(
        "the pane of a slow start, with the focus on Wait",
        () ->
            DemoWindow.find("#opening-wait") != null
                && DemoWindow.find("#opening-wait").isFocused()
                && Files.exists(LateHelper.waiting(gate))
                && texts("#opening-log").contains("waits"));
  }

  /// By the Tab key, which repeats itself where the machine is too busy to see it released at once.
  private void tabTo(String id) throws Exception {
    for (var tabs = 0; tabs < MOST_TABS; tabs++) {
      if (WaitForAsyncUtils.asyncFx(() -> DemoWindow.find(id).isFocused())
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        return;
      }
      robot.push(KeyCode.TAB);
      WaitForAsyncUtils.waitForFxEvents();
    }
    throw new AssertionError("Tab does not lead to " + id);
  }

  private void awaitOpen() throws Exception {
    await("the window on the demo", () -> DemoWindow.find("#loop") != null);
  }

  private ProcessHandle waiting() throws Exception {
    var pid = Long.parseLong(Files.readString(LateHelper.waiting(gate)).strip());
    return ProcessHandle.of(pid).orElseThrow();
  }

  private static String texts(String id) {
    return DemoWindow.texts(DemoWindow.find(id));
  }

  private void start(Duration patience) throws Exception {
    start(patience, environment -> LateHelper.behind(gate, environment));
  }

  private void start(Duration patience, Function<Map<String, String>, AgentProcess> helpers)
      throws Exception {
    var stage = FxToolkit.registerPrimaryStage();
    var places =
        new Places(
            home.resolve("config"),
            home.resolve("state"),
            home.resolve("cache"),
            home.resolve("logs"));
    desktop =
        WaitForAsyncUtils.asyncFx(
                () -> {
                  var started =
                      new Desktop(
                          stage,
                          Arguments.parse(List.of("--demo", "--demo-folder", folder.toString())),
                          MachinePolicy.none(),
                          places,
                          _ -> {},
                          new Desktop.StartPatience(patience, PATIENCE),
                          helpers);
                  started.show();
                  stage.setX(0);
                  stage.setY(0);
                  return started;
                })
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    OnWindow.await(what, PATIENCE, condition);
  }
}
