package org.xksworkbench.app.ui.screen.keydetail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
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

  @Test
  void a_proof_is_saved_with_its_requests_and_says_if_it_holds_no_more(@TempDir Path folder)
      throws Exception {
    var viewModel = on.fresh("printed");
    viewModel.proof().savePdf();
    assertThat(on.dialogs().asked()).as("nothing is proved yet").isEmpty();
    on.dialogs().confirming();
    viewModel.proof().prove();
    var file = folder.resolve("proof.pdf");
    on.dialogs().choosing(file);
    viewModel.proof().savePdf();
    var proof = viewModel.proof().proof().get();
    assertThat(text(file))
        .contains("This is not AWS: http://127.0.0.1", "printed", "32 random bytes")
        .contains(proof.encryptRequestId(), proof.decryptRequestId())
        .contains("Encrypt printed 200", "Decrypt printed 200")
        .doesNotContain("It holds no more");
    viewModel.changes().disable();
    viewModel.proof().savePdf();
    assertThat(text(file)).contains("It holds no more: the key was proved before it was disabled.");
  }

  private static String text(Path pdf) throws Exception {
    try (var document = Loader.loadPDF(pdf.toFile())) {
      return new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
    }
  }
}
