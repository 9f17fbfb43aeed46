package org.xksworkbench.app.ui.screen.hsmbrowser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.hsmbrowser.BrowserOnLoop.contents;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.Pkcs11Uri;
import org.xksworkbench.bridge.hsm.Role;
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
  void a_uri_leads_to_the_key_that_it_names_on_another_token_too() {
    var attached = on.loop().attachedHsm();
    try {
      var first = attached.status().token().orElseThrow();
      var other = SoftHsm.newToken();
      attached.login(BrowserOnLoop.place(other), Role.USER, SoftHsm.userPin());
      var key =
          attached
              .session()
              .orElseThrow()
              .generateAesKey(AesKeyTemplate.forExternalKeyStore("elsewhere"));
      var uri = Pkcs11Uri.of(other.token().orElseThrow(), key.ref()).toString();
      // The window works with the first token again.
      attached.select(
          attached.loggedIn().keySet().stream()
              .filter(place -> place.slotId() != other.id())
              .findFirst()
              .orElseThrow());
      assertThat(attached.status().token()).contains(first);

      var browser = on.browser(attached, on.loop().kms(), new DirectTasks(), new ScriptedDialogs());
      browser.find(uri);
      browser.refresh();
      assertThat(contents(browser).token().orElseThrow().serial())
          .isEqualTo(other.token().orElseThrow().serial());
      assertThat(browser.objects().rows())
          .extracting(HsmObjectRow::label)
          .containsExactly("elsewhere");
    } finally {
      attached.close();
    }
  }

  @Test
  void of_a_token_that_nobody_is_logged_in_to_is_said_that_one_must_log_in() {
    var slot = SoftHsm.newToken();
    var browser = on.browser(new ScriptedDialogs());
    browser.find(Pkcs11Uri.of(slot.token().orElseThrow()).toString());
    browser.refresh();
    assertThat(contents(browser).token()).as("modules and tokens are shown").isEmpty();
    assertThat(browser.messages().notice().get().headline())
        .contains(slot.token().orElseThrow().label());

    var nowhere = on.browser(new ScriptedDialogs());
    nowhere.find("pkcs11:token=nowhere;serial=1");
    nowhere.refresh();
    assertThat(nowhere.messages().notice().get().headline()).startsWith("No token");
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
