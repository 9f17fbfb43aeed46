package org.xksworkbench.app.ui.screen.createkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.createkey.FormOnLoop.candidates;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.task.Loadable;

@ExtendWith(FormOnLoop.SharedForm.class)
class KeyStoreStepViewModelTest {

  private final FormOnLoop on;

  KeyStoreStepViewModelTest(FormOnLoop on) {
    this.on = on;
  }

  @Test
  void method_1_can_still_take_another_key_store() {
    var form = on.form("off");
    form.entries().edit(draft -> draft.withAcknowledged(true));
    assertThat(form.canGoOn().get()).isFalse();
    form.keyStore().choose(on.loop().store("main").id());
    assertThat(form.canGoOn().get()).isTrue();
    assertThat(form.review().plan().keyStoreName()).isEqualTo("main");
    assertThat(candidates(form).usedBy("used")).as("looked up anew").contains("alias/used");
  }

  @Test
  void a_disconnected_key_store_is_connected_first_and_the_form_says_how_it_went()
      throws InterruptedException {
    var form = on.form("off");
    form.entries().edit(draft -> draft.withAcknowledged(true));
    assertThat(form.canGoOn().get()).isFalse();
    assertThat(form.obstacle().getValue()).contains("Connect the key store");
    form.keyStore().connect(on.loop().store("off").id());
    assertThat(form.keyStore().connectedHere().get()).isTrue();
    assertThat(form.canGoOn().get()).isTrue();
    on.loop().kms().perform(new KmsChange.DisconnectCustomKeyStore(on.loop().store("off").id()));
    on.awaitState(on.loop().store("off").id(), ConnectionState.Disconnected.class);
  }

  @Test
  void a_key_store_that_cannot_connect_shows_the_error_code() {
    var form = on.form("broken");
    form.keyStore().connect(on.loop().store("broken").id());
    assertThat(form.keyStore().store().orElseThrow().connectionState())
        .isEqualTo(new ConnectionState.Failed("XKS_PROXY_INVALID_TLS_CONFIGURATION"));
    assertThat(form.keyStore().connectedHere().get()).isFalse();
    assertThat(form.canGoOn().get()).isFalse();
  }

  @Test
  void a_key_store_that_is_gone_is_said_by_the_error_of_aws() {
    var form = on.form(new Destination.CreateKeyScreen("cks-1234567890abcdef0"));
    assertThat(form.keyStore().snapshot().get())
        .isInstanceOfSatisfying(
            Loadable.LoadFailed.class,
            failed ->
                assertThat(failed.problem().code()).isEqualTo("CustomKeyStoreNotFoundException"));
    assertThat(form.canGoOn().get()).isFalse();
  }
}
