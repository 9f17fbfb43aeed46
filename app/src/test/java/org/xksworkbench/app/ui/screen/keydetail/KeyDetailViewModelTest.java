package org.xksworkbench.app.ui.screen.keydetail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.keydetail.DetailsOnLoop.details;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.app.kms.ChangedMeanwhileException;
import org.xksworkbench.app.kms.KeyInputs.Tag;
import org.xksworkbench.app.kms.KeyState;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.policy.KeyAccess;
import org.xksworkbench.app.ui.task.Loadable;

@ExtendWith(DetailsOnLoop.Shared.class)
class KeyDetailViewModelTest {

  private final DetailsOnLoop on;

  KeyDetailViewModelTest(DetailsOnLoop on) {
    this.on = on;
  }

  @Test
  void a_key_is_shown_with_its_key_store_and_external_key() {
    var details = details(on.shown("alias/used"));
    assertThat(details.name()).isEqualTo("alias/used");
    assertThat(details.store().orElseThrow().name()).isEqualTo("main");
    assertThat(details.key().xksKeyId()).contains("used");
    assertThat(((Loadable.Ready<String>) details.policy()).value()).contains("kms:*");
    assertThat(((Loadable.Ready<Map<String, String>>) details.tags()).value()).isEmpty();
  }

  @Test
  void a_key_that_does_not_exist_is_a_problem() {
    var viewModel = on.shown("alias/nowhere");
    assertThat(((Loadable.LoadFailed<KeyDetails>) viewModel.details().get()).problem().code())
        .isEqualTo("NotFoundException");
  }

  @Test
  void a_key_is_disabled_after_a_question_and_enabled_again() {
    var viewModel = on.fresh("switched");
    viewModel.changes().disable();
    assertThat(details(viewModel).key().keyState())
        .as("nobody said yes")
        .isEqualTo(KeyState.KnownKeyState.ENABLED);
    assertThat(on.dialogs().asked().getLast())
        .contains("As long as alias/switched (key ")
        .contains("account 000000000000 in us-east-1)");
    on.dialogs().confirming();
    viewModel.changes().disable();
    assertThat(details(viewModel).key().keyState()).isEqualTo(KeyState.KnownKeyState.DISABLED);
    assertThat(viewModel.changes().done().get()).contains("Request ID ");
    assertThat(viewModel.canDisable()).isFalse();
    viewModel.changes().enable();
    assertThat(details(viewModel).key().keyState()).isEqualTo(KeyState.KnownKeyState.ENABLED);
  }

  @Test
  void a_deletion_needs_the_typed_word_and_can_be_cancelled() {
    var viewModel = on.fresh("deleted");
    var deletion = viewModel.changes().deletion();
    deletion.days().set(7);
    viewModel.changes().scheduleDeletion();
    assertThat(viewModel.pendingDeletion()).as("nothing was typed").isFalse();
    deletion.typed().set("delete");
    deletion.days().set(31);
    assertThat(deletion.confirmed().get()).isFalse();
    deletion.days().set(5);
    assertThat(deletion.mayWait().get()).as("it does not become 7").isFalse();
    deletion.days().set(7);
    viewModel.changes().scheduleDeletion();
    assertThat(viewModel.pendingDeletion()).isTrue();
    assertThat(details(viewModel).key().deletionDate().orElseThrow())
        .isBetween(
            Instant.now().plus(java.time.Duration.ofDays(6)),
            Instant.now().plus(java.time.Duration.ofDays(8)));
    assertThat(deletion.typed().get()).as("typed anew the next time").isEmpty();
    viewModel.changes().cancelDeletion();
    assertThat(details(viewModel).key().keyState()).isEqualTo(KeyState.KnownKeyState.DISABLED);
  }

  @Test
  void a_description_is_changed_and_one_that_is_too_long_is_refused_here() {
    var viewModel = on.fresh("described");
    assertThat(viewModel.changes().saveDescription("x".repeat(8193))).isPresent();
    assertThat(viewModel.changes().saveDescription("Ledger, 2026")).isEmpty();
    assertThat(details(viewModel).key().description()).isEqualTo("Ledger, 2026");
  }

  @Test
  void tags_are_added_changed_and_removed() {
    var viewModel = on.fresh("tagged");
    assertThat(viewModel.changes().saveTags(List.of(new Tag("team", "a"), new Tag("cost", "1"))))
        .isEmpty();
    assertThat(viewModel.changes().saveTags(List.of(new Tag("team", "b")))).isEmpty();
    assertThat(((Loadable.Ready<Map<String, String>>) details(viewModel).tags()).value())
        .isEqualTo(Map.of("team", "b"));
    assertThat(viewModel.changes().saveTags(List.of(new Tag("aws:x", "b"))).orElseThrow())
        .contains("kept for AWS");
  }

  @Test
  void aliases_are_added_and_deleted_after_a_question() {
    var viewModel = on.fresh("named");
    assertThat(viewModel.changes().addAlias("not legal")).isPresent();
    assertThat(viewModel.changes().addAlias("alias/second-name")).isEmpty();
    assertThat(details(viewModel).aliases()).containsExactly("alias/named", "alias/second-name");
    on.dialogs().confirming();
    viewModel.changes().removeAlias("alias/second-name");
    assertThat(details(viewModel).aliases()).containsExactly("alias/named");
    viewModel.changes().addAlias("used");
    assertThat(viewModel.changes().problem().get().code()).isEqualTo("AlreadyExistsException");
  }

  @Test
  void a_policy_is_replaced_and_one_that_aws_kms_would_refuse_is_not_sent() {
    var viewModel = on.fresh("policed");
    var policy =
        KeyAccess.ofAccountOnly()
            .withUsers(List.of("arn:aws:iam::000000000000:user/alice"))
            .policy("aws", "000000000000");
    viewModel.changes().savePolicy(policy);
    assertThat(((Loadable.Ready<String>) details(viewModel).policy()).value()).isEqualTo(policy);
    viewModel.changes().savePolicy("{}");
    assertThat(viewModel.changes().problem().get()).as("not even asked").isNull();
    viewModel.changes().savePolicy(policy.replace("alice", "nobody"));
    assertThat(viewModel.changes().problem().get().code())
        .isEqualTo("MalformedPolicyDocumentException");
  }

  @Test
  void a_policy_that_a_colleague_changed_meanwhile_is_shown_and_not_overwritten() {
    var viewModel = on.fresh("policed-by-two");
    var key = details(viewModel).key().keyId();
    var read = details(viewModel).readPolicy().orElseThrow();
    var theirs =
        KeyAccess.ofAccountOnly()
            .withUsers(List.of("arn:aws:iam::000000000000:user/alice"))
            .policy("aws", "000000000000");
    try (var colleague = on.loop().anotherClient()) {
      colleague.perform(new KmsChange.PutKeyPolicy(key, theirs, Optional.empty()));
    }
    viewModel.changes().savePolicy(read);
    var problem = viewModel.changes().problem().get();
    assertThat(problem.code()).isEqualTo(ChangedMeanwhileException.CODE);
    assertThat(problem.causes().toString()).contains("alice");
    viewModel.changes().reload();
    assertThat(viewModel.changes().problem().get()).isNull();
    assertThat(details(viewModel).readPolicy()).contains(theirs);
    viewModel.changes().savePolicy(read);
    assertThat(viewModel.changes().problem().get()).isNull();
    assertThat(details(viewModel).readPolicy()).contains(read);
  }
}
