package org.xksworkbench.bridge.ceremony.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xksworkbench.bridge.ceremony.run.CeremonyStage.as;
import static org.xksworkbench.bridge.ceremony.run.CeremonyStage.toTheEnd;
import static org.xksworkbench.bridge.ceremony.run.CeremonyStage.upTo;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
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
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.plan.ShippedPlan;
import org.xksworkbench.bridge.ceremony.run.CeremonyView.CeremonyWait;
import org.xksworkbench.bridge.ceremony.transcript.Event;
import org.xksworkbench.bridge.ceremony.transcript.OperatorKey;
import org.xksworkbench.bridge.ceremony.transcript.TranscriptCheck;
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

  private static final String OPERATOR = "Olga Operator";
  private static final String WITNESS = "Wanda Witness";
  private static final String AUDITOR = "Arno Auditor";

  private final OperatorKey signer = OperatorKey.generate();
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
      var fingerprint = run.sign(signer);
      assertThat(run.view().mode()).isEqualTo(CeremonyProgress.CeremonyMode.CLOSED);
      assertThat(run.view().steps()).allMatch(step -> step.mark() == CeremonyView.StepMark.DONE);
      var check = TranscriptCheck.of(Files.readAllBytes(folder.transcript()));
      assertThat(check.findings()).isEmpty();
      assertThat(check.fingerprint()).contains(fingerprint);
      assertThat(CeremonyProgress.replay(plan, check.entries()).mode())
          .isEqualTo(CeremonyProgress.CeremonyMode.CLOSED);
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
    try (var run = CeremonyRun.start(folder, stage.rehearsal(rotation, signer))) {
      toTheEnd(run);
      run.sign(signer);
    }
    var other = "gone-" + label;
    stage.session().generateAesKey(AesKeyTemplate.forExternalKeyStore(other));
    var destruction = Plan.parse(ShippedPlan.DESTRUCTION.text().replace("payments-2024", other));
    var second = new CeremonyFolder(folder.path().resolveSibling("second"));
    try (var run = CeremonyRun.start(second, stage.rehearsal(destruction, signer))) {
      toTheEnd(run);
      run.sign(signer);
    }
    assertThat(stage.session().secretKeys(label)).hasSize(1);
    assertThat(stage.session().secretKeys(label + "-new")).hasSize(1);
    assertThat(stage.session().secretKeys(other)).isEmpty();
  }

  @Test
  void the_screen_is_told_who_acts_what_to_say_what_is_expected_and_what_came() {
    try (var run = begin()) {
      upTo(run, "generate");
      var step = run.view().current().orElseThrow();
      assertThat(step.number()).isEqualTo(6);
      assertThat(step.irreversible()).isTrue();
      assertThat(step.say()).contains("with the label " + label + ".");
      assertThat(step.waiting()).isEqualTo(CeremonyWait.AUTHORISATION);
      assertThat(step.awaitedPeople())
          .extracting(CeremonyView.Player::name)
          .containsExactly(WITNESS);
      assertThat(step.facts())
          .contains(
              new Comparison("extractable", Optional.of("never"), Optional.empty()),
              new Comparison("label", Optional.of(label), Optional.empty()));
      run.authorise(as(WITNESS));
      assertThat(run.view().current().orElseThrow().awaitedPeople())
          .extracting(CeremonyView.Player::name)
          .containsExactly(OPERATOR);
      run.act(as(OPERATOR), Map.of());
      assertThat(run.view().current().orElseThrow().facts())
          .contains(new Comparison("extractable", Optional.of("never"), Optional.of("never")));
      assertThat(run.view().current().orElseThrow().waiting()).isEqualTo(CeremonyWait.CONFIRMATION);
      assertThat(run.view().current().orElseThrow().acted().at()).isPresent();
    }
  }

  @Test
  void the_operator_cannot_confirm_for_the_witness_nor_act_without_the_authorisation() {
    try (var run = begin()) {
      run.act(as(OPERATOR), Map.of());
      refused("The Operator does not confirm this step", () -> run.confirm(as(OPERATOR)));
      refused(
          "not the passphrase",
          () -> run.confirm(new Identification(WITNESS, CeremonyStage.secret(OPERATOR))));
      refused("Nobody named Eve", () -> run.confirm(as("Eve")));
      run.confirm(as(WITNESS));
      refused("has confirmed it already", () -> run.confirm(as(WITNESS)));
      run.confirm(as(AUDITOR));
      upTo(run, "generate");
      refused("not authorised yet", () -> run.act(as(OPERATOR), Map.of()));
      refused("does not authorise", () -> run.authorise(as(OPERATOR)));
      run.authorise(as(WITNESS));
      refused("does not act in this step", () -> run.act(as(WITNESS), Map.of()));
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
      refused("not authorised yet: the Key owner", () -> run.act(as(OPERATOR), Map.of()));
      assertThat(stage.session().secretKeys(label)).hasSize(1);
      run.authorise(as("Oskar Owner"));
      run.act(as(OPERATOR), Map.of());
      assertThat(stage.session().secretKeys(label)).isEmpty();
    }
  }

  @Test
  void a_wrong_expected_value_stops_the_step_until_two_people_agree_on_a_deviation() {
    plan = Plan.parse(plan.text().replace("extractable: never", "extractable: \"yes\""));
    try (var run = begin()) {
      upTo(run, "generate");
      run.authorise(as(WITNESS));
      run.act(as(OPERATOR), Map.of());
      var step = run.view().current().orElseThrow();
      assertThat(step.waiting()).isEqualTo(CeremonyWait.DECISION);
      assertThat(step.differences())
          .containsExactly("extractable: expected \"yes\", came \"never\"");
      refused("not what was expected", () -> run.confirm(as(WITNESS)));
      refused(
          "2 different people",
          () -> run.deviate("typo", List.of(as(OPERATOR), as(OPERATOR)), false));
      refused("reason", () -> run.deviate(" ", List.of(as(OPERATOR), as(WITNESS)), false));
      run.deviate("The plan has a typo", List.of(as(OPERATOR), as(WITNESS)), false);
      run.confirm(as(WITNESS));
      assertThat(run.view().steps().get(5).mark()).isEqualTo(CeremonyView.StepMark.DEVIATED);
      assertThat(run.view().deviations()).isEqualTo(1);
      assertThat(stage.session().secretKeys(label)).hasSize(1);
    }
  }

  @Test
  void a_deviation_before_the_act_accepts_no_difference_that_comes_after_it() {
    plan = Plan.parse(plan.text().replace("extractable: never", "extractable: \"yes\""));
    try (var run = begin()) {
      upTo(run, "generate");
      run.deviate("The witness came late", List.of(as(OPERATOR), as(WITNESS)), false);
      run.authorise(as(WITNESS));
      run.act(as(OPERATOR), Map.of());
      assertThat(run.view().current().orElseThrow().waiting()).isEqualTo(CeremonyWait.DECISION);
    }
  }

  @Test
  void a_check_value_that_was_read_wrongly_is_seen() {
    try (var run = begin()) {
      upTo(run, "paper");
      run.act(as(AUDITOR), Map.of("checkValue", "000000"));
      run.confirm(as(WITNESS));
      run.act(as(OPERATOR), Map.of());
      assertThat(run.view().current().orElseThrow().differences())
          .containsExactly("same: expected \"yes\", came \"no\"");
    }
  }

  @Test
  void a_pause_and_a_break_stop_everything_until_somebody_goes_on() {
    try (var run = begin()) {
      run.pause("The camera is adjusted", as(AUDITOR));
      assertThat(run.view().mode()).isEqualTo(CeremonyProgress.CeremonyMode.PAUSED);
      assertThat(run.view().stopReason()).isEqualTo("The camera is adjusted");
      refused("paused", () -> run.act(as(OPERATOR), Map.of()));
      run.goOn(as(AUDITOR));
      refused("2 different people", () -> run.takeBreak("Lunch", as(OPERATOR), List.of(WITNESS)));
      run.takeBreak("Lunch", as(OPERATOR), List.of(WITNESS, AUDITOR));
      assertThat(run.view().mode()).isEqualTo(CeremonyProgress.CeremonyMode.ON_BREAK);
      run.goOn(as(OPERATOR));
      run.act(as(OPERATOR), Map.of());
    }
  }

  @Test
  void an_abort_needs_two_people_and_still_ends_in_a_signed_transcript() throws Exception {
    try (var run = begin()) {
      upTo(run, "check-value");
      refused("steps are open", () -> run.sign(signer));
      refused("2 different people", () -> run.abort("Fire alarm", List.of(as(OPERATOR))));
      run.abort("Fire alarm", List.of(as(OPERATOR), as(AUDITOR)));
      refused("aborted", () -> run.act(as(OPERATOR), Map.of()));
      run.sign(signer);
    }
    var check = TranscriptCheck.of(Files.readAllBytes(folder.transcript()));
    assertThat(check.findings()).isEmpty();
    assertThat(check.entries().getLast().event()).isEqualTo(new Event.Closed("aborted", 6, 0, 0));
  }

  @Test
  void a_label_that_is_taken_is_found_before_any_intent_is_written() {
    try (var run = begin()) {
      upTo(run, "generate");
      stage.session().generateAesKey(AesKeyTemplate.forExternalKeyStore(label));
      run.authorise(as(WITNESS));
      refused("No second one is made", () -> run.act(as(OPERATOR), Map.of()));
      assertThat(run.view().current().orElseThrow().waiting()).isEqualTo(CeremonyWait.ACT);
      assertThat(stage.session().secretKeys(label)).hasSize(1);
    }
  }

  @Test
  void a_token_that_made_the_key_but_lost_its_answer_is_asked_and_makes_no_second_one() {
    try (var run = begin(failing("generateAesKey", HsmException.Reason.DEVICE_FAILED, true))) {
      upTo(run, "generate");
      run.authorise(as(WITNESS));
      refused("pulled the cable", () -> run.act(as(OPERATOR), Map.of()));
      var step = run.view().current().orElseThrow();
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
      run.authorise(as(WITNESS));
      assertThatThrownBy(() -> run.act(as(OPERATOR), Map.of()))
          .hasMessageContaining("locked against changes");
      assertThat(run.view().current().orElseThrow().waiting()).isEqualTo(CeremonyWait.ACT);
      assertThat(stage.session().secretKeys(label)).isEmpty();
    }
  }

  @Test
  void a_token_that_did_nothing_is_asked_and_the_step_is_open_again() {
    try (var run = begin(failing("generateAesKey", HsmException.Reason.DEVICE_FAILED, false))) {
      upTo(run, "generate");
      run.authorise(as(WITNESS));
      refused("pulled the cable", () -> run.act(as(OPERATOR), Map.of()));
      assertThat(run.view().current().orElseThrow().waiting()).isEqualTo(CeremonyWait.ACT);
      assertThat(run.view().current().orElseThrow().trouble()).contains("has no key");
      run.act(as(OPERATOR), Map.of());
      assertThat(stage.session().secretKeys(label)).hasSize(1);
    }
  }

  @Test
  void after_a_deadline_a_key_that_is_not_there_may_still_come_so_the_step_stays_unclear() {
    try (var run = begin(failing("generateAesKey", HsmException.Reason.TIMEOUT, false))) {
      upTo(run, "generate");
      run.authorise(as(WITNESS));
      refused("pulled the cable", () -> run.act(as(OPERATOR), Map.of()));
      assertThat(run.view().current().orElseThrow().waiting()).isEqualTo(CeremonyWait.ANSWER);
      refused("not clear", () -> run.act(as(OPERATOR), Map.of()));
      stage.session().generateAesKey(AesKeyTemplate.forExternalKeyStore(label));
      run.ask();
      assertThat(run.view().current().orElseThrow().acted().at()).isPresent();
    }
  }

  @Test
  void a_token_that_does_not_end_signing_is_named_and_people_decide() {
    try (var run = begin(failing("setUsage", HsmException.Reason.READ_ONLY, false))) {
      upTo(run, "check-value");
      run.act(as(OPERATOR), Map.of());
      assertThat(run.view().current().orElseThrow().differences())
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
      run.deviate("AWS KMS is down", List.of(as(OPERATOR), as(WITNESS)), true);
      assertThat(run.view().current().orElseThrow().id()).isEqualTo("prove");
      refused("no value ${kms-key.arn}", () -> run.act(as(OPERATOR), Map.of()));
      run.deviate("Nothing to prove", List.of(as(OPERATOR), as(WITNESS)), true);
      refused(
          "cannot be left out",
          () -> run.deviate("Enough", List.of(as(OPERATOR), as(WITNESS)), true));
    }
  }

  @Test
  void a_clock_that_is_off_is_seen() {
    try (var run = begin()) {
      upTo(run, "clock");
      refused("not the form", () -> run.act(as(WITNESS), Map.of("reference", "noon")));
      var off = CeremonyStage.CLOCK.instant().plusSeconds(3_600).atOffset(java.time.ZoneOffset.UTC);
      run.act(
          as(WITNESS),
          Map.of(
              "reference", off.format(java.time.format.DateTimeFormatter.ofPattern("HH:mm:ss"))));
      assertThat(run.view().current().orElseThrow().differences())
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
      run.act(as(OPERATOR), Map.of());
      assertThat(run.view().current().orElseThrow().differences())
          .singleElement()
          .asString()
          .startsWith("tokenSerial: expected \"other-token\", came \"");
      assertThat(run.view().environment().get("moduleHash")).hasSize(64);
    }
  }

  /// Crashes at every single record of the whole ceremony, each time before it is written, and half
  /// of the times with a torn line in its place.
  @Test
  void a_crash_at_every_record_is_resumed_and_nothing_irreversible_happens_twice()
      throws Exception {
    var clock = new CrashingClock();
    var run = CeremonyRun.start(folder, stage.rehearsal(plan, signer, clock));
    var seen = new HashMap<String, String>();
    var crashes = 0;
    for (var attempt = 0; run.view().mode() != CeremonyProgress.CeremonyMode.COMPLETED; attempt++) {
      assertThat(attempt).isLessThan(300);
      // None to three more records are written, and the next is lost.
      clock.crashAfter(attempt % 4);
      try {
        while (run.view().mode() != CeremonyProgress.CeremonyMode.COMPLETED) {
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
      if (run.view().mode() == CeremonyProgress.CeremonyMode.INTERRUPTED) {
        CeremonyStage.goOn(run, seen);
      }
    }
    run.sign(signer);
    run.close();
    assertThat(crashes).isGreaterThan(40);
    assertThat(stage.session().secretKeys(label)).hasSize(1);
    assertThat(kmsKeys()).isEqualTo(1);
    var check = TranscriptCheck.of(Files.readAllBytes(folder.transcript()));
    assertThat(check.findings()).isEmpty();
    assertThat(CeremonyProgress.replay(plan, check.entries()).interruptions()).isGreaterThan(40);
    assertThat(check.entries())
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
                    asked.add(at.get().view().current().orElseThrow().id());
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
  void a_crash_between_the_end_and_the_signature_is_resumed_by_signing() throws Exception {
    var people = folder.path().resolve("people.json");
    byte[] kept;
    try (var run = begin()) {
      run.abort("Enough", List.of(as(OPERATOR), as(WITNESS)));
      kept = Files.readAllBytes(people);
      run.sign(signer);
    }
    Files.write(people, kept);
    var lines = Files.readAllLines(folder.transcript());
    Files.writeString(
        folder.transcript(), String.join("\n", lines.subList(0, lines.size() - 1)) + "\n");
    try (var run =
        CeremonyRun.resume(folder, stage.devices(), stage.environment(), CeremonyStage.CLOCK)) {
      run.sign(signer);
    }
    assertThat(TranscriptCheck.of(Files.readAllBytes(folder.transcript())).findings()).isEmpty();
  }

  @Test
  void a_ceremony_is_not_resumed_on_another_token_or_with_other_people() throws Exception {
    begin().close();
    try (var other = SoftHsm.newSession()) {
      var devices = new Devices(SoftHsm.hsm().module(), other, Optional.of(stage.kms()));
      refused(
          "The ceremony began with tokenLabel",
          () -> CeremonyRun.resume(folder, devices, stage.environment(), CeremonyStage.CLOCK));
    }
    var people = folder.path().resolve("people.json");
    Files.writeString(
        people, Files.readString(people).replace("\"iterations\":10", "\"iterations\":9"));
    refused(
        "people.json, was exchanged",
        () ->
            CeremonyRun.resume(folder, stage.devices(), stage.environment(), CeremonyStage.CLOCK));
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
      assertThat(run.view().rehearsal()).isFalse();
    }
  }

  @Test
  void every_role_needs_a_person_of_its_own() {
    var people = new Gathering(CeremonyStage.ITERATIONS);
    people.take("operator", OPERATOR, CeremonyStage.secret(OPERATOR));
    people.take("witness", WITNESS, CeremonyStage.secret(WITNESS));
    refused("Nobody plays the role Auditor", () -> startWith(people));
    people.take("auditor", WITNESS, CeremonyStage.secret(AUDITOR));
    refused("has two roles", () -> startWith(people));
    refused("8 characters", () -> PersonSecret.passphrase("short".toCharArray()));
  }

  @Test
  void two_people_with_the_same_secret_are_refused_and_nothing_is_lost() {
    var people = CeremonyStage.people(plan);
    refused(
        "same passphrase or key file",
        () -> people.take("auditor", AUDITOR, CeremonyStage.secret(WITNESS)));
    people.take("auditor", AUDITOR, CeremonyStage.secret(AUDITOR));
    people.rename("auditor", "Another Auditor");
    try (var run = startWith(people)) {
      assertThat(run.view().people())
          .extracting(CeremonyView.Player::name)
          .containsExactly(OPERATOR, WITNESS, "Another Auditor");
    }
  }

  @Test
  void a_key_file_is_as_good_as_a_passphrase(@TempDir Path path) throws Exception {
    var file = Files.write(path.resolve("wanda.key"), stage.session().random(64));
    var other = Files.write(path.resolve("other.key"), stage.session().random(64));
    var people = CeremonyStage.people(plan);
    people.take("witness", WITNESS, PersonSecret.keyFile(file));
    try (var run = startWith(people)) {
      run.act(as(OPERATOR), Map.of());
      refused(
          "not the passphrase or key file",
          () -> run.confirm(new Identification(WITNESS, PersonSecret.keyFile(other))));
      run.confirm(new Identification(WITNESS, PersonSecret.keyFile(file)));
    }
  }

  @Test
  void neither_pin_nor_passphrase_nor_key_material_is_in_any_file_of_a_ceremony() throws Exception {
    try (var run = begin()) {
      toTheEnd(run);
      assertThat(folder.path().resolve("people.json")).exists();
      run.sign(signer);
      assertThat(folder.path().resolve("people.json")).doesNotExist();
    }
    try (var files = Files.walk(folder.path())) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(text)
            .as(file.toString())
            .doesNotContain(
                new String(SoftHsm.userPin()),
                new String(SoftHsm.soPin()),
                CeremonyStage.passphrase(OPERATOR),
                CeremonyStage.passphrase(WITNESS))
            .doesNotContain("PRIVATE KEY");
      }
    }
    assertThat(Files.readString(folder.transcript()))
        .doesNotContain(CeremonyStage.people(plan).people().getFirst().verifier(), "\"verifier\"");
  }

  private static final class Crash extends Error {
    private static final long serialVersionUID = 1;
  }

  /// Every record asks the clock once, right before it is written.
  private static final class CrashingClock extends Clock {
    private int left = Integer.MAX_VALUE;

    void crashAfter(int records) {
      left = records;
    }

    @Override
    public ZoneId getZone() {
      return CeremonyStage.CLOCK.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Instant instant() {
      if (left-- == 0) {
        throw new Crash();
      }
      return CeremonyStage.CLOCK.instant();
    }
  }

  private CeremonyRun begin() {
    return CeremonyRun.start(folder, stage.rehearsal(plan, signer));
  }

  private CeremonyRun begin(HsmSession session) {
    return start(true, new Devices(SoftHsm.hsm().module(), session, Optional.of(stage.kms())));
  }

  private CeremonyRun start(boolean rehearsal, Devices devices) {
    return CeremonyRun.start(
        folder,
        new Setup(
            plan,
            rehearsal,
            CeremonyStage.people(plan),
            signer.fingerprint(),
            devices,
            stage.environment(),
            CeremonyStage.CLOCK));
  }

  private CeremonyRun startWith(Gathering people) {
    return CeremonyRun.start(
        folder,
        new Setup(
            plan,
            true,
            people,
            signer.fingerprint(),
            stage.devices(),
            stage.environment(),
            CeremonyStage.CLOCK));
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
