package org.xksworkbench.app.ui.screen.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.ceremony.ToldEvidence;
import org.xksworkbench.app.ui.screen.ceremony.CeremoniesViewModel.CeremonyPage;

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
    var finished = on.sealed(end);
    assertThat(finished.verified()).isTrue();
    assertThat(finished.summary().outcome()).isEqualTo("aborted");
    assertThat(finished.summary().keys()).isEmpty();
  }

  @Test
  void a_passphrase_that_is_wrong_closes_nothing_and_can_be_entered_again() {
    var end = on.aborted();
    on.dialogs().knowing("Arno", "a wrong passphrase");
    end.signEnd();
    assertThat(Objects.requireNonNull(end.problem().get()).causes().getFirst())
        .contains("not the passphrase of auditor");
    assertThat(end.fingerprint().get()).isEmpty();
    on.dialogs().knowing("Arno", CeremonyOnLoop.passphrase("Arno"));
    end.signEnd();
    assertThat(end.problem().get()).isNull();
    assertThat(end.fingerprint().get()).isPresent();
  }

  @Test
  void nothing_is_sealed_before_the_words_on_the_paper_are_those_of_the_fingerprint() {
    var end = on.aborted();
    end.signEnd();
    end.words().set("aardvark aardvark aardvark aardvark");
    end.seal();
    assertThat(Objects.requireNonNull(end.problem().get()).causes().getFirst())
        .contains("not the first four words");
    assertThat(end.finished().get()).isEmpty();
    end.words().set(CeremonyOnLoop.firstWords(end));
    end.seal();
    assertThat(end.problem().get()).isNull();
    assertThat(end.finished().get()).isPresent();
  }

  @Test
  void a_ceremony_that_was_left_between_its_end_and_its_seal_is_sealed_later() {
    var end = on.aborted();
    end.signEnd();
    var fingerprint = end.fingerprint().get();
    on.startAgain();
    on.start().resume(on.start().unfinished().getFirst().folder());
    var again = on.end();
    assertThat(again.fingerprint().get()).isEqualTo(fingerprint);
    again.words().set(CeremonyOnLoop.firstWords(again));
    again.seal();
    assertThat(again.problem().get()).isNull();
    assertThat(again.finished().get().orElseThrow().verified()).isTrue();
  }

  @Test
  void report_and_evidence_are_copied_to_where_the_user_wants_them(@TempDir Path stick) {
    var end = on.aborted();
    on.dialogs().choosing(stick.resolve("early.xkcb"));
    end.saveBundle();
    assertThat(stick.resolve("early.xkcb")).as("before it is sealed").doesNotExist();
    var _ = on.sealed(end);
    on.dialogs().choosing(stick.resolve("ours.xkcb"));
    end.saveBundle();
    assertThat(end.saved().get()).isEqualTo("Written to " + stick.resolve("ours.xkcb"));
    var finished = end.finished().get().orElseThrow();
    var copied = ToldEvidence.of(stick.resolve("ours.xkcb"));
    assertThat(copied.consistent()).isTrue();
    assertThat(copied.fingerprint()).contains(finished.fingerprint());
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
    var _ = on.sealed(end);
    end.leave();
    assertThat(on.screen().page().get()).isInstanceOf(CeremonyPage.StartPage.class);
    assertThat(on.start().unfinished()).isEmpty();
  }
}
