package org.xksworkbench.app.ui.screen.hsmbrowser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.hsmbrowser.BrowserOnLoop.row;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.bridge.hsm.KeyUsage;

@ExtendWith(BrowserOnLoop.SharedBrowser.class)
class KeyMakingViewModelTest {

  private final BrowserOnLoop on;

  KeyMakingViewModelTest(BrowserOnLoop on) {
    this.on = on;
  }

  @Test
  void a_key_is_generated_as_an_external_key_store_wants_it_and_its_check_value_recorded() {
    var dialogs = new ScriptedDialogs().typing("made-here");
    var browser = on.shown(dialogs);
    browser.making().generate();
    assertThat(dialogs.asked().getFirst())
        .contains("CKA_SENSITIVE true")
        .contains("CKA_VALUE_LEN 32")
        .contains("CKA_KEY_GEN_MECHANISM CKM_AES_KEY_GEN");
    var key = row(browser, "made-here").object().toKey().orElseThrow();
    assertThat(key.spec()).isEqualTo("AES-256");
    assertThat(key.sensitive()).isTrue();
    assertThat(key.neverExtractable()).isTrue();
    assertThat(key.usages()).containsExactlyInAnyOrder(KeyUsage.ENCRYPT, KeyUsage.DECRYPT);
    var checkValue = row(browser, "made-here").checkValue();
    assertThat(checkValue).matches("[0-9A-F]{6}");
    assertThat(browser.messages().notice().get().good()).isTrue();
    assertThat(browser.objects().selected().get().label()).isEqualTo("made-here");
    var later = on.shown(new ScriptedDialogs());
    assertThat(row(later, "made-here").checkValue()).isEqualTo(checkValue);
  }

  @Test
  void a_label_that_is_taken_is_refused() {
    var browser = on.shown(new ScriptedDialogs().typing("fit-1"));
    browser.making().generate();
    assertThat(browser.messages().problem().get().code()).isEqualTo("LABEL_IN_USE");
    assertThat(browser.objects().rows()).filteredOn(row -> row.label().equals("fit-1")).hasSize(1);
  }

  @Test
  void a_label_that_cannot_be_an_xks_key_id_is_refused_before_the_token_is_asked() {
    var browser = on.shown(new ScriptedDialogs().typing("no spaces"));
    browser.making().generate();
    assertThat(browser.messages().problem().get().headline()).contains("no spaces");
    assertThat(on.loop().session().secretKeys("no spaces")).isEmpty();
  }
}
