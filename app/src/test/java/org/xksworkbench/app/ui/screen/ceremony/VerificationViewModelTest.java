package org.xksworkbench.app.ui.screen.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.app.ceremony.Ceremonies;
import org.xksworkbench.app.ui.screen.ceremony.VerificationViewModel.VerificationVerdict;
import org.xksworkbench.app.ui.task.DirectTasks;

/// What is said of evidence: too much would let forged evidence pass.
@ExtendWith(CeremonyOnLoop.SharedCeremony.class)
class VerificationViewModelTest {

  private final CeremonyOnLoop on;
  private final List<String> left = new ArrayList<>();
  private final VerificationViewModel verification;

  VerificationViewModelTest(CeremonyOnLoop on) {
    this.on = on;
    this.verification =
        new VerificationViewModel(new DirectTasks(), on.dialogs(), () -> left.add("back"));
  }

  @AfterEach
  void leave() {
    verification.close();
    on.leave();
  }

  @Test
  void evidence_is_called_that_of_the_paper_only_by_the_fingerprint_that_stands_there() {
    var finished = finished();
    assertThat(verdict(finished.bundle()))
        .as("nothing was compared")
        .isEqualTo(VerificationVerdict.CONSISTENT);
    verification.onPaper().set(String.join(" ", finished.fingerprint().words()));
    assertThat(verdict(finished.bundle())).isEqualTo(VerificationVerdict.AS_ON_PAPER);
    verification.onPaper().set("ab".repeat(32));
    assertThat(verdict(finished.bundle())).isEqualTo(VerificationVerdict.ANOTHER);
  }

  @Test
  void a_rehearsal_is_refused_where_the_real_one_is_required_whoever_signed_it() {
    var finished = finished();
    verification.real().set(true);
    verification.onPaper().set(finished.fingerprint().hex());
    assertThat(verdict(finished.bundle())).isEqualTo(VerificationVerdict.REHEARSAL_REFUSED);
  }

  @Test
  void evidence_that_was_changed_afterwards_does_not_hold_although_the_paper_is_the_right_one()
      throws IOException {
    var finished = finished();
    verification.onPaper().set(finished.fingerprint().hex());
    Files.writeString(
        finished.bundle().resolve("plan.yaml"), "# one more line\n", StandardOpenOption.APPEND);
    assertThat(verdict(finished.bundle())).isEqualTo(VerificationVerdict.DOES_NOT_HOLD);
    assertThat(verification.outcome().get().orElseThrow().check().findings())
        .anyMatch(finding -> finding.toString().contains("plan.yaml"));
  }

  @Test
  void a_fingerprint_that_is_none_is_told_and_the_verdict_before_it_is_gone() {
    var finished = finished();
    verification.verify(finished.bundle());
    verification.onPaper().set("abc");
    verification.verify(finished.bundle());
    assertThat(verification.problem().get()).isNotNull();
    assertThat(verification.outcome().get()).as("of another question").isEmpty();
    verification.onPaper().set("");
    verification.verify(finished.bundle());
    assertThat(verification.problem().get()).isNull();
    assertThat(verification.outcome().get()).isPresent();
  }

  @Test
  void a_file_that_is_no_evidence_is_a_problem_and_no_verdict() throws IOException {
    var other = Files.createTempFile(on.root().getParent(), "other", ".xkcb");
    on.dialogs().choosing(other);
    verification.chooseFile();
    assertThat(Objects.requireNonNull(verification.problem().get()).causes().toString())
        .contains(other.getFileName().toString());
    assertThat(verification.outcome().get()).isEmpty();
    verification.back();
    assertThat(left).containsExactly("back");
  }

  private Ceremonies.FinishedCeremony finished() {
    var end = on.aborted();
    return on.sealed(end);
  }

  private VerificationVerdict verdict(Path bundle) {
    verification.verify(bundle);
    assertThat(verification.problem().get()).isNull();
    return verification.outcome().get().orElseThrow().verdict();
  }
}
