package org.xksworkbench.bridge.ceremony.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xksworkbench.bridge.ceremony.run.CeremonyStage.as;
import static org.xksworkbench.bridge.ceremony.run.CeremonyStage.passphrase;
import static org.xksworkbench.bridge.ceremony.run.CeremonyStage.toTheEnd;
import static org.xksworkbench.bridge.ceremony.run.CeremonyStage.upTo;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceCheck;
import org.xksworkbench.bridge.ceremony.evidence.Pins;
import org.xksworkbench.bridge.ceremony.evidence.ReferenceVerifier;
import org.xksworkbench.bridge.ceremony.person.KeyFile;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.plan.ShippedPlan;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.CeremonyWait;
import org.xksworkbench.bridge.ceremony.transcript.Event;
import org.xksworkbench.bridge.ceremony.transcript.TranscriptEntry;
import org.xksworkbench.bridge.ceremony.writing.PoisonException;
import org.xksworkbench.bridge.ceremony.writing.SigningDesk.PassphraseGiven;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.ModuleInfo;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.hsm.TokenObjects;

/// Ceremonies on a real token and the local KMS.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CeremonyRunTest {

  private static final String OPERATOR = "operator";
  private static final String WITNESS = "witness";
  private static final String AUDITOR = "auditor";

  private CeremonyStage stage;
  private CeremonyFolder folder;
  private String label;
  private Plan plan;

  @BeforeAll
  void start(@TempDir Path shared) throws Exception {
    stage = new CeremonyStage(shared);
  }

  @AfterAll
  void stop() {
    stage.close();
  }

  @BeforeEach
  void newPlan(@TempDir Path path) {
    folder = new CeremonyFolder(path.resolve("ceremony"));
    label = "key-" + UUID.randomUUID();
    plan = Plan.parse(ShippedPlan.EXTERNAL_KEY.text().replace("payments-2027", label));
  }

  @AfterEach
  void nothingIsLeftOpen() {
    Thread.interrupted();
  }

  @Test
  void the_shipped_plan_makes_one_key_and_one_kms_key_that_work_together() throws Exception {
    try (var run = begin()) {
      toTheEnd(run);
      var fingerprint = CeremonyStage.seal(run);
      assertThat(run.snapshot().mode()).isEqualTo(CeremonyProgress.CeremonyMode.CLOSED);
      assertThat(run.snapshot().steps())
          .allMatch(step -> step.mark() == CeremonySnapshot.StepMark.DONE);
      var check = verified(fingerprint);
      assertThat(check.summary().orElseThrow().fingerprint()).isEqualTo(fingerprint);
      assertThat(CeremonyProgress.replay(plan, entries(check)).mode())
          .isEqualTo(CeremonyProgress.CeremonyMode.CLOSED);
      var said =
          ReferenceVerifier.of(folder.path(), folder.bundle(), "fingerprint=" + fingerprint.hex());
      assertThat(said.code()).as(said.text()).isZero();
    }
    var summary = CeremonySummary.of(folder);
    assertThat(summary.outcome()).isEqualTo("completed");
    assertThat(summary.requestIds())
        .containsOnlyKeys("CreateKey", "CreateAlias", "Encrypt", "Decrypt");
    assertThat(summary.keys())
        .singleElement()
        .satisfies(key -> {
          assertThat(key.label()).isEqualTo(label);
          assertThat(key.checkValue()).matches("[0-9A-F]{6}");
          assertThat(key.kmsKeyArn()).startsWith("arn:aws:kms:");
        });
    assertThat(stage.session().secretKeys(label))
        .singleElement()
        .satisfies(key ->
            assertThat(key.usages()).containsExactlyInAnyOrder(KeyUsage.ENCRYPT, KeyUsage.DECRYPT));
    var key = stage.kms().keyOf("payments-hsm", label).orElseThrow();
    assertThat(key.aliases()).containsExactly("alias/" + label);
    assertThat(stage.kms().prove(key.keyId()).same()).isTrue();
  }

  @Test
  void the_other_shipped_plans_run_to_the_end_too() throws Exception {
    var rotation =
        Plan.parse(
            ShippedPlan.ROTATION
                .text()
                .replace("payments-2025", label)
                .replace("payments-2028", label + "-new"));
    stage.session().generateAesKey(AesKeyTemplate.forExternalKeyStore(label));
    stage.kms().createKey("payments-hsm", label, "old");
    try (var run = stage.begin(folder, rotation)) {
      toTheEnd(run);
      verified(CeremonyStage.seal(run));
    }
    var other = "gone-" + label;
    stage.session().generateAesKey(AesKeyTemplate.forExternalKeyStore(other));
    var destruction = Plan.parse(ShippedPlan.DESTRUCTION.text().replace("payments-2024", other));
    var second = new CeremonyFolder(folder.path().resolveSibling("second"));
    try (var run = stage.begin(second, destruction)) {
      toTheEnd(run);
      var _ = CeremonyStage.seal(run);
    }
    assertThat(EvidenceCheck.of(second.bundle(), new Pins()).findings()).isEmpty();
    assertThat(stage.session().secretKeys(label)).hasSize(1);
    assertThat(stage.session().secretKeys(label + "-new")).hasSize(1);
    assertThat(stage.session().secretKeys(other)).isEmpty();
  }

  @Test
  void the_screen_is_told_who_acts_what_to_say_what_is_expected_and_what_came() {
    try (var run = begin()) {
      upTo(run, "generate");
      var step = run.snapshot().current().orElseThrow();
      assertThat(step.number()).isEqualTo(6);
      assertThat(step.irreversible()).isTrue();
      assertThat(step.say()).contains("with the label " + label + ".");
      assertThat(step.waiting()).isEqualTo(CeremonyWait.AUTHORISATION);
      assertThat(step.awaitedPeople())
          .extracting(CeremonySnapshot.Player::id)
          .containsExactly(WITNESS, OPERATOR);
      assertThat(step.facts())
          .contains(
              new Comparison("extractable", Optional.of("never"), Optional.empty()),
              new Comparison("label", Optional.of(label), Optional.empty()));
      run.authorise(as(WITNESS));
      assertThat(run.snapshot().current().orElseThrow().awaitedPeople())
          .extracting(CeremonySnapshot.Player::id)
          .containsExactly(OPERATOR);
      run.authorise(as(OPERATOR));
      run.act(Map.of());
      assertThat(run.snapshot().current().orElseThrow().facts())
          .contains(new Comparison("extractable", Optional.of("never"), Optional.of("never")));
      assertThat(run.snapshot().current().orElseThrow().waiting())
          .isEqualTo(CeremonyWait.CONFIRMATION);
      assertThat(run.snapshot().current().orElseThrow().acted().at()).isPresent();
    }
  }

  @Test
  void the_operator_cannot_confirm_for_the_witness_nor_act_without_the_authorisation() {
    try (var run = begin()) {
      run.act(Map.of());
      refused(
          "not the passphrase of witness. It is recorded that it was wrong",
          () -> run.confirm(new PassphraseGiven(WITNESS, passphrase(OPERATOR).toCharArray())));
      assertThat(run.entries().getLast().event())
          .as("also where nobody is told")
          .isInstanceOf(Event.SideNote.class);
      refused("Nobody named Eve", () -> run.confirm(as("Eve")));
      run.confirm(as(WITNESS));
      refused("has confirmed it already", () -> run.confirm(as(WITNESS)));
      run.confirm(as(AUDITOR));
      run.confirm(as(OPERATOR));
      upTo(run, "generate");
      refused("not authorised yet", () -> run.act(Map.of()));
      refused("does not authorise", () -> run.authorise(as(AUDITOR)));
      run.authorise(as(WITNESS));
      refused("not authorised yet: the Operator", () -> run.act(Map.of()));
      assertThat(stage.session().secretKeys(label)).isEmpty();
    }
  }

  @Test
  void what_destroys_waits_for_two_people() {
    stage.session().generateAesKey(AesKeyTemplate.forExternalKeyStore(label));
    plan = Plan.parse(ShippedPlan.DESTRUCTION.text().replace("payments-2024", label));
    try (var run = begin()) {
      upTo(run, "destroy");
      run.authorise(as(WITNESS));
      run.authorise(as(OPERATOR));
      refused("not authorised yet: the Key owner", () -> run.act(Map.of()));
      assertThat(stage.session().secretKeys(label)).hasSize(1);
      run.authorise(as("owner"));
      run.act(Map.of());
      assertThat(stage.session().secretKeys(label)).isEmpty();
    }
  }

  @Test
  void a_wrong_expected_value_stops_the_step_until_two_people_agree_on_a_deviation() {
    plan = Plan.parse(plan.text().replace("extractable: never", "extractable: \"yes\""));
    try (var run = begin()) {
      upTo(run, "generate");
      run.authorise(as(WITNESS));
      act(run);
      var step = run.snapshot().current().orElseThrow();
      assertThat(step.waiting()).isEqualTo(CeremonyWait.DECISION);
      assertThat(step.differences())
          .containsExactly("extractable: expected \"yes\", came \"never\"");
      refused("not what was expected", () -> run.confirm(as(WITNESS)));
      refused("2 different people", () -> deviate(run, "typo", as(OPERATOR, OPERATOR), false));
      refused("reason", () -> deviate(run, " ", as(OPERATOR, WITNESS), false));
      deviate(run, "The plan has a typo", as(OPERATOR, WITNESS), false);
      run.confirm(as(OPERATOR));
      run.confirm(as(WITNESS));
      assertThat(run.snapshot().steps().get(5).mark())
          .isEqualTo(CeremonySnapshot.StepMark.DEVIATED);
      assertThat(run.snapshot().deviations()).isEqualTo(1);
      assertThat(stage.session().secretKeys(label)).hasSize(1);
    }
  }

  @Test
  void a_deviation_before_the_act_accepts_no_difference_that_comes_after_it() {
    plan = Plan.parse(plan.text().replace("extractable: never", "extractable: \"yes\""));
    try (var run = begin()) {
      upTo(run, "generate");
      deviate(run, "The witness came late", as(OPERATOR, WITNESS), false);
      act(run);
      assertThat(run.snapshot().current().orElseThrow().waiting()).isEqualTo(CeremonyWait.DECISION);
    }
  }

  @Test
  void a_check_value_that_was_read_wrongly_is_seen() {
    try (var run = begin()) {
      upTo(run, "paper");
      run.act(Map.of("checkValue", "000000"));
      run.confirm(as(AUDITOR));
      run.confirm(as(WITNESS));
      run.act(Map.of());
      assertThat(run.snapshot().current().orElseThrow().differences())
          .containsExactly("same: expected \"yes\", came \"no\"");
    }
  }

  @Test
  void a_pause_and_a_break_stop_everything_until_somebody_goes_on() {
    try (var run = begin()) {
      run.pause("The camera is adjusted", as(AUDITOR));
      assertThat(run.snapshot().mode()).isEqualTo(CeremonyProgress.CeremonyMode.PAUSED);
      assertThat(run.snapshot().stopReason()).isEqualTo("The camera is adjusted");
      refused("paused", () -> run.act(Map.of()));
      var words = String.join(" ", run.snapshot().head().words());
      refused("Enter the four words", () -> run.goOn("", List.of(as(AUDITOR))));
      refused(
          "not the words of the last line",
          () -> run.goOn("aardvark aardvark aardvark aardvark", List.of(as(AUDITOR))));
      refused("2 different people", () -> run.goOn(words, List.of(as(WITNESS))));
      run.goOn(words.toUpperCase(Locale.ROOT), List.of(as(AUDITOR)));
      refused("2 different people", () -> run.takeBreak("Lunch", List.of(as(WITNESS))));
      run.takeBreak("Lunch", as(WITNESS, AUDITOR));
      assertThat(run.snapshot().mode()).isEqualTo(CeremonyProgress.CeremonyMode.ON_BREAK);
      run.goOn(String.join(" ", run.snapshot().head().words()), as(OPERATOR, AUDITOR));
      run.act(Map.of());
    }
  }

  @Test
  void an_abort_needs_two_people_and_still_ends_in_a_signed_transcript() throws Exception {
    try (var run = begin()) {
      upTo(run, "check-value");
      refused("steps are open", () -> run.end(CeremonyStage.everybody(plan)));
      refused("2 different people", () -> run.abort("Fire alarm", List.of(as(OPERATOR))));
      run.abort("Fire alarm", as(OPERATOR, AUDITOR));
      refused("aborted", () -> run.act(Map.of()));
      refused("must sign", () -> run.end(as(OPERATOR, AUDITOR)));
      var _ = run.end(CeremonyStage.everybody(plan));
      refused(
          "not the first four words",
          () -> run.seal("some other words here", Map.of(), CeremonyStage.everybody(plan)));
      assertThat(folder.bundle()).doesNotExist();
      verified(CeremonyStage.seal(run));
    }
    var check = EvidenceCheck.of(folder.bundle(), new Pins());
    assertThat(entries(check).getLast().event()).isEqualTo(new Event.Closed("aborted", 6, 0, 0));
  }

  @Test
  void a_label_that_is_taken_is_found_before_any_intent_is_written() {
    try (var run = begin()) {
      upTo(run, "generate");
      stage.session().generateAesKey(AesKeyTemplate.forExternalKeyStore(label));
      refused("No second one is made", () -> act(run));
      assertThat(run.snapshot().current().orElseThrow().waiting()).isEqualTo(CeremonyWait.ACT);
      assertThat(stage.session().secretKeys(label)).hasSize(1);
    }
  }

  @Test
  void a_token_that_made_the_key_but_lost_its_answer_is_asked_and_makes_no_second_one() {
    try (var run = begin(failing("generateAesKey", HsmException.Reason.DEVICE_FAILED, true))) {
      upTo(run, "generate");
      refused("pulled the cable", () -> act(run));
      var step = run.snapshot().current().orElseThrow();
      assertThat(step.waiting()).isEqualTo(CeremonyWait.CONFIRMATION);
      assertThat(step.facts())
          .contains(new Comparison("label", Optional.of(label), Optional.of(label)));
      run.confirm(as(WITNESS));
      assertThat(stage.session().secretKeys(label)).hasSize(1);
    }
  }

  @Test
  void an_hsm_that_is_locked_against_changes_fails_the_step_and_leaves_it_open() {
    var locked =
        intercepted((name, call) -> {
          if (name.equals("generateAesKey")) {
            throw new IllegalStateException("locked against changes");
          }
          return call.call();
        });
    try (var run = begin(locked)) {
      upTo(run, "generate");
      assertThatThrownBy(() -> act(run)).hasMessageContaining("locked against changes");
      assertThat(run.snapshot().current().orElseThrow().waiting())
          .isEqualTo(CeremonyWait.AUTHORISATION);
      assertThat(stage.session().secretKeys(label)).isEmpty();
    }
  }

  @Test
  void a_token_that_did_nothing_is_asked_and_the_step_is_open_again() {
    try (var run = begin(failing("generateAesKey", HsmException.Reason.DEVICE_FAILED, false))) {
      upTo(run, "generate");
      refused("pulled the cable", () -> act(run));
      assertThat(run.snapshot().current().orElseThrow().waiting())
          .as("what was agreed on before the failure holds no longer")
          .isEqualTo(CeremonyWait.AUTHORISATION);
      assertThat(run.snapshot().current().orElseThrow().trouble()).contains("has no key");
      act(run);
      assertThat(stage.session().secretKeys(label)).hasSize(1);
    }
  }

  @Test
  void after_a_deadline_a_key_that_is_not_there_may_still_come_so_the_step_stays_unclear() {
    try (var run = begin(failing("generateAesKey", HsmException.Reason.TIMEOUT, false))) {
      upTo(run, "generate");
      refused("pulled the cable", () -> act(run));
      assertThat(run.snapshot().current().orElseThrow().waiting()).isEqualTo(CeremonyWait.DECISION);
      refused("not clear", () -> run.act(Map.of()));
      stage.session().generateAesKey(AesKeyTemplate.forExternalKeyStore(label));
      refused("nothing unclear", run::ask);
      deviate(run, "The device was slow, we waited", as(OPERATOR, WITNESS), false);
      run.ask();
      assertThat(run.snapshot().current().orElseThrow().acted().at()).isPresent();
      run.confirm(as(OPERATOR));
    }
  }

  @Test
  void a_token_that_does_not_end_signing_is_named_and_people_decide() {
    try (var run = begin(failing("setUsage", HsmException.Reason.READ_ONLY, false))) {
      upTo(run, "check-value");
      run.act(Map.of());
      assertThat(run.snapshot().current().orElseThrow().differences())
          .singleElement()
          .asString()
          .contains(
              "signing: expected \"ended\", came \"still permitted: Somebody pulled the cable");
    }
  }

  @Test
  void a_step_can_be_left_out_if_people_agree_and_what_needs_it_can_be_left_out_too() {
    try (var run = begin()) {
      upTo(run, "kms-key");
      deviate(run, "AWS KMS is down", as(OPERATOR, WITNESS), true);
      assertThat(run.snapshot().current().orElseThrow().id()).isEqualTo("prove");
      refused("no value ${kms-key.arn}", () -> run.act(Map.of()));
      deviate(run, "Nothing to prove", as(OPERATOR, WITNESS), true);
      refused("cannot be left out", () -> deviate(run, "Enough", as(OPERATOR, WITNESS), true));
    }
  }

  @Test
  void a_clock_that_is_off_is_seen() {
    try (var run = begin()) {
      upTo(run, "clock");
      refused("not the form", () -> run.act(Map.of("reference", "noon")));
      var off = CeremonyStage.CLOCK.instant().plusSeconds(3_600).atOffset(java.time.ZoneOffset.UTC);
      run.act(
          Map.of(
              "reference", off.format(java.time.format.DateTimeFormatter.ofPattern("HH:mm:ss"))));
      assertThat(run.snapshot().current().orElseThrow().differences())
          .containsExactly("within: expected \"yes\", came \"no\"");
    }
  }

  @Test
  void an_environment_that_is_not_the_planned_one_is_named() {
    plan =
        Plan.parse(
            plan.text()
                .replace("\nabort:", "\nenvironment:\n  tokenSerial: other-token\n\nabort:"));
    try (var run = begin()) {
      upTo(run, "environment");
      run.act(Map.of());
      assertThat(run.snapshot().current().orElseThrow().differences())
          .singleElement()
          .asString()
          .startsWith("tokenSerial: expected \"other-token\", came \"");
      assertThat(run.snapshot().environment().get("moduleHash")).hasSize(64);
    }
  }

  /// Crashes at every single record of the whole ceremony, each time before it is written, and half
  /// of the times with a torn line in its place.
  @Test
  void a_crash_at_every_record_is_resumed_and_nothing_irreversible_happens_twice()
      throws Exception {
    var clock = new CrashingClock();
    var run =
        CeremonyRun.start(folder, stage.rehearsal(plan, clock), CeremonyStage.everybody(plan));
    var seen = new HashMap<String, String>();
    var crashes = 0;
    for (var attempt = 0;
        run.snapshot().mode() != CeremonyProgress.CeremonyMode.COMPLETED;
        attempt++) {
      assertThat(attempt).isLessThan(300);
      // A line reads the clock twice: some more of them are written, and the next is lost.
      clock.crashAfter(attempt % 11);
      try {
        while (run.snapshot().mode() != CeremonyProgress.CeremonyMode.COMPLETED) {
          CeremonyStage.goOn(run, seen);
        }
      } catch (Crash e) {
        crashes++;
      }
      clock.crashAfter(Integer.MAX_VALUE);
      run.close();
      if (attempt % 2 == 0) {
        Files.writeString(
            folder.transcript(),
            "{\"fields\":{\"at\":{\"sa",
            java.nio.file.StandardOpenOption.APPEND);
      }
      run = CeremonyRun.resume(folder, stage.devices(), stage.environment(), clock);
      if (run.snapshot().mode() == CeremonyProgress.CeremonyMode.INTERRUPTED) {
        CeremonyStage.goOn(run, seen);
      }
    }
    if (run.snapshot().mode() == CeremonyProgress.CeremonyMode.INTERRUPTED) {
      CeremonyStage.goOn(run, seen);
    }
    var fingerprint = CeremonyStage.seal(run);
    run.close();
    assertThat(crashes).isGreaterThan(20);
    assertThat(stage.session().secretKeys(label)).hasSize(1);
    assertThat(kmsKeys()).isEqualTo(1);
    var check = verified(fingerprint);
    assertThat(CeremonyProgress.replay(plan, entries(check)).interruptions()).isGreaterThan(20);
    assertThat(entries(check))
        .extracting(entry -> entry.event())
        .filteredOn(Event.Begun.class::isInstance)
        .filteredOn(event -> ((Event.Begun) event).action().equals("generate-key"))
        .isNotEmpty();
  }

  @Test
  void aws_kms_is_asked_only_in_the_steps_that_the_plan_names() {
    var asked = new java.util.TreeSet<String>();
    var at = new java.util.concurrent.atomic.AtomicReference<CeremonyRun>();
    var kms =
        (CeremonyKms)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {CeremonyKms.class},
                (_, method, arguments) -> {
                  if (!method.getName().equals("local")
                      && !method.getName().equals("description")) {
                    asked.add(at.get().snapshot().current().orElseThrow().id());
                  }
                  return method.invoke(stage.kms(), arguments);
                });
    var devices = new Devices(SoftHsm.hsm().module(), stage.session(), Optional.of(kms));
    try (var run = start(true, devices)) {
      at.set(run);
      toTheEnd(run);
    }
    assertThat(asked).containsExactly("key-store", "kms-key", "prove");
  }

  @Test
  void a_crash_between_the_end_and_the_seal_is_resumed_by_sealing() throws Exception {
    Fingerprint fingerprint;
    try (var run = begin()) {
      run.abort("Enough", as(OPERATOR, WITNESS));
    }
    try (var run = resume()) {
      refused("Two people sign", () -> run.end(CeremonyStage.everybody(plan)));
      run.goOn("", as(WITNESS, AUDITOR));
      assertThat(run.snapshot().mode()).isEqualTo(CeremonyProgress.CeremonyMode.ABORTED);
      fingerprint = run.end(CeremonyStage.everybody(plan));
    }
    assertThat(folder.unfinished()).isTrue();
    try (var run = resume()) {
      assertThat(run.snapshot().mode()).isEqualTo(CeremonyProgress.CeremonyMode.CLOSED);
      assertThat(CeremonyStage.seal(run)).isEqualTo(fingerprint);
    }
    assertThat(folder.unfinished()).isFalse();
    verified(fingerprint);
  }

  @Test
  void a_ceremony_is_not_resumed_on_another_token_or_by_other_people() throws Exception {
    begin().close();
    try (var other = SoftHsm.newSession()) {
      var devices = new Devices(SoftHsm.hsm().module(), other, Optional.of(stage.kms()));
      refused(
          "The ceremony began with tokenLabel",
          () -> CeremonyRun.resume(folder, devices, stage.environment(), CeremonyStage.CLOCK));
    }
    var keys = folder.path().resolve("keys");
    Files.delete(keys.resolve("witness.pem"));
    Files.copy(keys.resolve("auditor.pem"), keys.resolve("witness.pem"));
    try (var run = resume()) {
      refused(
          "This key is of nobody who signs here",
          () ->
              run.goOn(
                  "",
                  List.of(
                      as(OPERATOR),
                      new PassphraseGiven(WITNESS, passphrase(AUDITOR).toCharArray()))));
    }
  }

  @Test
  void a_rehearsal_and_a_ceremony_that_counts_do_not_mix_their_devices() {
    var soft = stage.devices();
    var aws = new Devices(hardwareModule(), hardware(), Optional.of(notLocal()));
    refused("does not run on the local KMS", () -> start(false, soft));
    refused(
        "does not run on SoftHSM",
        () -> start(false, new Devices(soft.module(), soft.session(), Optional.of(notLocal()))));
    refused("runs on the local KMS only", () -> start(true, aws));
    refused(
        "no way to AWS KMS",
        () -> start(true, new Devices(soft.module(), soft.session(), Optional.empty())));
    try (var run = start(false, aws)) {
      assertThat(run.snapshot().rehearsal()).isFalse();
    }
  }

  @Test
  void every_role_needs_a_person_of_its_own() {
    var people = new Gathering(CeremonyStage.ITERATIONS);
    people.take("operator", "Olga", passphrase(OPERATOR).toCharArray());
    people.take("witness", "Wanda", passphrase(WITNESS).toCharArray());
    refused("Nobody plays the role Auditor", () -> startWith(people));
    people.take("auditor", "WANDA", passphrase(AUDITOR).toCharArray());
    refused("has two roles", () -> startWith(people));
    people.rename("auditor", "Wand\u0430");
    refused("mixes scripts", () -> startWith(people));
    refused("14 characters", () -> people.take("auditor", "Arno", "short".toCharArray()));
    assertThat(folder.path()).doesNotExist();
  }

  @Test
  void two_people_with_the_same_secret_are_refused_and_nothing_is_lost() {
    var people = CeremonyStage.people(plan);
    refused(
        "same passphrase", () -> people.take("auditor", "Arno", passphrase(WITNESS).toCharArray()));
    people.rename("auditor", "Another Auditor");
    try (var run = startWith(people)) {
      assertThat(run.snapshot().people())
          .extracting(CeremonySnapshot.Player::name)
          .containsExactly("Olga Operator", "Wanda Witness", "Another Auditor");
    }
  }

  @Test
  void a_key_that_was_brought_signs_and_is_brought_again_after_an_interruption(@TempDir Path path) {
    var file = path.resolve("wanda.pem");
    var brought = KeyFile.create(file, passphrase(WITNESS).toCharArray());
    KeyFile.create(path.resolve("other.pem"), passphrase(WITNESS).toCharArray());
    var people = CeremonyStage.people(plan);
    people.bring("witness", "Wanda", file);
    refused("has this very key", () -> people.bring("auditor", "Arno", file));
    try (var run = startWith(people)) {
      run.act(Map.of());
      run.confirm(as(WITNESS));
      assertThat(run.snapshot().people().get(1).key()).isEqualTo(brought.key().keyid());
    }
    try (var run = resume()) {
      assertThat(run.lacksKey(WITNESS)).isTrue();
      refused("\"witness\" signs with a key", () -> run.goOn("", as(OPERATOR, WITNESS)));
      refused(
          "not the key that witness signed the opening with",
          () -> run.bring(WITNESS, KeyFile.at(path.resolve("other.pem"))));
      run.bring(WITNESS, KeyFile.at(file));
      run.goOn("", as(OPERATOR, WITNESS));
      run.abort("Enough", as(OPERATOR, WITNESS));
      verified(CeremonyStage.seal(run));
    }
    assertThat(file).as("it is its owner's").exists();
    assertThat(folder.path().resolve("keys")).isEmptyDirectory();
  }

  @Test
  void somebody_who_refuses_stops_the_step_until_people_agree_how_to_go_on() {
    try (var run = begin()) {
      upTo(run, "generate");
      run.refuse("The label is not the one on my script", as(WITNESS));
      var step = run.snapshot().current().orElseThrow();
      assertThat(step.waiting()).isEqualTo(CeremonyWait.DECISION);
      assertThat(step.trouble()).contains("Wanda Witness refused: The label");
      refused("Somebody refused", () -> run.act(Map.of()));
      deviate(run, "It was the old script", as(OPERATOR, AUDITOR), false);
      act(run);
      refused("not asked now", () -> run.refuse("I am not asked", as(AUDITOR)));
      run.refuse("I saw nothing", as(WITNESS));
      deviate(run, "The witness was shown it again", as(OPERATOR, AUDITOR), false);
      run.confirm(as(WITNESS));
      run.confirm(as(OPERATOR));
      assertThat(run.snapshot().current().orElseThrow().id()).isEqualTo("check-value");
      run.abort("Enough", as(OPERATOR, WITNESS));
      verified(CeremonyStage.seal(run));
    }
  }

  /// As somebody does who has the PIN: the label, and even the ID, are those of the key that was
  /// made.
  private void exchangeKey() {
    var made = stage.session().secretKeys(label).getFirst();
    stage.session().objects().delete(made.ref());
    stage.session().generateAesKey(AesKeyTemplate.forExternalKeyStore(label));
  }

  @Test
  void a_key_that_was_exchanged_after_it_was_made_is_found_and_only_an_abort_is_left() {
    try (var run = begin()) {
      upTo(run, "check-value");
      exchangeKey();
      refused("Another key stands under the label " + label, () -> run.act(Map.of()));
      refused("Another key stands", () -> deviate(run, "We know", as(OPERATOR, WITNESS), true));
    }
    try (var run = resume()) {
      run.goOn("", as(OPERATOR, WITNESS));
      assertThat(run.entries().getLast().event())
          .isInstanceOfSatisfying(
              Event.Interrupted.class,
              event ->
                  assertThat(event.changes())
                      .containsExactly("key " + label + ": probe: another key"));
      refused("Another key stands", () -> run.act(Map.of()));
      run.abort("The key is another", as(OPERATOR, WITNESS));
      verified(CeremonyStage.seal(run));
    }
  }

  @Test
  void a_key_that_is_exchanged_before_any_later_step_with_keys_stops_the_ceremony_there() {
    for (var step : List.of("kms-key", "prove", "export")) {
      folder = new CeremonyFolder(folder.path().resolveSibling("before-" + step));
      label = "key-" + UUID.randomUUID();
      plan = Plan.parse(ShippedPlan.EXTERNAL_KEY.text().replace("payments-2027", label));
      try (var run = begin()) {
        upTo(run, step);
        exchangeKey();
        refused("Another key stands", () -> act(run));
      }
    }
  }

  @Test
  void a_step_that_looks_at_a_key_that_was_made_tells_whether_it_is_the_same() {
    var at = plan.text().indexOf("  - id: check-value");
    plan =
        Plan.parse(
            plan.text().substring(0, at)
                + """
                  - id: same
                    title: Look at the key again
                    do: check
                    by: operator
                    confirm: [witness]
                    with:
                      what: key
                      label: ${label}

                """
                + plan.text().substring(at));
    try (var run = begin()) {
      upTo(run, "same");
      run.act(Map.of());
      assertThat(run.snapshot().current().orElseThrow().differences()).isEmpty();
      assertThat(run.snapshot().current().orElseThrow().facts())
          .contains(new Comparison("probe", Optional.of("opens"), Optional.of("opens")));
      exchangeKey();
      run.confirm(as(OPERATOR));
      run.confirm(as(WITNESS));
      refused("Another key stands", () -> run.act(Map.of()));
    }
  }

  @Test
  void an_authorisation_does_not_hold_for_ever() {
    var clock = new MovedClock();
    try (var run =
        CeremonyRun.start(folder, stage.rehearsal(plan, clock), CeremonyStage.everybody(plan))) {
      upTo(run, "generate");
      run.authorise(as(WITNESS));
      run.authorise(as(OPERATOR));
      clock.ahead = java.time.Duration.ofMinutes(15);
      refused("holds no longer", () -> run.act(Map.of()));
      assertThat(run.snapshot().current().orElseThrow().waiting())
          .isEqualTo(CeremonyWait.AUTHORISATION);
      assertThat(stage.session().secretKeys(label)).isEmpty();
    }
  }

  @Test
  void what_a_person_sees_when_they_sign_is_in_the_line_that_they_sign() throws Exception {
    try (var run = begin()) {
      upTo(run, "generate");
      var page = run.page(WITNESS);
      assertThat(page)
          .contains("authorises: Witness, Wanda Witness", "with the label " + label)
          .contains("fact extractable: expected \"never\" | came -")
          .contains("head: " + String.join(" ", run.snapshot().head().words()));
      run.authorise(as(WITNESS));
      var line = Files.readAllLines(folder.transcript()).getLast();
      assertThat(line)
          .contains("\"" + Fingerprint.of("xks-workbench ceremony shown 2\n" + page).hex() + "\"");
    }
  }

  @Test
  void after_a_line_that_could_not_be_written_nothing_follows_and_it_can_be_resumed()
      throws Exception {
    try (var run = begin()) {
      run.act(Map.of());
      // Somebody else writes into the file: its length is not what was written last.
      Files.writeString(folder.transcript(), "x", java.nio.file.StandardOpenOption.APPEND);
      assertThatThrownBy(() -> run.confirm(as(WITNESS))).isInstanceOf(PoisonException.class);
      assertThat(run.snapshot().mode()).isEqualTo(CeremonyProgress.CeremonyMode.HALTED);
      assertThatThrownBy(() -> run.confirm(as(AUDITOR))).isInstanceOf(PoisonException.class);
      assertThatThrownBy(() -> run.abort("Enough", as(OPERATOR, WITNESS)))
          .isInstanceOf(PoisonException.class);
    }
  }

  @Test
  void neither_pin_nor_passphrase_nor_open_key_is_in_any_file_of_a_ceremony() throws Exception {
    try (var run = begin()) {
      toTheEnd(run);
      assertThat(folder.path().resolve("keys/witness.pem")).exists();
      requireNoSecrets();
      var _ = CeremonyStage.seal(run);
    }
    assertThat(folder.path().resolve("keys")).isEmptyDirectory();
    requireNoSecrets();
  }

  private void requireNoSecrets() throws Exception {
    try (var files = Files.walk(folder.path())) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(text)
            .as(file.toString())
            .doesNotContain(
                new String(SoftHsm.userPin()),
                new String(SoftHsm.soPin()),
                passphrase(OPERATOR),
                passphrase(WITNESS))
            .doesNotContain("BEGIN PRIVATE KEY");
      }
    }
  }

  private static void act(CeremonyRun run) {
    while (run.snapshot().current().orElseThrow().waiting() == CeremonyWait.AUTHORISATION) {
      run.authorise(as(run.snapshot().current().orElseThrow().awaitedPeople().getFirst().id()));
    }
    run.act(Map.of());
  }

  private static void deviate(
      CeremonyRun run, String reason, List<PassphraseGiven> agreed, boolean skip) {
    run.deviate(reason, Content.Deviated.Concern.SCRIPT, agreed, skip);
  }

  private EvidenceCheck.EvidenceResult verified(Fingerprint fingerprint) {
    var pins = new Pins();
    pins.fingerprint(fingerprint.hex());
    var result = EvidenceCheck.of(folder.bundle(), pins);
    assertThat(result.findings()).isEmpty();
    assertThat(result.verdict()).isEqualTo(EvidenceCheck.EvidenceVerdict.HOLDS);
    return result;
  }

  private static List<TranscriptEntry> entries(EvidenceCheck.EvidenceResult result) {
    return LineEvents.of(result.summary().orElseThrow().transcript());
  }

  private CeremonyRun resume() {
    return CeremonyRun.resume(folder, stage.devices(), stage.environment(), CeremonyStage.CLOCK);
  }

  /// A clock that somebody sets.
  private static final class MovedClock extends StageClock {
    private java.time.Duration ahead = java.time.Duration.ZERO;

    @Override
    public Instant instant() {
      return super.instant().plus(ahead);
    }
  }

  private static final class Crash extends Error {
    private static final long serialVersionUID = 1;
  }

  /// Every line asks the clock when it is composed and before it is written.
  private static final class CrashingClock extends StageClock {
    private int left = Integer.MAX_VALUE;

    void crashAfter(int records) {
      left = records;
    }

    @Override
    public Instant instant() {
      if (left-- == 0) {
        throw new Crash();
      }
      return super.instant();
    }
  }

  private CeremonyRun begin() {
    return stage.begin(folder, plan);
  }

  private CeremonyRun begin(HsmSession session) {
    return start(true, new Devices(SoftHsm.hsm().module(), session, Optional.of(stage.kms())));
  }

  private CeremonyRun start(boolean rehearsal, Devices devices) {
    return start(rehearsal, CeremonyStage.people(plan), devices);
  }

  private CeremonyRun startWith(Gathering people) {
    return start(true, people, stage.devices());
  }

  private CeremonyRun start(boolean rehearsal, Gathering people, Devices devices) {
    return CeremonyRun.start(
        folder,
        new Setup(
            plan, rehearsal, people, "Room 4", devices, stage.environment(), CeremonyStage.CLOCK),
        CeremonyStage.everybody(plan));
  }

  private long kmsKeys() {
    var kms = stage.kms().client();
    return kms.listKeysPaginator().keys().stream()
        .map(key -> kms.describeKey(r -> r.keyId(key.keyId())).keyMetadata())
        .filter(key -> key.xksKeyConfiguration() != null)
        .filter(key -> key.xksKeyConfiguration().id().equals(label))
        .count();
  }

  /// The real session, whose first call of one method ends in an error.
  ///
  /// @param afterwards whether the token does it before the error
  private HsmSession failing(String method, HsmException.Reason reason, boolean afterwards) {
    var calls = new AtomicInteger();
    return intercepted((name, call) -> {
      if (!name.equals(method) || calls.getAndIncrement() > 0) {
        return call.call();
      }
      if (afterwards) {
        call.call();
      }
      throw new HsmException(reason, "Somebody pulled the cable.");
    });
  }

  private HsmSession hardware() {
    return intercepted((name, call) -> {
      if (!name.equals("token")) {
        return call.call();
      }
      var token = stage.session().token();
      return new org.xksworkbench.bridge.hsm.Token(
          token.label(),
          "Maker",
          "HSM 9000",
          token.serial(),
          token.hardwareVersion(),
          token.firmwareVersion(),
          true,
          true,
          true,
          token.userPin());
    });
  }

  private ModuleInfo hardwareModule() {
    return new ModuleInfo(SoftHsm.hsm().module().path(), "Maker", "HSM", "1.0", "2.40");
  }

  private CeremonyKms notLocal() {
    return (CeremonyKms)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {CeremonyKms.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "local" -> false;
                  case "description" -> "AWS KMS";
                  default -> method.invoke(stage.kms(), arguments);
                });
  }

  @FunctionalInterface
  private interface CeremonyCall {
    Object call() throws Throwable;
  }

  @FunctionalInterface
  private interface Interceptor {
    Object on(String method, CeremonyCall call) throws Throwable;
  }

  private HsmSession intercepted(Interceptor interceptor) {
    return intercepted(HsmSession.class, stage.session(), interceptor);
  }

  private static <T> T intercepted(Class<T> port, T target, Interceptor interceptor) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> {
              var answer =
                  interceptor.on(
                      method.getName(),
                      () -> {
                        try {
                          return method.invoke(target, arguments);
                        } catch (InvocationTargetException e) {
                          throw e.getCause();
                        }
                      });
              return answer instanceof TokenObjects objects
                  ? intercepted(TokenObjects.class, objects, interceptor)
                  : answer;
            }));
  }

  private static void refused(String because, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(CeremonyException.class).hasMessageContaining(because);
  }
}
