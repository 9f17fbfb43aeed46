package org.xksworkbench.app.ui.screen.hsmbrowser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.hsmbrowser.BrowserOnLoop.contents;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.bridge.hsm.SoftHsm;

@ExtendWith(BrowserOnLoop.SharedBrowser.class)
class HsmBrowserViewModelTest {

  private final BrowserOnLoop on;

  HsmBrowserViewModelTest(BrowserOnLoop on) {
    this.on = on;
  }

  @Test
  void what_a_dead_helper_lost_is_said() {
    var other = on.loop().attachedHsm();
    var tasks = new DirectTasks();
    var browser = on.browser(other, on.loop().kms(), tasks, new ScriptedDialogs());
    browser.refresh();
    assertThat(contents(browser).token()).isPresent();
    other.helperLost(SoftHsm.modulePath(), "It crashed. Lost: the login to x.");
    tasks.runScheduled();
    assertThat(browser.messages().notice().get().lines())
        .containsExactly("It crashed. Lost: the login to x.");
    assertThat(contents(browser).token()).isEmpty();
  }

  @Test
  void modules_are_shown_though_a_token_is_logged_in_to_until_it_is_looked_into_again() {
    var tasks = new DirectTasks();
    var browser = on.browser(on.hsm(), on.loop().kms(), tasks, new ScriptedDialogs());
    browser.refresh();
    browser.showModules(true);
    assertThat(contents(browser).token()).isEmpty();
    assertThat(contents(browser).loggedIn()).isNotEmpty();
    tasks.runScheduled();
    assertThat(contents(browser).token()).as("after a look for changes").isEmpty();

    browser.modules().select(on.hsm().selectedToken().orElseThrow());
    assertThat(contents(browser).token()).isPresent();
    assertThat(browser.objects().rows()).isNotEmpty();
  }

  @Test
  void a_closed_screen_looks_for_no_changes() {
    var tasks = new DirectTasks();
    var browser = on.browser(on.hsm(), on.loop().kms(), tasks, new ScriptedDialogs());
    browser.close();
    tasks.runScheduled();
    assertThat(tasks.runScheduled()).isZero();
  }
}
