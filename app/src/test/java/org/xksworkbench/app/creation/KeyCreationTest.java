package org.xksworkbench.app.creation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.guard.Guarding;
import org.xksworkbench.app.kms.InterceptedKeyManagement;
import org.xksworkbench.app.kms.Interceptors;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.policy.KeyAccess;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.guard.ReadOnlyException;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyCreationTest {

  private Loop loop;

  @BeforeAll
  void start(@TempDir Path folder) {
    loop = new Loop(folder);
  }

  @AfterAll
  void stop() {
    loop.close();
  }

  @Test
  void a_key_is_made_with_all_that_was_planned_and_its_request_ids_are_kept(@TempDir Path state) {
    var creation = loop.creation(state);
    var plan = plan("fit-1", "alias/planned");
    var outcome = creation.create(plan, () -> {});
    var finished =
        (CreationStage.CreationFinished)
            ((CreationOutcome.CreationDone) outcome).creation().stage();
    var key = loop.kms().key("alias/planned");
    assertThat(key.keyId()).isEqualTo(finished.keyId());
    assertThat(key.description()).isEqualTo("Made by a test");
    assertThat(loop.kms().tags(key.keyId())).isEqualTo(Map.of("team", "payments"));
    assertThat(KeyAccess.of(loop.kms().keyPolicy(key.keyId())))
        .isEqualTo(KeyAccess.of(plan.policy()));
    assertThat(finished.createKeyRequestId()).isNotEqualTo(finished.createAliasRequestId());
    assertThat(creation.unfinishedCreations()).isEmpty();
    assertThat(creation.of(key.keyId()).orElseThrow().stage()).isEqualTo(finished);
  }

  @Test
  void the_plan_is_on_disk_before_aws_kms_is_asked(@TempDir Path state) {
    var creation = loop.creation(state);
    assertThatThrownBy(() ->
            creation.create(
                plan("fit-2", "alias/cancelled"),
                () -> {
                  assertThat(creation.unfinishedCreations())
                      .singleElement()
                      .extracting(Creation::stage)
                      .isEqualTo(new CreationStage.CreationIntended());
                  throw new CancellationException();
                }))
        .isInstanceOf(CancellationException.class);
    assertThat(creation.unfinishedCreations()).as("cancelled before anything was done").isEmpty();
    assertThat(loop.kms().aliases()).doesNotContainKey("alias/cancelled");
  }

  @Test
  void what_aws_kms_refuses_leaves_nothing_behind(@TempDir Path state) {
    var creation = loop.creation(state);
    var refused =
        catchThrowableOfType(
            KmsException.class, () -> creation.create(plan("nowhere", "alias/no"), () -> {}));
    assertThat(refused.code()).isEqualTo("XksKeyNotFoundException");
    assertThat(creation.unfinishedCreations()).isEmpty();
  }

  @Test
  void in_a_read_only_profile_nothing_is_done_and_nothing_is_left(@TempDir Path state) {
    var lock = ChangeLock.inMemory("prod", true);
    var creation =
        Loop.creation(
            new InterceptedKeyManagement(loop.kms(), Interceptors.of(new Guarding(lock))), state);
    assertThatThrownBy(() -> creation.create(plan("stored", "alias/locked"), () -> {}))
        .isInstanceOf(ReadOnlyException.class);
    assertThat(creation.unfinishedCreations()).isEmpty();
    assertThat(loop.kms().aliases()).doesNotContainKey("alias/locked");
  }

  @Test
  void a_key_whose_alias_failed_is_found_and_finished_with_another(@TempDir Path state)
      throws Exception {
    var creation = loop.creation(state);
    var outcome = creation.create(plan("fit-2", "alias/used"), () -> {});
    var left = (CreationOutcome.CreationLeft) outcome;
    assertThat(((KmsException) left.cause()).code()).isEqualTo("AlreadyExistsException");
    var later = loop.creation(state).unfinishedCreations().getFirst();
    assertThat(later).isEqualTo(left.creation());
    var found = (CreationRemains.AliasTaken) creation.examine(later, _ -> {});
    assertThat(found.key().xksKeyId()).contains("fit-2");
    var done = (CreationOutcome.CreationDone) creation.finish(later, found.key(), "alias/another");
    assertThat(loop.kms().aliases()).containsEntry("alias/another", found.key().keyId());
    assertThat(((CreationStage.CreationFinished) done.creation().stage()).createKeyRequestId())
        .as("the request ID of the first step is kept")
        .isEqualTo(((CreationStage.KeyCreated) left.creation().stage()).createKeyRequestId());
    assertThat(creation.unfinishedCreations()).isEmpty();
  }

  @Test
  void a_key_whose_answer_was_lost_is_found_by_key_store_and_external_key(@TempDir Path state)
      throws Exception {
    var deaf =
        FailingKeyManagement.of(
            loop.kms(),
            _ -> null,
            name -> name.equals("CreateKey") ? FailingKeyManagement.timeout() : null);
    var left =
        (CreationOutcome.CreationLeft)
            Loop.creation(deaf, state).create(plan("fit-3", "alias/lost"), () -> {});
    assertThat(left.creation().stage()).isEqualTo(new CreationStage.CreationIntended());
    var creation = loop.creation(state);
    var progress = new java.util.ArrayList<KeyCensus.CensusProgress>();
    var found =
        (CreationRemains.WithoutAlias)
            creation.examine(creation.unfinishedCreations().getFirst(), progress::add);
    assertThat(found.key().xksKeyId()).contains("fit-3");
    assertThat(progress.getLast().done()).isEqualTo(progress.getLast().of());
    creation.finish(left.creation(), found.key(), "alias/lost");
    assertThat(loop.kms().aliases()).containsEntry("alias/lost", found.key().keyId());
  }

  @Test
  void a_request_that_never_arrived_left_nothing(@TempDir Path state) throws Exception {
    var cut = failing(loop.kms(), "CreateKey");
    var left =
        (CreationOutcome.CreationLeft)
            Loop.creation(cut, state).create(plan("stored", "alias/never"), () -> {});
    assertThat(loop.creation(state).examine(left.creation(), _ -> {}))
        .isEqualTo(new CreationRemains.NothingCreated(0));
  }

  @Test
  void keys_that_may_not_be_described_are_said_to_be_unknown(@TempDir Path state) throws Exception {
    var left =
        (CreationOutcome.CreationLeft)
            Loop.creation(failing(loop.kms(), "CreateKey"), state)
                .create(plan("stored", "alias/never"), () -> {});
    var blind =
        FailingKeyManagement.of(
            loop.kms(),
            name ->
                name.equals("key")
                    ? new KmsException(
                        KmsException.KmsFailureKind.REFUSED,
                        "AccessDeniedException",
                        "no",
                        "",
                        null)
                    : null,
            _ -> null);
    var found =
        (CreationRemains.NothingCreated)
            Loop.creation(blind, state).examine(left.creation(), _ -> {});
    assertThat(found.unknown()).isEqualTo(loop.kms().keyIds().size());
  }

  @Test
  void an_older_key_of_the_same_external_key_is_not_taken_for_this_one(@TempDir Path state)
      throws Exception {
    var left =
        (CreationOutcome.CreationLeft)
            Loop.creation(failing(loop.kms(), "CreateKey"), state)
                .create(plan("used", "alias/mine"), () -> {});
    var later =
        new Creation(
            left.creation().id(),
            left.creation().begun().plusSeconds(3600),
            "local",
            left.creation().region(),
            left.creation().account(),
            left.creation().plan(),
            new CreationStage.CreationIntended());
    assertThat(loop.creation(state).examine(later, _ -> {}))
        .isInstanceOf(CreationRemains.AnotherKey.class);
  }

  @Test
  void a_creation_of_another_account_is_not_shown_here(@TempDir Path state) {
    new CreationJournal(state.resolve("creations"))
        .save(
            new Creation(
                "other",
                java.time.Instant.now(),
                "local",
                "us-east-1",
                "999999999999",
                plan("fit-1", "alias/other"),
                new CreationStage.CreationIntended()));
    assertThat(loop.creation(state).unfinishedCreations()).isEmpty();
  }

  private static KeyManagement failing(KeyManagement real, String call) {
    return FailingKeyManagement.of(
        real, name -> name.equals(call) ? FailingKeyManagement.timeout() : null, _ -> null);
  }

  private KeyPlan plan(String xksKeyId, String alias) {
    var store = loop.store("main");
    return new KeyPlan(
        store.id(),
        store.name(),
        xksKeyId,
        alias,
        "Made by a test",
        Map.of("team", "payments"),
        KeyAccess.ofAccountOnly()
            .withOtherAccounts(java.util.List.of("444455556666"))
            .policy("aws", loop.kms().callerIdentity().account()));
  }
}
