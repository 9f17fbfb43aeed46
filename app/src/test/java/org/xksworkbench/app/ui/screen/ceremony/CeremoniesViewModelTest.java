package org.xksworkbench.app.ui.screen.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.app.ceremony.ToldEvidence;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsEndpoint;
import org.xksworkbench.app.lineage.Lineage;
import org.xksworkbench.app.lineage.LineageReader;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.screen.ceremony.CeremoniesViewModel.CeremonyPage;
import org.xksworkbench.bridge.ceremony.plan.ShippedPlan;
import org.xksworkbench.bridge.ceremony.run.CeremonyProgress;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot;

/// The way through the pages. What one page does alone is in the test of its own view model.
@ExtendWith(CeremonyOnLoop.SharedCeremony.class)
class CeremoniesViewModelTest {

  private final CeremonyOnLoop on;

  CeremoniesViewModelTest(CeremonyOnLoop on) {
    this.on = on;
  }

  @AfterEach
  void leave() {
    on.leave();
  }

  @Test
  void the_shipped_plan_runs_to_the_end_and_the_lineage_names_the_ceremony() {
    on.begin();
    on.toTheEnd();
    var end = on.end();
    var finished = on.sealed(end);
    assertThat(finished.verified()).isTrue();
    assertThat(finished.check().rehearsal()).isTrue();
    assertThat(finished.summary().requestIds())
        .containsOnlyKeys("CreateKey", "CreateAlias", "Encrypt", "Decrypt");
    assertThat(finished.check().signers())
        .extracting(ToldEvidence.NamedKey::name)
        .containsExactly("Olga, operator", "Wanda, witness", "Arno, auditor");
    assertThat(on.ceremonies().run()).isEmpty();

    var line = lineage();
    var kmsKey = line.kmsKey().orElseThrow();
    assertThat(line.ceremony())
        .hasValueSatisfying(record -> {
          assertThat(record.fingerprint()).isEqualTo(finished.fingerprint().hex());
          assertThat(record.kmsKeyArn()).isEqualTo(kmsKey.arn());
          assertThat(record.checkValue()).isEqualTo(on.onPaper("checkValue"));
          assertThat(record.rehearsal()).isTrue();
        });

    end.leave();
    assertThat(on.screen().page().get()).isInstanceOf(CeremonyPage.StartPage.class);
  }

  @Test
  void a_read_only_profile_begins_no_ceremony_and_resumes_none() {
    var preparation = on.seated();
    on.lock().setReadOnly(true);
    preparation.begin();
    var problem = Objects.requireNonNull(preparation.problem().get());
    assertThat(problem.code()).isEqualTo("PROFILE_READ_ONLY");
    assertThat(problem.nextStep()).contains("Unlock the profile");
    assertThat(Path.of(preparation.folder().get())).doesNotExist();
    assertThatThrownBy(() -> on.ceremonies().resume(on.root())).hasMessageContaining("read-only");
    on.lock().setReadOnly(false);
    preparation.begin();
    assertThat(on.screen().page().get()).isInstanceOf(CeremonyPage.RunPage.class);
  }

  @Test
  void a_ceremony_that_counts_is_refused_on_softhsm_and_leaves_nothing_behind() {
    var aws =
        (KeyManagement)
            Proxy.newProxyInstance(
                KeyManagement.class.getClassLoader(),
                new Class<?>[] {KeyManagement.class},
                (_, method, _) -> {
                  assertThat(method.getName()).isEqualTo("endpoint");
                  return new KmsEndpoint(
                      URI.create("https://kms.eu-central-1.amazonaws.com"), "eu-central-1");
                });
    on.workOn(aws, on.root().resolve("real"));
    assertThat(on.ceremonies().rehearsal()).isFalse();
    assertThat(on.ceremonies().kmsDescription())
        .isEqualTo("AWS KMS at kms.eu-central-1.amazonaws.com, eu-central-1, profile test");
    var preparation = on.seated();
    preparation.begin();
    assertThat(Objects.requireNonNull(preparation.problem().get()).causes().getFirst())
        .contains("does not run on SoftHSM");
    assertThat(Path.of(preparation.folder().get())).isEmptyDirectory();
  }

  @Test
  void a_profile_that_is_locked_in_the_middle_changes_nothing_and_the_ceremony_goes_on_later() {
    var run = on.begin();
    on.upTo(run, "kms-key");
    on.authorise(run);
    on.lock().setReadOnly(true);
    on.sign(run);
    assertThat(Objects.requireNonNull(run.problem().get()).code()).isEqualTo("PROFILE_READ_ONLY");
    assertThat(CeremonyOnLoop.current(run).waiting())
        .isEqualTo(CeremonySnapshot.CeremonyWait.AUTHORISATION);
    assertThat(lineage().kmsKey()).isEmpty();
    on.lock().setReadOnly(false);
    on.authorise(run);
    on.sign(run);
    assertThat(run.problem().get()).isNull();
    assertThat(lineage().kmsKey()).isPresent();
  }

  @Test
  void a_ceremony_goes_on_while_the_window_shows_something_else() {
    var run = on.begin();
    on.sign(run);
    on.comeBack();
    var again = on.running();
    assertThat(again.ceremony().get().fingerprint()).isEqualTo(run.ceremony().get().fingerprint());
    assertThat(again.ceremony().get().interruptions()).isZero();
    on.sign(again);
  }

  @Test
  void a_file_from_outside_is_opened_or_verified_and_never_disturbs_a_ceremony() throws Exception {
    var folder = Files.createDirectories(on.root().resolve("from-outside"));
    var plan = Files.writeString(folder.resolve("reviewed.YAML"), ShippedPlan.EXTERNAL_KEY.text());
    on.screen().open(file(plan));
    assertThat(Objects.requireNonNull(on.start().chosen().get()).fileName()).isEqualTo("reviewed");

    var evidence = Files.writeString(folder.resolve("evidence.xkcb"), "no evidence at all");
    on.screen().open(file(evidence));
    var shown = on.screen().page().get();
    assertThat(shown).isInstanceOf(CeremonyPage.VerificationPage.class);
    if (shown instanceof CeremonyPage.VerificationPage(var verification)) {
      assertThat(Objects.requireNonNull(verification.problem().get()).headline()).isNotEmpty();
      verification.back();
    }

    on.begin();
    on.screen().open(file(plan));
    assertThat(on.screen().page().get()).isInstanceOf(CeremonyPage.RunPage.class);
    assertThat(on.dialogs().shown().getLast().headline()).contains("is under way");
  }

  @Test
  void what_is_no_file_of_ceremonies_is_not_taken() {
    assertThat(Destination.CeremonyFileScreen.of(Path.of("/tmp/notes.txt"))).isEmpty();
    assertThat(Destination.CeremonyFileScreen.of(Path.of("/"))).isEmpty();
    assertThat(Destination.CeremonyFileScreen.of(Path.of(".yaml"))).isEmpty();
    assertThat(file(Path.of("plan.yml")).isPlan()).isTrue();
    assertThat(file(Path.of("transcript.jsonl")).isPlan()).isFalse();
  }

  private static Destination.CeremonyFileScreen file(Path file) {
    return Destination.CeremonyFileScreen.of(file).orElseThrow();
  }

  @Test
  void a_ceremony_whose_program_ended_is_found_and_resumed_with_its_gap() {
    var run = on.begin();
    on.upTo(run, "check-value");
    on.startAgain();
    var start = on.start();
    var found = start.unfinished().getFirst();
    assertThat(found.title()).isEqualTo("AES-256 key for an external key store");
    start.resume(found.folder());
    assertThat(start.problem().get()).isNull();
    var resumed = on.running();
    assertThat(resumed.ceremony().get().mode())
        .isEqualTo(CeremonyProgress.CeremonyMode.INTERRUPTED);
    on.goOn(resumed, 2);
    assertThat(resumed.ceremony().get().interruptions()).isOne();
    on.sign(resumed);
    assertThat(on.loop().session().secretKeys(on.label())).hasSize(1);
    assertThat(CeremonyOnLoop.current(resumed).waiting())
        .isEqualTo(CeremonySnapshot.CeremonyWait.CONFIRMATION);
  }

  private Lineage lineage() {
    var kms = on.loop().kms();
    var session = on.hsm().session().orElseThrow();
    var reader = new LineageReader(kms, new KeyCensus(kms), on.loop().ownProxy(), on.records());
    try {
      return reader
          .read(Optional.of(session.token().label()), session.secretKeys(), Map.of())
          .lines()
          .stream()
          .filter(line -> line.xksKeyId().equals(on.label()))
          .findFirst()
          .orElseThrow();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
