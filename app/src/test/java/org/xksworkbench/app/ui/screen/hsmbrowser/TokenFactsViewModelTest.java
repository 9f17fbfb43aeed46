package org.xksworkbench.app.ui.screen.hsmbrowser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.bridge.hsm.MechanismDetails;

@ExtendWith(BrowserOnLoop.Shared.class)
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
}
