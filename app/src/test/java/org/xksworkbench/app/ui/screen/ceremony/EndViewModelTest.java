package org.xksworkbench.app.ui.screen.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.ui.screen.ceremony.CeremoniesViewModel.CeremonyPage;
import org.xksworkbench.bridge.ceremony.bundle.BundleCheck;

/// Without the end there is no evidence of what everybody did.
@ExtendWith(CeremonyOnLoop.SharedCeremony.class)
class EndViewModelTest {

  private final CeremonyOnLoop on;

  EndViewModelTest(CeremonyOnLoop on) {
    this.on = on;
  }

  @AfterEach
  void leave() {
    on.leave();
  }

  @Test
  void an_abort_ends_with_evidence_too() {
    var end = on.aborted();
    assertThat(end.ceremony().stopReason()).isEqualTo("Fire alarm");
    end.sign();
    var finished = end.finished().get().orElseThrow();
    assertThat(finished.verified()).isTrue();
    assertThat(finished.summary().outcome()).isEqualTo("aborted");
    assertThat(finished.summary().keys()).isEmpty();
  }

  @Test
  void a_passphrase_that_is_wrong_closes_nothing_and_can_be_entered_again() {
    var end = on.aborted();
    assertThat(end.keyBeside()).isTrue();
    on.dialogs().giving("wrong passphrase".toCharArray());
    end.sign();
    assertThat(Objects.requireNonNull(end.problem().get()).causes().getFirst())
        .contains("passphrase is wrong");
    assertThat(end.finished().get()).isEmpty();
    on.dialogs().giving("signing passphrase".toCharArray());
    end.sign();
    assertThat(end.problem().get()).isNull();
    assertThat(end.finished().get()).isPresent();
  }

  @Test
  void a_key_of_the_token_that_was_not_announced_does_not_sign() {
    var end = on.aborted();
    on.dialogs().typing("no-such-key");
    end.signOnToken();
    assertThat(end.problem().get()).isNotNull();
    assertThat(end.finished().get()).isEmpty();
  }

  @Test
  void report_and_evidence_are_copied_to_where_the_user_wants_them(@TempDir Path stick) {
    var end = on.aborted();
    on.dialogs().choosing(stick.resolve("early.xkcb"));
    end.saveBundle();
    assertThat(stick.resolve("early.xkcb")).as("before it is signed").doesNotExist();
    end.sign();
    on.dialogs().choosing(stick.resolve("ours.xkcb"));
    end.saveBundle();
    assertThat(end.saved().get()).isEqualTo("Written to " + stick.resolve("ours.xkcb"));
    var finished = end.finished().get().orElseThrow();
    var copied = BundleCheck.of(stick.resolve("ours.xkcb"));
    assertThat(copied.consistent()).isTrue();
    assertThat(copied.signer()).contains(finished.signer());
    on.dialogs().choosing(stick.resolve("ours.pdf"));
    end.saveReport();
    assertThat(stick.resolve("ours.pdf")).hasSameBinaryContentAs(finished.report());
    on.dialogs().choosing(stick.resolve("no-folder/ours.pdf"));
    end.saveReport();
    assertThat(Objects.requireNonNull(end.problem().get()).causes().toString())
        .contains("no-folder");
  }

  @Test
  void after_the_end_the_first_page_comes_again_and_offers_nothing_to_resume() {
    var end = on.aborted();
    end.sign();
    end.leave();
    assertThat(on.screen().page().get()).isInstanceOf(CeremonyPage.StartPage.class);
    assertThat(on.start().unfinished()).isEmpty();
  }
}
