package org.xksworkbench.app.ui.screen.proxyconsole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Scene;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;
import org.xksworkbench.app.SharedDemo;
import org.xksworkbench.app.externalkey.TestableKeys;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.proxy.WorkstationProxy;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.task.FxTasks;
import org.xksworkbench.bridge.guard.MachinePolicy;

/// What can be done with a proxy stands above it: with the window's own, with another's, with none.
@ExtendWith(SharedDemo.Given.class)
class AttachableProxyViewTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final SharedDemo demo;
  private final ScriptedDialogs dialogs = new ScriptedDialogs();

  AttachableProxyViewTest(SharedDemo demo) {
    this.demo = demo;
  }

  @Test
  void a_proxy_is_attached_shown_and_let_go_of() throws Exception {
    FxToolkit.registerPrimaryStage();
    var tasks = call(() -> new FxTasks((_, _) -> {}));
    try (var proxy = new WorkstationProxy(MachinePolicy.none(), _ -> {})) {
      var attachment =
          call(
              () -> new ProxyAttachmentViewModel(proxy.attachment().orElseThrow(), tasks, dialogs));
      var view =
          call(() ->
              new AttachableProxyView(
                  attachment, () -> console(proxy, tasks, Optional.of(attachment))));
      assertThat(actions(view))
          .as("a proxy elsewhere is checked without one here")
          .containsExactly("attach-proxy", "attach-socket", "check-other");

      dialogs.choosing(configuration());
      call(() -> run(attachment::attach));
      await(() -> actions(view).contains("detach-proxy"));
      assertThat(actions(view))
          .containsExactly("refresh", "attach-proxy", "detach-proxy", "self-test", "check-other");

      dialogs.confirming();
      call(() -> run(attachment::detach));
      await(() -> !actions(view).contains("detach-proxy"));
      assertThat(demo.demo().proxy().alive()).isTrue();
      call(() -> run(view::close));
    }
  }

  @Test
  void the_windows_own_is_started_and_stopped() throws Exception {
    FxToolkit.registerPrimaryStage();
    var tasks = call(() -> new FxTasks((_, _) -> {}));
    var view = call(() -> console(demo.demo().proxy(), tasks, Optional.empty()));
    await(() -> actions(view).contains("stop-proxy"));
    assertThat(actions(view)).containsExactly("refresh", "stop-proxy", "self-test", "check-other");
    call(() -> run(view::close));
  }

  private Path configuration() {
    return demo.demo().proxy().knownProxy().orElseThrow().configuration();
  }

  private Screen console(
      OwnProxy proxy, FxTasks tasks, Optional<ProxyAttachmentViewModel> attachment) {
    return new ProxyConsoleView(
        new ProxyConsoleViewModel(proxy, tasks, dialogs, InstantSource.system()),
        new SelfTestViewModel(proxy, new TestableKeys(demo.demo().hsm(), proxy), tasks, dialogs),
        Duration.ofDays(30),
        attachment);
  }

  private static List<String> actions(Screen view) {
    return WaitForAsyncUtils.waitForAsyncFx(
        PATIENCE.toMillis(),
        () -> {
          var root = view.root();
          if (root.getScene() == null) {
            var _ = new Scene(root, 1200, 800);
          }
          root.applyCss();
          root.layout();
          return Stream.of(
                  "refresh",
                  "attach-proxy",
                  "attach-socket",
                  "detach-proxy",
                  "start-proxy",
                  "stop-proxy",
                  "self-test",
                  "check-other")
              .filter(id -> root.lookup("#" + id) instanceof Node found && found.isVisible())
              .toList();
        });
  }

  private static boolean run(Runnable action) {
    action.run();
    return true;
  }

  private static <T> T call(Callable<T> action) {
    return WaitForAsyncUtils.waitForAsyncFx(PATIENCE.toMillis(), action);
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    WaitForAsyncUtils.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS, condition);
  }
}
