package org.xksworkbench.app.ui.screen.createkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.createkey.FormOnLoop.fill;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;

@ExtendWith(FormOnLoop.Shared.class)
class ReviewStepViewModelTest {

  private final FormOnLoop on;

  ReviewStepViewModelTest(FormOnLoop on) {
    this.on = on;
  }

  @Test
  void a_key_without_a_recorded_backup_goes_into_use_only_if_the_user_says_so() {
    on.forgetBackups();
    var form = on.form("main");
    fill(form, "fit-2", "unsafe");
    form.skipToReview();
    assertThat(form.step().get()).isEqualTo(Step.REVIEW);
    assertThat(form.review().backupMissing()).isTrue();
    assertThat(form.canGoOn().get()).isFalse();
    assertThat(form.obstacle().getValue()).contains("without a recorded backup");
    form.next();
    assertThat(on.loop().kms().aliases()).doesNotContainKey("alias/unsafe");
    form.review().withoutBackup().set("fit-3");
    assertThat(form.canGoOn().get()).as("said of another key").isFalse();
    form.review().withoutBackup().set("fit-2");
    assertThat(form.canGoOn().get()).isTrue();
  }

  @Test
  void what_will_be_done_is_what_was_entered() {
    on.loop().session().generateAesKey(AesKeyTemplate.forExternalKeyStore("reviewed"));
    var form = on.form("main");
    fill(form, "reviewed", "planned");
    var plan = form.review().plan();
    assertThat(plan.keyStoreName()).isEqualTo("main");
    assertThat(plan.xksKeyId()).isEqualTo("reviewed");
    assertThat(plan.alias()).isEqualTo("alias/planned");
    assertThat(plan.policy()).isEqualTo(form.policy().policy());
    assertThat(form.review().checkResult()).contains("reviewed was checked and is fit");
    assertThat(form.commands().orElseThrow()).contains("--xks-key-id reviewed", "alias/planned");
  }
}
