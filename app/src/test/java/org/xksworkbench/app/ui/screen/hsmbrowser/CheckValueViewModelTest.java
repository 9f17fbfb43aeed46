package org.xksworkbench.app.ui.screen.hsmbrowser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.hsmbrowser.BrowserOnLoop.row;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.CheckValueMethod;
import org.xksworkbench.bridge.hsm.KeyUsage;

@ExtendWith(BrowserOnLoop.SharedBrowser.class)
class CheckValueViewModelTest {

  private final BrowserOnLoop on;

  CheckValueViewModelTest(BrowserOnLoop on) {
    this.on = on;
  }

  @Test
  void a_check_value_that_tells_of_the_hash_subkey_is_shown_only_after_that_was_said() {
    var refusing = new ScriptedDialogs();
    var browser = on.shown(refusing, "fit-1");
    browser.detail().checkValue().reveal(CheckValueMethod.ECB);
    assertThat(refusing.asked().getFirst()).contains("hash subkey");
    assertThat(browser.messages().notice().get()).isNull();

    var agreeing = on.shown(new ScriptedDialogs().confirming(), "fit-1");
    agreeing.detail().checkValue().reveal(CheckValueMethod.ECB);
    assertThat(agreeing.messages().notice().get().headline())
        .matches("AES-ECB of zeros of fit-1: [0-9A-F]{6}");
    assertThat(row(agreeing, "fit-1").checkValue()).isEmpty();
  }

  @Test
  void a_check_value_that_the_key_may_not_make_says_why() {
    var browser = on.shown(new ScriptedDialogs(), "fit-1");
    browser.detail().checkValue().compute();
    assertThat(browser.messages().problem().get().code())
        .isEqualTo("CKR_KEY_FUNCTION_NOT_PERMITTED");
  }

  @Test
  void the_one_for_records_is_shown_with_the_key_from_then_on() {
    on.loop()
        .session()
        .generateAesKey(
            new AesKeyTemplate(
                "signs", 256, Set.of(KeyUsage.ENCRYPT, KeyUsage.DECRYPT, KeyUsage.SIGN)));
    var dialogs = new ScriptedDialogs();
    var browser = on.shown(dialogs, "signs");
    browser.detail().checkValue().compute();
    assertThat(dialogs.asked()).isEmpty();
    assertThat(browser.messages().notice().get().headline())
        .endsWith(" of signs: " + row(browser, "signs").checkValue());
    assertThat(row(browser, "signs").checkValue()).matches("[0-9A-F]{6}");
  }
}
