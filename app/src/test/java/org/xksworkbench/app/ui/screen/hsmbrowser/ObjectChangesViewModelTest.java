package org.xksworkbench.app.ui.screen.hsmbrowser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.hsmbrowser.BrowserOnLoop.row;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.bridge.hsm.KeyUsage;

@ExtendWith(BrowserOnLoop.SharedBrowser.class)
class ObjectChangesViewModelTest {

  private final BrowserOnLoop on;

  ObjectChangesViewModelTest(BrowserOnLoop on) {
    this.on = on;
  }

  @Test
  void a_key_is_renamed_and_a_taken_label_refused() {
    on.makeKey("old-name");
    var browser = on.shown(new ScriptedDialogs().typing("new-name"), "old-name");
    browser.changes().rename();
    assertThat(browser.objects().rows()).extracting(HsmObjectRow::label).contains("new-name");
    assertThat(browser.objects().selected().get().label()).isEqualTo("new-name");

    var again = on.shown(new ScriptedDialogs().typing("fit-1"), "new-name");
    again.changes().rename();
    assertThat(again.messages().problem().get().code()).isEqualTo("LABEL_IN_USE");
  }

  @Test
  void a_key_keeps_its_label_where_the_new_one_cannot_be_an_xks_key_id() {
    var browser = on.shown(new ScriptedDialogs().typing("no spaces"), "fit-4");
    browser.changes().rename();
    assertThat(browser.messages().problem().get().headline()).contains("no spaces");
    assertThat(on.loop().session().secretKeys("fit-4")).hasSize(1);
  }

  @Test
  void a_key_is_given_another_id() {
    on.makeKey("numbered");
    var browser = on.shown(new ScriptedDialogs().typing(" C0FFEE "), "numbered");
    browser.changes().setId();
    assertThat(row(browser, "numbered").object().ref().id()).isEqualTo("c0ffee");
  }

  @Test
  void decryption_is_forbidden_after_asking_and_allowed_again() {
    on.makeKey("switched");
    var browser = on.shown(new ScriptedDialogs().confirming(), "switched");
    browser.changes().setUsage(KeyUsage.DECRYPT, false);
    assertThat(row(browser, "switched").usage()).isEqualTo("encrypt");
    browser.changes().setUsage(KeyUsage.DECRYPT, true);
    assertThat(row(browser, "switched").usage()).isEqualTo("encrypt, decrypt");
  }

  @Test
  void a_usage_stays_where_the_user_does_not_confirm_its_end() {
    var dialogs = new ScriptedDialogs();
    var browser = on.shown(dialogs, "used");
    browser.changes().setUsage(KeyUsage.ENCRYPT, false);
    assertThat(dialogs.asked().getFirst()).contains("KMS key alias/used cannot encrypt until");
    assertThat(row(browser, "used").usage()).isEqualTo("encrypt, decrypt");
  }

  @Test
  void a_backup_is_recorded_with_who_and_how() {
    var browser = on.shown(new ScriptedDialogs().typingInTurn("Grace", "two smart cards"), "fit-2");
    browser.changes().recordBackup();
    var record = on.records().backupOf(on.token(), "fit-2").orElseThrow();
    assertThat(record.by()).isEqualTo("Grace");
    assertThat(record.how()).isEqualTo("two smart cards");
    assertThat(row(browser, "fit-2").lineages().getFirst().backup()).contains(record);
  }
}
