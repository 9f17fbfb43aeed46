package org.xksworkbench.app.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.hsm.AttachedHsm.TokenPlace;
import org.xksworkbench.app.kms.KmsEndpoint;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.signin.SignInDesk;
import org.xksworkbench.app.ui.dialog.FxDialogs;
import org.xksworkbench.app.ui.shell.Identity;
import org.xksworkbench.app.ui.shell.LockViewModel;
import org.xksworkbench.app.ui.shell.SessionViewModel;
import org.xksworkbench.app.ui.shell.ShellViewModel;
import org.xksworkbench.app.ui.shell.SignInViewModel;
import org.xksworkbench.app.ui.task.FxTasks;
import org.xksworkbench.app.ui.theme.Theme;
import org.xksworkbench.bridge.agent.AgentHsm;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.hsm.OddModule;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;

/// Nobody is there, and a token does not take the logout: whoever comes back reads it.
class IdleLockWindowTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /// A helper that does not answer is ended after it.
  private static final Duration DEADLINE = Duration.ofSeconds(3);

  @TempDir private Path folder;

  private OddModule odd;
  private AttachedHsm hsm;
  private FxTasks tasks;
  private Stage stage;

  @BeforeEach
  void log_in_to_two_tokens() throws Exception {
    odd = OddModule.in(folder);
    hsm =
        new AttachedHsm(module ->
            AgentHsm.open(
                AgentProcess.likeThis(odd.environment()),
                module,
                ChangeLock.inMemory("test", false),
                DEADLINE));
    stage = FxToolkit.registerPrimaryStage();
    onWindow(() -> {
      var theme = new Theme(Theme.ThemeChoice.LIGHT);
      stage.setScene(new Scene(new StackPane(), 900, 600));
      theme.dress(stage.getScene());
      stage.show();
      var dialogs = new FxDialogs(stage, theme::dress, _ -> {}, () -> {});
      tasks = new FxTasks(new FailureReporter(dialogs));
      var desk = new SignInDesk("demo", () -> "");
      var shell =
          new ShellViewModel(
              new Identity(
                  "demo",
                  new KmsEndpoint(URI.create("https://kms.us-east-1.amazonaws.com"), "us-east-1"),
                  ""),
              new LockViewModel(ChangeLock.inMemory("demo", true), true, tasks, dialogs),
              SessionViewModel.unchangeable(),
              new SignInViewModel(desk));
      new StatusFeed(shell, hsm, OwnProxy.none(), tasks, tasks.scope()).start();
      return true;
    });
  }

  @AfterEach
  void close() throws Exception {
    odd.behave();
    onWindow(() -> {
      List.copyOf(Window.getWindows()).forEach(Window::hide);
      return true;
    });
    tasks.close();
    hsm.close();
  }

  @Test
  void a_token_that_does_not_take_the_logout_of_the_idle_lock_is_named_in_the_window()
      throws Exception {
    var bad = SoftHsm.newToken();
    var good = SoftHsm.newToken();
    logIn(odd.library(), bad);
    logIn(SoftHsm.modulePath(), good);
    odd.hangIn(OddModule.LOGOUT);
    hsm.idle().after(Optional.of(Duration.ofSeconds(1)));

    WaitForAsyncUtils.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS, () -> !shown().isEmpty());
    assertThat(shown())
        .contains("The HSM does not answer")
        .contains("These tokens did not log out: " + label(bad) + ":")
        .contains("close their modules to end the logins for certain")
        .doesNotContain(label(good));
    assertThat(hsm.loggedIn()).isEmpty();
  }

  private void logIn(Path module, Slot token) {
    var _ = hsm.open(module);
    var slot =
        hsm.module(module).slots().stream()
            .filter(one -> one.token().filter(t -> t.label().equals(label(token))).isPresent())
            .findFirst()
            .orElseThrow();
    hsm.login(new TokenPlace(module, slot.id()), Role.USER, SoftHsm.userPin());
  }

  private static String label(Slot token) {
    return token.token().orElseThrow().label();
  }

  /// All that stands in the message over the window; empty if there is none.
  private static String shown() throws Exception {
    return onWindow(() ->
        List.copyOf(Window.getWindows()).stream()
            .filter(window -> window.getScene() != null)
            .map(window -> window.getScene().lookup("#problem"))
            .filter(node -> node != null)
            .map(IdleLockWindowTest::texts)
            .reduce("", String::concat));
  }

  private static String texts(Node node) {
    var text = node instanceof Labeled labeled ? labeled.getText() + "\n" : "";
    return node instanceof Parent parent
        ? parent.getChildrenUnmodifiable().stream()
            .map(IdleLockWindowTest::texts)
            .reduce(text, String::concat)
        : text;
  }

  private static <T> T onWindow(Callable<T> action) throws Exception {
    return WaitForAsyncUtils.asyncFx(action).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
