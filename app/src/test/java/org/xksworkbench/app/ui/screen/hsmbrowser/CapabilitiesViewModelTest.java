package org.xksworkbench.app.ui.screen.hsmbrowser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.hsmbrowser.BrowserOnLoop.place;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.SoftHsm;

@ExtendWith(BrowserOnLoop.SharedBrowser.class)
class CapabilitiesViewModelTest {

  private final BrowserOnLoop on;

  CapabilitiesViewModelTest(BrowserOnLoop on) {
    this.on = on;
  }

  @Test
  void what_a_token_can_do_is_found_out_when_that_is_wanted_and_known_from_then_on() {
    var capabilities = on.shown(new ScriptedDialogs()).detail().capabilities();
    assertThat(capabilities.known().get()).isNull();
    capabilities.readOnce();
    assertThat(capabilities.known().get().token()).isEmpty();
    capabilities.probe();
    var found = capabilities.known().get().token().orElseThrow();
    assertThat(found.capabilities().proven()).isTrue();
    assertThat(found.capabilities().speed()).isPresent();
    assertThat(found.of().serial()).contains(on.hsm().status().token().orElseThrow().serial());
    capabilities.readOnce();
    assertThat(capabilities.known().get().token()).contains(found);
  }

  @Test
  void another_token_has_abilities_of_its_own() {
    var hsm = on.loop().attachedHsm();
    try {
      var browser = on.browser(hsm, on.loop().kms(), new DirectTasks(), new ScriptedDialogs());
      var capabilities = browser.detail().capabilities();
      capabilities.probe();
      assertThat(capabilities.known().get().token()).isPresent();
      var other = SoftHsm.newToken();
      hsm.login(place(other), Role.USER, SoftHsm.userPin());
      capabilities.readOnce();
      assertThat(capabilities.known().get().token()).isEmpty();
      hsm.logoutAll();
      capabilities.probe();
      assertThat(capabilities.known().get().token()).as("nobody is logged in").isEmpty();
    } finally {
      hsm.close();
    }
  }
}
