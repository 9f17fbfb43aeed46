package org.xksworkbench.app.ui.screen.createkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.createkey.FormOnLoop.fill;
import static org.xksworkbench.app.ui.screen.createkey.FormOnLoop.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.app.kms.KeyInputs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.screen.createkey.FormEntries.Configuration;
import org.xksworkbench.app.ui.screen.createkey.FormEntries.Step;

@ExtendWith(FormOnLoop.SharedForm.class)
class CreateKeyViewModelTest {

  private static final String ALICE = "arn:aws:iam::000000000000:user/local";

  private final FormOnLoop on;

  CreateKeyViewModelTest(FormOnLoop on) {
    this.on = on;
  }

  @Test
  void method_1_creates_a_key_with_all_that_was_entered_and_shows_it() throws Exception {
    var form = on.form("main");
    fill(form, "fit-1", "created");
    form.goTo(Step.TAGS);
    form.entries().edit(draft -> draft.withTags(List.of(new KeyInputs.Tag("team", "payments"))));
    form.next();
    form.access().administrators().set(ALICE, true);
    form.next();
    form.entries()
        .edit(draft -> draft.withAccess(a -> a.withOtherAccounts(List.of("444455556666"))));
    form.next();
    form.next();
    form.next();
    var key = on.loop().kms().key("alias/created");
    assertThat(key.xksKeyId()).contains("fit-1");
    assertThat(key.customKeyStoreId()).contains(on.loop().store("main").id());
    assertThat(key.external()).isTrue();
    assertThat(key.keySpec()).isEqualTo("SYMMETRIC_DEFAULT");
    assertThat(key.keyUsage()).isEqualTo("ENCRYPT_DECRYPT");
    assertThat(key.multiRegion()).isFalse();
    assertThat(key.description()).isEqualTo("Made by a test");
    assertThat(on.loop().kms().tags(key.keyId())).isEqualTo(Map.of("team", "payments"));
    var json = new ObjectMapper();
    assertThat(json.readTree(on.loop().kms().keyPolicy(key.keyId())))
        .isEqualTo(json.readTree(form.entries().now().access().policy("aws", key.accountId())));
    assertThat(on.visited()).containsExactly(new Destination.KeyDetailScreen(key.keyId()));
  }

  @Test
  void method_2_asks_for_the_key_store_too_and_takes_a_connected_one_only() {
    var form = on.form(Destination.CreateKeyScreen.fromKeys());
    assertThat(form.steps()).contains(Step.KEY_STORE);
    assertThat(form.entries().now().configuration().origin())
        .as("the only one that is made here")
        .isEqualTo(Configuration.Origin.EXTERNAL_KEY_STORE);
    form.entries().edit(draft -> draft.withAcknowledged(true));
    form.next();
    assertThat(form.step().get()).isEqualTo(Step.KEY_STORE);
    form.keyStore().choose(on.loop().store("off").id());
    assertThat(form.entries().now().keyStoreId()).as("it is disconnected").isEmpty();
    assertThat(form.canGoOn().get()).isFalse();
    form.keyStore().choose(on.loop().store("main").id());
    form.next();
    assertThat(form.step().get()).isEqualTo(Step.EXTERNAL_KEY);
    form.externalKey().pick("fit-4");
    form.next();
    form.entries().edit(draft -> draft.withAlias("by-hand"));
    form.skipToReview();
    form.next();
    assertThat(on.loop().kms().key("alias/by-hand").xksKeyId()).contains("fit-4");
  }

  @Test
  void a_form_with_something_in_it_asks_before_it_is_left() {
    var untouched = on.form("main");
    assertThat(untouched.mayLeave()).isTrue();
    assertThat(on.dialogs().asked()).isEmpty();
    var form = on.form("main");
    form.entries().edit(draft -> draft.withAlias("half"));
    assertThat(form.mayLeave()).isFalse();
    assertThat(on.dialogs().asked()).singleElement().asString().contains("No KMS key was created");
  }

  @Test
  void without_the_acknowledgement_there_is_no_way_on() {
    var form = on.form("main");
    assertThat(form.canGoOn().get()).isFalse();
    assertThat(form.obstacle().getValue()).contains("acknowledgement");
    form.next();
    assertThat(form.step().get()).isEqualTo(Step.CONFIGURATION);
    form.skipToReview();
    assertThat(form.step().get()).isEqualTo(Step.CONFIGURATION);
  }

  @Test
  void an_alias_that_is_taken_is_refused_before_aws_kms_is_asked() {
    var form = on.form("main");
    form.entries().edit(draft -> draft.withAcknowledged(true).withXksKeyId("fit-3"));
    form.next();
    form.next();
    form.entries().edit(draft -> draft.withAlias("used"));
    assertThat(form.canGoOn().get()).isFalse();
    assertThat(form.obstacle().getValue()).contains("alias/used is the alias of");
  }

  @Test
  void an_external_key_that_was_chosen_before_is_filled_in() {
    var form =
        on.form(
            new Destination.CreateKeyScreen(
                Optional.of(on.loop().store("main").id()), Optional.of("fit-2")));
    assertThat(report(form).xksKeyId()).isEqualTo("fit-2");
  }
}
