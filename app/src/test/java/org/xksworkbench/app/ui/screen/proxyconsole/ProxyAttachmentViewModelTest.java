package org.xksworkbench.app.ui.screen.proxyconsole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.proxy.ProxyAttachment;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.task.ThreadedTasks;
import org.xksworkbench.bridge.xks.config.ProxyConfigException;

/// Attaching to a proxy and letting go of it, on threads as in the window. What becomes of a real
/// proxy is tested with it.
class ProxyAttachmentViewModelTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Path FILE = Path.of("/etc/xks-proxy/proxy.toml");

  private final List<String> done = new ArrayList<>();
  private final ScriptedDialogs dialogs = new ScriptedDialogs();
  private final ThreadedTasks tasks = new ThreadedTasks();
  private String fault = "";

  private final ProxyAttachmentViewModel model =
      new ProxyAttachmentViewModel(
          new ProxyAttachment() {
            @Override
            public void attach(Path configuration) {
              if (!fault.isEmpty()) {
                throw new ProxyConfigException(fault, null);
              }
              done.add("attached to " + configuration);
            }

            @Override
            public void detach() {
              done.add("let go");
            }
          },
          tasks,
          dialogs);

  @AfterEach
  void close() {
    model.close();
    tasks.close();
  }

  private void idle() {
    tasks.await("that it is done", PATIENCE, () -> !model.busy().get());
  }

  @Test
  void the_proxy_of_the_chosen_file_is_attached_and_the_screen_is_drawn_anew() {
    model.attach();
    assertThat(model.busy().get()).as("no file was chosen").isFalse();
    dialogs.choosing(FILE);
    model.attach();
    assertThat(model.busy().get()).isTrue();
    idle();
    assertThat(done).containsExactly("attached to " + FILE);
    assertThat(model.changes().get()).isEqualTo(1);
  }

  @Test
  void who_may_not_read_the_configuration_names_the_control_socket() {
    model.attachBySocket();
    assertThat(model.busy().get()).as("nothing was named").isFalse();
    dialogs.typing("/run/xks-proxy/control.sock");
    model.attachBySocket();
    idle();
    assertThat(done).containsExactly("attached to /run/xks-proxy/control.sock");
    assertThat(model.changes().get()).isEqualTo(1);
  }

  @Test
  void what_cannot_be_read_is_told_and_the_screen_stays() {
    fault = FILE + ", line 3: there is no setting prt";
    dialogs.choosing(FILE);
    model.attach();
    idle();
    assertThat(model.problem().get()).isNotNull();
    assertThat(model.problem().get().toString()).contains("line 3");
    assertThat(model.changes().get()).isZero();
  }

  @Test
  void the_window_lets_go_of_a_proxy_after_a_question_that_says_that_it_runs_on() {
    model.detach();
    assertThat(done).as("nobody said yes").isEmpty();
    assertThat(dialogs.asked()).singleElement().asString().contains("It runs on");
    dialogs.confirming();
    model.detach();
    idle();
    assertThat(done).containsExactly("let go");
    assertThat(model.changes().get()).isEqualTo(1);
  }
}
