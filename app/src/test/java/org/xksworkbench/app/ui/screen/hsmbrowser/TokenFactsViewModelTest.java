package org.xksworkbench.app.ui.screen.hsmbrowser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.hsmbrowser.BrowserOnLoop.place;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.bridge.hsm.MechanismDetails;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.SoftHsm;

@ExtendWith(BrowserOnLoop.SharedBrowser.class)
class TokenFactsViewModelTest {

  private final BrowserOnLoop on;

  TokenFactsViewModelTest(BrowserOnLoop on) {
    this.on = on;
  }

  @Test
  void the_token_that_is_looked_into_tells_of_itself_when_that_is_wanted() {
    var browser = on.shown(new ScriptedDialogs());
    var facts = browser.detail().tokenFacts();
    assertThat(facts.facts().get()).isNull();
    facts.readOnce();
    var read = facts.facts().get();
    assertThat(read.details().token().orElseThrow().minPinLength()).isPositive();
    assertThat(read.mechanisms()).extracting(MechanismDetails::name).contains("CKM_AES_GCM");
    facts.readOnce();
    assertThat(facts.facts().get()).isSameAs(read);
  }

  @Test
  void another_token_is_asked_for_its_own() {
    var hsm = on.loop().attachedHsm();
    try {
      var browser = on.browser(hsm, on.loop().kms(), new DirectTasks(), new ScriptedDialogs());
      var facts = browser.detail().tokenFacts();
      facts.readOnce();
      var first = facts.facts().get();
      var other = SoftHsm.newToken();
      hsm.login(place(other), Role.USER, SoftHsm.userPin());
      facts.readOnce();
      assertThat(facts.facts().get()).isNotSameAs(first);
    } finally {
      hsm.close();
    }
  }
}
