package org.xksworkbench.app.ui.screen.keydetail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.proxy.ExternalKeyStatus;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.bridge.xks.audit.XksCall;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyDetailViewModelTest {

  private final ScriptedDialogs dialogs = new ScriptedDialogs();
  private Loop loop;
  private Path state;

  @BeforeAll
  void start(@TempDir Path folder) {
    loop = new Loop(folder);
    state = folder;
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
    var proof = viewModel.proof().get();
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
    assertThat(viewModel.proof().get()).isNull();
    assertThat(viewModel.proofProblem().get().code()).isEqualTo("KMSInvalidStateException");
    assertThat(viewModel.proofProblem().get().requestId()).isNotEmpty();
  }

  @Test
  void a_key_that_does_not_exist_is_a_problem() {
    var viewModel = shown("alias/nowhere", loop.ownProxy());
    assertThat(((Loadable.Failed<KeyDetails>) viewModel.details().get()).problem().code())
        .isEqualTo("NotFoundException");
  }

  private KeyDetailViewModel shown(String keyId, OwnProxy proxy) {
    var viewModel =
        new KeyDetailViewModel(
            keyId,
            loop.kms(),
            _ -> java.util.Optional.empty(),
            loop.creation(state),
            loop.commands(),
            proxy,
            new DirectTasks(),
            dialogs);
    viewModel.load();
    return viewModel;
  }

  private static KeyDetails details(KeyDetailViewModel viewModel) {
    return ((Loadable.Ready<KeyDetails>) viewModel.details().get()).value();
  }
}
