package org.xksworkbench.app.ui.screen.hsmbrowser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.hsmbrowser.BrowserOnLoop.row;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.record.BackupRecord;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.task.DirectTasks;

@ExtendWith(BrowserOnLoop.SharedBrowser.class)
class DeletionViewModelTest {

  private final BrowserOnLoop on;

  DeletionViewModelTest(BrowserOnLoop on) {
    this.on = on;
  }

  @Test
  void deleting_names_the_kms_key_that_loses_its_material_and_wants_the_label_typed() {
    var dialogs = new ScriptedDialogs().typing("something else");
    var browser = on.shown(dialogs, "used");
    browser.deletion().delete();
    assertThat(dialogs.asked().getFirst())
        .contains("KMS key alias/used loses its key material")
        .contains("No backup of it is recorded")
        .contains("LostKey[name=alias/used, xksKeyId=used, backup=Optional.empty]");
    assertThat(on.loop().session().secretKeys("used")).hasSize(1);
  }

  @Test
  void a_key_is_deleted_when_its_label_is_typed() {
    on.makeKey("doomed");
    on.records()
        .add(new BackupRecord(Instant.now(), on.token(), "doomed", "Ada", "cloned to a card"));
    var dialogs = new ScriptedDialogs().typing("doomed");
    var browser = on.shown(dialogs, "doomed");
    browser.deletion().delete();
    assertThat(dialogs.asked().getFirst())
        .contains("No KMS key uses it.")
        .contains("A backup was recorded by Ada: cloned to a card");
    assertThat(on.loop().session().secretKeys("doomed")).isEmpty();
    assertThat(browser.objects().rows()).extracting(HsmObjectRow::label).doesNotContain("doomed");
  }

  @Test
  void that_no_kms_key_uses_a_key_is_not_claimed_where_aws_kms_was_not_reached(
      @TempDir Path folder) {
    try (var gone = new Loop(folder)) {
      gone.stopKms();
      var dialogs = new ScriptedDialogs().typing("something else");
      var browser = on.browser(on.hsm(), gone.kms(), new DirectTasks(), dialogs);
      browser.refresh();
      browser.objects().selected().set(row(browser, "used"));
      browser.deletion().delete();
      assertThat(dialogs.asked().getFirst()).contains("Whether a KMS key uses it is not known.");
    }
  }
}
