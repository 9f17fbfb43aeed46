package org.xksworkbench.app.ui.screen.createkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.createkey.FormOnLoop.fill;
import static org.xksworkbench.app.ui.screen.createkey.FormOnLoop.report;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.app.creation.ChangeForm;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.screen.createkey.FormEntries.Step;
import org.xksworkbench.app.ui.task.HeldTasks;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;

@ExtendWith(FormOnLoop.SharedForm.class)
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
    assertThat(form.obstacle().getValue()).contains("without a backup");
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
    assertThat(plan.policy()).isEqualTo(form.access().policy());
    assertThat(form.review().checkResult()).contains("reviewed was checked and can be used");
    assertThat(form.text(ChangeForm.AWS_CLI).orElseThrow())
        .contains("--xks-key-id reviewed", "alias/planned");
  }

  @ParameterizedTest
  @CsvSource({
    "nowhere, XksKeyNotFoundException",
    "used,    XksKeyAlreadyInUseException",
    "short,   XksKeyInvalidConfigurationException",
    "one-way, XksKeyInvalidConfigurationException"
  })
  void what_the_check_foretells_is_what_aws_kms_answers_and_nothing_entered_is_lost(
      String xksKeyId, String code) {
    var form = on.form("main");
    fill(form, xksKeyId, "refused");
    assertThat(report(form).awsError().map(KmsErrorCode::text)).contains(code);
    form.next();
    assertThat(form.review().problem().get().code()).isEqualTo(code);
    assertThat(form.review().problem().get().requestId()).isNotEmpty();
    assertThat(form.entries().now().alias()).isEqualTo("refused");
    assertThat(form.entries().now().xksKeyId()).isEqualTo(xksKeyId);
    assertThat(form.canGoOn().get()).isTrue();
    assertThat(on.loop().kms().aliases()).doesNotContainKey("alias/refused");
    assertThat(on.creation().unfinishedCreations()).isEmpty();
    assertThat(on.visited()).isEmpty();
  }

  @Test
  void a_key_store_that_was_disconnected_meanwhile_is_explained() throws InterruptedException {
    var form = on.form("main");
    fill(form, "fit-2", "too-late");
    var id = on.loop().store("main").id();
    on.loop().kms().perform(new KmsChange.DisconnectCustomKeyStore(id));
    on.awaitState(id, ConnectionState.Disconnected.class);
    try {
      form.next();
      assertThat(form.review().problem().get().code())
          .isEqualTo("CustomKeyStoreInvalidStateException");
    } finally {
      on.loop().kms().perform(new KmsChange.ConnectCustomKeyStore(id));
      on.awaitState(id, ConnectionState.Connected.class);
    }
  }

  @Test
  void an_alias_that_was_taken_meanwhile_leads_to_the_unfinished_key() {
    var form = on.form("main");
    fill(form, "fit-3", "taken-meanwhile");
    try (var other = on.loop().anotherClient()) {
      other.perform(
          new KmsChange.CreateAlias("alias/taken-meanwhile", other.key("alias/stored").keyId()));
    }
    form.next();
    assertThat(on.visited()).containsExactly(new Destination.UnfinishedKeysScreen());
    assertThat(on.creation().unfinishedCreations())
        .singleElement()
        .satisfies(left -> assertThat(left.plan().xksKeyId()).isEqualTo("fit-3"));
  }

  @Test
  void a_creation_that_has_not_begun_is_stopped() {
    var held = held();
    var review = on.review(filled("fit-2", "stopped"), new ScreenTasks(held));
    review.create();
    assertThat(review.creating().get()).isTrue();
    review.cancel();
    held.doWork();
    held.deliverOutcomes();
    assertThat(review.creating().get()).isFalse();
    assertThat(on.loop().kms().aliases()).doesNotContainKey("alias/stopped");
    assertThat(review.problem().get()).isNull();
  }

  @Test
  void a_refusal_is_told_where_the_user_has_left_the_form_meanwhile() {
    var held = held();
    var tasks = new ScreenTasks(held);
    var review = on.review(filled("nowhere", "left"), tasks);
    review.create();
    held.doWork();
    tasks.close();
    held.deliverOutcomes();
    assertThat(on.dialogs().shown())
        .singleElement()
        .extracting(Problem::code)
        .isEqualTo("XksKeyNotFoundException");
    assertThat(on.visited()).isEmpty();
  }

  private CreateKeyViewModel filled(String xksKeyId, String alias) {
    var form = on.form("main");
    form.entries().edit(draft -> draft.withXksKeyId(xksKeyId).withAlias(alias));
    return form;
  }

  private static HeldTasks held() {
    return new HeldTasks((problem, cause) -> {
      throw new AssertionError("unexpected: " + problem, cause);
    });
  }
}
