package org.xksworkbench.app.ui.screen.createkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.createkey.FormOnLoop.fill;
import static org.xksworkbench.app.ui.screen.createkey.FormOnLoop.report;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.app.creation.KeyPlan;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.task.HeldTasks;

@ExtendWith(FormOnLoop.Shared.class)
class CreationViewModelTest {

  private final FormOnLoop on;

  CreationViewModelTest(FormOnLoop on) {
    this.on = on;
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
    assertThat(form.creation().problem().get().code()).isEqualTo(code);
    assertThat(form.creation().problem().get().requestId()).isNotEmpty();
    assertThat(form.entries().now().alias()).isEqualTo("refused");
    assertThat(form.entries().now().xksKeyId()).isEqualTo(xksKeyId);
    assertThat(form.canGoOn().get()).isTrue();
    assertThat(on.loop().kms().aliases()).doesNotContainKey("alias/refused");
    assertThat(on.creation().unfinished()).isEmpty();
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
      assertThat(form.creation().problem().get().code())
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
    assertThat(on.visited()).containsExactly(new Destination.UnfinishedKeys());
    assertThat(on.creation().unfinished())
        .singleElement()
        .satisfies(left -> assertThat(left.plan().xksKeyId()).isEqualTo("fit-3"));
  }

  @Test
  void a_creation_that_has_not_begun_is_stopped() {
    var held = held();
    var creation =
        new CreationViewModel(on.creation(), held, held.scope(), on.dialogs(), on.visited()::add);
    creation.create(plan("fit-2", "alias/stopped"));
    assertThat(creation.creating().get()).isTrue();
    creation.cancel();
    held.doWork();
    held.deliverOutcomes();
    assertThat(creation.creating().get()).isFalse();
    assertThat(on.loop().kms().aliases()).doesNotContainKey("alias/stopped");
    assertThat(creation.problem().get()).isNull();
  }

  @Test
  void a_refusal_is_told_where_the_user_has_left_the_form_meanwhile() {
    var held = held();
    var scope = held.scope();
    var creation =
        new CreationViewModel(on.creation(), held, scope, on.dialogs(), on.visited()::add);
    creation.create(plan("nowhere", "alias/left"));
    held.doWork();
    scope.close();
    held.deliverOutcomes();
    assertThat(on.dialogs().shown())
        .singleElement()
        .extracting(Problem::code)
        .isEqualTo("XksKeyNotFoundException");
    assertThat(on.visited()).isEmpty();
  }

  private static HeldTasks held() {
    return new HeldTasks((problem, cause) -> {
      throw new AssertionError("unexpected: " + problem, cause);
    });
  }

  private KeyPlan plan(String xksKeyId, String alias) {
    var form = on.form("main");
    return new KeyPlan(
        on.loop().store("main").id(),
        "main",
        xksKeyId,
        alias,
        "",
        Map.of(),
        form.policy().generated());
  }
}
