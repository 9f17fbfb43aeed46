package org.xksworkbench.app.ui.screen.keydetail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.bridge.xks.audit.XksCall;

@ExtendWith(DetailsOnLoop.Shared.class)
class ProofViewModelTest {

  private final DetailsOnLoop on;

  ProofViewModelTest(DetailsOnLoop on) {
    this.on = on;
  }

  @Test
  void the_proof_shows_both_request_ids_beside_the_lines_of_the_proxy() {
    var viewModel = on.shown("alias/used");
    viewModel.proof().prove();
    var proof = viewModel.proof().proof().get();
    assertThat(proof.encryptRequestId()).isNotEqualTo(proof.decryptRequestId());
    assertThat(proof.calls())
        .extracting(XksCall::operation, XksCall::kmsRequestId, XksCall::httpStatus)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("Encrypt", proof.encryptRequestId(), 200),
            org.assertj.core.groups.Tuple.tuple("Decrypt", proof.decryptRequestId(), 200));
  }

  @Test
  void a_key_whose_store_is_disconnected_cannot_be_proven_and_says_why() {
    var viewModel = on.shown("alias/stored");
    viewModel.proof().prove();
    assertThat(viewModel.proof().proof().get()).isNull();
    assertThat(viewModel.proof().problem().get().code()).isEqualTo("KMSInvalidStateException");
    assertThat(viewModel.proof().problem().get().requestId()).isNotEmpty();
  }

  @Test
  void a_proof_is_of_the_past_once_the_key_is_disabled_and_until_it_is_proven_anew() {
    var viewModel = on.fresh("proven");
    on.dialogs().confirming();
    viewModel.proof().prove();
    assertThat(viewModel.proof().overtaken().get()).isEmpty();
    viewModel.changes().disable();
    assertThat(viewModel.proof().overtaken().get()).isEqualTo("before it was disabled");
    viewModel.changes().enable();
    assertThat(viewModel.proof().overtaken().get()).as("nobody has tried").isNotEmpty();
    viewModel.proof().prove();
    assertThat(viewModel.proof().overtaken().get()).isEmpty();
  }
}
