package org.xksworkbench.app.ui.screen.keydetail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.creation.KeyPlan;
import org.xksworkbench.app.creation.Stage;
import org.xksworkbench.app.kms.ChangedMeanwhileException;
import org.xksworkbench.app.kms.InterceptedKeyManagement;
import org.xksworkbench.app.kms.Interceptors;
import org.xksworkbench.app.kms.KeyEvent;
import org.xksworkbench.app.kms.KeyInputs.Tag;
import org.xksworkbench.app.kms.KeyState;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.StillAsRead;
import org.xksworkbench.app.policy.KeyAccess;
import org.xksworkbench.app.proxy.ExternalKeyStatus;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.xks.audit.XksCall;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyDetailViewModelTest {

  private ScriptedDialogs dialogs = new ScriptedDialogs();
  private Loop loop;
  private Path state;

  @BeforeAll
  void start(@TempDir Path folder) {
    loop = new Loop(folder);
    state = folder;
  }

  @BeforeEach
  void nobodyHasSaidYes() {
    dialogs = new ScriptedDialogs();
  }

  @AfterAll
  void stop() {
    loop.close();
  }

  @Test
  void a_key_is_shown_with_its_key_store_and_external_key() {
    var details = details(shown("alias/used", loop.ownProxy()));
    assertThat(details.name()).isEqualTo("alias/used");
    assertThat(details.store().orElseThrow().name()).isEqualTo("main");
    assertThat(details.key().xksKeyId()).contains("used");
    assertThat(((Loadable.Ready<String>) details.policy()).value()).contains("kms:*");
    assertThat(((Loadable.Ready<Map<String, String>>) details.tags()).value()).isEmpty();
  }

  @Test
  void the_external_key_is_asked_of_our_own_proxy_with_the_time_of_asking() {
    var before = Instant.now();
    var status =
        ((Loadable.Ready<ExternalKeyStatus>)
                shown("alias/used", loop.ownProxy()).externalKey().get())
            .value();
    assertThat(status.keySpec()).isEqualTo("AES_256");
    assertThat(status.keyUsage()).contains("ENCRYPT", "DECRYPT");
    assertThat(status.keyStatus()).isEqualTo("ENABLED");
    assertThat(status.askedAt()).isAfterOrEqualTo(before);
  }

  @Test
  void of_another_proxy_nothing_is_claimed() {
    assertThat(shown("alias/used", OwnProxy.none()).externalKey().get()).isNull();
  }

  @Test
  void the_proof_shows_both_request_ids_beside_the_lines_of_the_proxy() {
    var viewModel = shown("alias/used", loop.ownProxy());
    viewModel.prove();
    var proof = viewModel.proof().proven().get();
    assertThat(proof.encryptRequestId()).isNotEqualTo(proof.decryptRequestId());
    assertThat(proof.calls())
        .extracting(XksCall::operation, XksCall::kmsRequestId, XksCall::httpStatus)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("Encrypt", proof.encryptRequestId(), 200),
            org.assertj.core.groups.Tuple.tuple("Decrypt", proof.decryptRequestId(), 200));
  }

  @Test
  void a_key_whose_store_is_disconnected_cannot_be_proven_and_says_why() {
    var viewModel = shown("alias/stored", loop.ownProxy());
    viewModel.prove();
    assertThat(viewModel.proof().proven().get()).isNull();
    assertThat(viewModel.proof().problem().get().code()).isEqualTo("KMSInvalidStateException");
    assertThat(viewModel.proof().problem().get().requestId()).isNotEmpty();
  }

  @Test
  void a_key_that_does_not_exist_is_a_problem() {
    var viewModel = shown("alias/nowhere", loop.ownProxy());
    assertThat(((Loadable.Failed<KeyDetails>) viewModel.details().get()).problem().code())
        .isEqualTo("NotFoundException");
  }

  @Test
  void a_key_is_disabled_after_a_question_and_enabled_again() {
    var viewModel = fresh("switched");
    viewModel.changes().disable();
    assertThat(details(viewModel).key().keyState())
        .as("nobody said yes")
        .isEqualTo(KeyState.Known.ENABLED);
    assertThat(dialogs.asked().getLast())
        .contains("As long as alias/switched (key ")
        .contains("account 000000000000 in us-east-1)");
    dialogs.confirming();
    viewModel.changes().disable();
    assertThat(details(viewModel).key().keyState()).isEqualTo(KeyState.Known.DISABLED);
    assertThat(viewModel.changes().done().get()).contains("Request ID ");
    assertThat(viewModel.canDisable()).isFalse();
    viewModel.changes().enable();
    assertThat(details(viewModel).key().keyState()).isEqualTo(KeyState.Known.ENABLED);
  }

  @Test
  void a_proof_is_of_the_past_once_the_key_is_disabled_and_until_it_is_proven_anew() {
    var viewModel = fresh("proven");
    dialogs.confirming();
    viewModel.prove();
    assertThat(viewModel.proof().overtaken().get()).isEmpty();
    viewModel.changes().disable();
    assertThat(viewModel.proof().overtaken().get()).isEqualTo("before it was disabled");
    viewModel.changes().enable();
    assertThat(viewModel.proof().overtaken().get()).as("nobody has tried").isNotEmpty();
    viewModel.prove();
    assertThat(viewModel.proof().overtaken().get()).isEmpty();
  }

  @Test
  void a_deletion_needs_the_typed_word_and_can_be_cancelled() {
    var viewModel = fresh("deleted");
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
    assertThat(details(viewModel).key().keyState()).isEqualTo(KeyState.Known.DISABLED);
  }

  @Test
  void a_description_is_changed_and_one_that_is_too_long_is_refused_here() {
    var viewModel = fresh("described");
    assertThat(viewModel.changes().saveDescription("x".repeat(8193))).isPresent();
    assertThat(viewModel.changes().saveDescription("Ledger, 2026")).isEmpty();
    assertThat(details(viewModel).key().description()).isEqualTo("Ledger, 2026");
  }

  @Test
  void tags_are_added_changed_and_removed() {
    var viewModel = fresh("tagged");
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
    var viewModel = fresh("named");
    assertThat(viewModel.changes().addAlias("not legal")).isPresent();
    assertThat(viewModel.changes().addAlias("alias/second-name")).isEmpty();
    assertThat(details(viewModel).aliases()).containsExactly("alias/named", "alias/second-name");
    dialogs.confirming();
    viewModel.changes().removeAlias("alias/second-name");
    assertThat(details(viewModel).aliases()).containsExactly("alias/named");
    viewModel.changes().addAlias("used");
    assertThat(viewModel.changes().problem().get().code()).isEqualTo("AlreadyExistsException");
  }

  @Test
  void a_policy_is_replaced_and_one_that_aws_kms_would_refuse_is_not_sent() {
    var viewModel = fresh("policed");
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
    var viewModel = fresh("policed-by-two");
    var key = details(viewModel).key().keyId();
    var read = details(viewModel).readPolicy().orElseThrow();
    var theirs =
        KeyAccess.ofAccountOnly()
            .withUsers(List.of("arn:aws:iam::000000000000:user/alice"))
            .policy("aws", "000000000000");
    try (var colleague = loop.anotherClient()) {
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

  @Test
  void cloudtrail_tells_of_the_creation_under_the_same_request_id() {
    var creation = loop.creation(state);
    loop.session().generateAesKey(AesKeyTemplate.forExternalKeyStore("trailed"));
    creation.create(
        new KeyPlan(
            loop.store("main").id(),
            "main",
            "trailed",
            "alias/trailed",
            "",
            Map.of(),
            KeyAccess.ofAccountOnly().policy("aws", "000000000000")),
        () -> {});
    var viewModel = shown("alias/trailed", loop.ownProxy());
    viewModel.askCloudTrail();
    var event =
        ((Loadable.Ready<java.util.Optional<KeyEvent>>) viewModel.creationEvent().get())
            .value()
            .orElseThrow();
    assertThat(event.json()).contains("\"xksKeyId\" : \"trailed\"");
    assertThat(event.requestId())
        .isEqualTo(
            ((Stage.Finished) details(viewModel).creation().orElseThrow().stage())
                .createKeyRequestId());
    assertThat(viewModel.commandsToCreate().orElseThrow())
        .contains("--xks-key-id trailed", "alias/trailed");
  }

  /// A key of its own, by its alias.
  private KeyDetailViewModel fresh(String name) {
    loop.session().generateAesKey(AesKeyTemplate.forExternalKeyStore(name));
    var key =
        loop.kms().perform(new KmsChange.CreateKey(loop.store("main").id(), name, "")).value();
    loop.kms().perform(new KmsChange.CreateAlias("alias/" + name, key.keyId()));
    return shown("alias/" + name, loop.ownProxy());
  }

  private KeyDetailViewModel shown(String keyId, OwnProxy proxy) {
    var viewModel =
        new KeyDetailViewModel(
            keyId,
            new DetailSources(
                new InterceptedKeyManagement(
                    loop.kms(), Interceptors.of(new StillAsRead(loop.kms()))),
                loop.aws().events(),
                loop.creation(state),
                loop.commands(),
                proxy),
            new DirectTasks(),
            dialogs);
    viewModel.load();
    return viewModel;
  }

  private static KeyDetails details(KeyDetailViewModel viewModel) {
    return ((Loadable.Ready<KeyDetails>) viewModel.details().get()).value();
  }
}
