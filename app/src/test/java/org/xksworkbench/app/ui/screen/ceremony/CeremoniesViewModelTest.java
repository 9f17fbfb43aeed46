package org.xksworkbench.app.ui.screen.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.ceremony.Ceremonies;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.guard.Guarding;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.kms.InterceptedKeyManagement;
import org.xksworkbench.app.kms.Interceptors;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsEndpoint;
import org.xksworkbench.app.lineage.Lineage;
import org.xksworkbench.app.lineage.LineageReader;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.screen.ceremony.CeremoniesViewModel.Page;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.bridge.ceremony.bundle.BundleCheck;
import org.xksworkbench.bridge.ceremony.plan.ShippedPlan;
import org.xksworkbench.bridge.ceremony.run.CeremonyView;
import org.xksworkbench.bridge.ceremony.run.Progress;
import org.xksworkbench.bridge.guard.ChangeLock;

/// Ceremonies as the screen runs them, on the real token, proxy and local KMS.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CeremoniesViewModelTest {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final Map<String, String> PEOPLE =
      Map.of("operator", "Olga", "witness", "Wanda", "auditor", "Arno");

  private final ChangeLock lock = ChangeLock.inMemory("test", false);
  private final KeyRecords records = KeyRecords.inMemory();
  private final DirectTasks tasks = new DirectTasks();
  private final Map<String, String> seen = new HashMap<>();

  private Loop loop;
  private AttachedHsm hsm;
  private Path root;
  private Ceremonies ceremonies;
  private ScriptedDialogs dialogs;
  private CeremoniesViewModel screen;
  private String label;

  @BeforeAll
  void start(@TempDir Path folder) {
    loop = new Loop(folder);
    hsm = loop.attachedHsm();
    root = folder.resolve("ceremonies");
    ceremonies = open();
  }

  private Ceremonies open() {
    return new Ceremonies(
        new InterceptedKeyManagement(loop.kms(), Interceptors.of(new Guarding(lock))),
        new KeyCensus(loop.kms()),
        hsm,
        lock,
        records,
        root,
        Clock.system(ZoneId.of("Europe/Vienna")));
  }

  @AfterAll
  void stop() {
    loop.close();
  }

  @BeforeEach
  void newScreen() {
    label = "made-" + UUID.randomUUID();
    dialogs = new ScriptedDialogs().giving("signing passphrase".toCharArray());
    PEOPLE.values().forEach(name -> dialogs.knowing(name, passphrase(name)));
    seen.clear();
    screen = screen();
  }

  private CeremoniesViewModel screen() {
    return new CeremoniesViewModel(ceremonies, hsm, tasks, dialogs, _ -> {});
  }

  @AfterEach
  void leave() {
    lock.setReadOnly(false);
    screen.close();
    ceremonies.leave();
  }

  @Test
  void the_shipped_plan_runs_to_the_end_and_the_lineage_names_the_ceremony() {
    begin();
    toTheEnd();
    var end = end();
    end.sign();
    assertThat(end.problem().get()).isNull();
    var finished = end.finished().get().orElseThrow();
    assertThat(finished.verified()).isTrue();
    assertThat(finished.check().rehearsal()).isTrue();
    assertThat(finished.summary().requestIds())
        .containsOnlyKeys("CreateKey", "CreateAlias", "Encrypt", "Decrypt");
    assertThat(BundleCheck.of(finished.bundle()).signer()).contains(finished.signer());
    assertThat(ceremonies.run()).isEmpty();

    var line = lineage();
    var kmsKey = line.kmsKey().orElseThrow();
    assertThat(line.ceremony())
        .hasValueSatisfying(record -> {
          assertThat(record.fingerprint()).isEqualTo(finished.fingerprint().hex());
          assertThat(record.kmsKeyArn()).isEqualTo(kmsKey.arn());
          assertThat(record.checkValue()).isEqualTo(seen.get("checkValue"));
          assertThat(record.rehearsal()).isTrue();
        });

    end.done();
    assertThat(screen.page().get()).isInstanceOf(Page.Start.class);

    var verification = new VerificationViewModel(tasks, dialogs, () -> {});
    verification.verify(finished.bundle());
    assertThat(verdict(verification)).isEqualTo(VerificationViewModel.Verdict.CONSISTENT);
    verification.signer().set(String.join(" ", finished.signer().words()));
    verification.verify(finished.bundle());
    assertThat(verdict(verification)).isEqualTo(VerificationViewModel.Verdict.SIGNED_AS_REQUIRED);
    verification.signer().set("ab".repeat(32));
    verification.verify(finished.bundle());
    assertThat(verdict(verification)).isEqualTo(VerificationViewModel.Verdict.ANOTHER_SIGNER);
    verification.real().set(true);
    verification.verify(finished.bundle());
    assertThat(verdict(verification)).isEqualTo(VerificationViewModel.Verdict.REHEARSAL_REFUSED);
  }

  private static VerificationViewModel.Verdict verdict(VerificationViewModel verification) {
    return verification.outcome().get().orElseThrow().verdict();
  }

  @Test
  void the_operator_cannot_confirm_for_the_witness() {
    var run = begin();
    sign(run);
    dialogs.knowing("Wanda", passphrase("Olga"));
    sign(run);
    assertThat(Objects.requireNonNull(run.problem().get()).causes())
        .anyMatch(cause -> cause.contains("not the passphrase or key file of Wanda"));
    assertThat(run.ceremony().get().current().orElseThrow().waiting())
        .isEqualTo(CeremonyView.Waiting.CONFIRMATION);
    dialogs.knowing("Wanda", passphrase("Wanda"));
    sign(run);
    assertThat(run.problem().get()).isNull();
  }

  @Test
  void two_people_cannot_choose_the_same_passphrase() {
    var preparation = prepare();
    dialogs.knowing("Wanda", passphrase("Olga"));
    var seats = preparation.seats();
    seats.forEach(seat -> seat.name().set(PEOPLE.get(seat.role().id())));
    preparation.takeSecret(seats.get(0));
    preparation.takeSecret(seats.get(1));
    assertThat(Objects.requireNonNull(preparation.problem().get()).causes())
        .anyMatch(cause -> cause.contains("same passphrase"));
    assertThat(preparation.obstacle().get())
        .isEqualTo("Let Wanda choose a passphrase or a key file.");
    dialogs.knowing("Wanda", passphrase("Wanda"));
    preparation.takeSecret(seats.get(1));
    assertThat(preparation.problem().get()).isNull();
    assertThat(preparation.obstacle().get()).startsWith("Let Arno choose");
  }

  @Test
  void what_came_otherwise_stops_the_step_until_two_people_agree_on_a_deviation() {
    var run = begin();
    upTo(run, "clock");
    entries(run).values().forEach(field -> field.set(farFromNow()));
    run.sign(run.ceremony().get().current().orElseThrow().by());
    var step = run.ceremony().get().current().orElseThrow();
    assertThat(step.waiting()).isEqualTo(CeremonyView.Waiting.DECISION);
    assertThat(step.differences()).containsExactly("within: expected \"yes\", came \"no\"");

    run.open(Interlude.DEVIATION);
    assertThat(run.obstacle().get()).contains("reason");
    run.reason().set("The other clock is not set");
    run.ticked().entrySet().iterator().next().getValue().set(true);
    assertThat(run.obstacle().get()).isEqualTo("Tick 2 people at least.");
    run.ticked().values().forEach(tick -> tick.set(true));
    run.record();
    assertThat(run.problem().get()).isNull();
    assertThat(run.interlude().get()).isEmpty();
    sign(run);
    var view = run.ceremony().get();
    assertThat(view.deviations()).isOne();
    assertThat(view.steps().get(2).mark()).isEqualTo(CeremonyView.StepMark.DEVIATED);
  }

  @Test
  void what_is_entered_in_the_wrong_form_is_told_and_not_recorded() {
    var run = begin();
    upTo(run, "clock");
    var before = run.ceremony().get().fingerprint();
    entries(run).values().forEach(field -> field.set("noon"));
    sign(run, false);
    assertThat(Objects.requireNonNull(run.problem().get()).causes().getFirst())
        .contains("\"noon\"");
    assertThat(run.ceremony().get().fingerprint()).isEqualTo(before);
  }

  @Test
  void a_pause_and_a_break_stop_everything_until_somebody_says_that_it_goes_on() {
    var run = begin();
    record(run, Interlude.PAUSE, "The camera is adjusted", 1);
    assertThat(run.ceremony().get().mode()).isEqualTo(Progress.Mode.PAUSED);
    run.open(Interlude.DEVIATION);
    assertThat(run.interlude().get()).isEmpty();
    run.goOn(run.ceremony().get().people().getLast());
    assertThat(run.ceremony().get().mode()).isEqualTo(Progress.Mode.RUNNING);
    record(run, Interlude.BREAK, "Lunch", 2);
    assertThat(run.ceremony().get().mode()).isEqualTo(Progress.Mode.ON_BREAK);
    run.goOn(run.ceremony().get().people().getFirst());
    assertThat(run.ceremony().get().mode()).isEqualTo(Progress.Mode.RUNNING);
  }

  @Test
  void an_abort_ends_with_evidence_too() {
    var run = begin();
    record(run, Interlude.ABORT, "Fire alarm", 2);
    var end = end();
    assertThat(end.ceremony().stopReason()).isEqualTo("Fire alarm");
    dialogs.giving("wrong passphrase".toCharArray());
    end.sign();
    assertThat(Objects.requireNonNull(end.problem().get()).causes().getFirst())
        .contains("passphrase is wrong");
    dialogs.giving("signing passphrase".toCharArray());
    end.sign();
    var finished = end.finished().get().orElseThrow();
    assertThat(finished.verified()).isTrue();
    assertThat(finished.summary().outcome()).isEqualTo("aborted");
    assertThat(finished.summary().keys()).isEmpty();
  }

  @Test
  void a_read_only_profile_begins_no_ceremony_and_resumes_none() {
    var preparation = seated();
    lock.setReadOnly(true);
    preparation.begin();
    var problem = Objects.requireNonNull(preparation.problem().get());
    assertThat(problem.code()).isEqualTo("PROFILE_READ_ONLY");
    assertThat(problem.nextStep()).contains("Unlock the profile");
    assertThat(Path.of(preparation.folder().get())).doesNotExist();
    assertThatThrownBy(() -> ceremonies.resume(root)).hasMessageContaining("read-only");
    lock.setReadOnly(false);
    preparation.begin();
    assertThat(screen.page().get()).isInstanceOf(Page.Run.class);
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
    ceremonies =
        new Ceremonies(
            aws, new KeyCensus(aws), hsm, lock, records, root.resolve("real"), ceremonies.clock());
    assertThat(ceremonies.rehearsal()).isFalse();
    assertThat(ceremonies.kmsDescription())
        .isEqualTo("AWS KMS at kms.eu-central-1.amazonaws.com, eu-central-1, profile test");
    screen = screen();
    var preparation = seated();
    preparation.begin();
    assertThat(Objects.requireNonNull(preparation.problem().get()).causes().getFirst())
        .contains("does not run on SoftHSM");
    assertThat(Path.of(preparation.folder().get()).resolve(Ceremonies.SIGNING_KEY)).doesNotExist();
    ceremonies = open();
  }

  @Test
  void a_profile_that_is_locked_in_the_middle_changes_nothing_and_the_ceremony_goes_on_later() {
    var run = begin();
    upTo(run, "kms-key");
    sign(run);
    lock.setReadOnly(true);
    sign(run);
    assertThat(Objects.requireNonNull(run.problem().get()).code()).isEqualTo("PROFILE_READ_ONLY");
    assertThat(run.ceremony().get().current().orElseThrow().waiting())
        .isEqualTo(CeremonyView.Waiting.ACT);
    assertThat(lineage().kmsKey()).isEmpty();
    lock.setReadOnly(false);
    sign(run);
    assertThat(run.problem().get()).isNull();
    assertThat(lineage().kmsKey()).isPresent();
  }

  @Test
  void a_ceremony_goes_on_while_the_window_shows_something_else() {
    var run = begin();
    sign(run);
    screen.close();
    screen = screen();
    var again = running();
    assertThat(again.ceremony().get().fingerprint()).isEqualTo(run.ceremony().get().fingerprint());
    assertThat(again.ceremony().get().interruptions()).isZero();
    sign(again);
  }

  @Test
  void a_ceremony_whose_program_ended_is_found_and_resumed_with_its_gap() {
    var run = begin();
    upTo(run, "check-value");
    screen.close();
    ceremonies.leave();
    ceremonies = open();
    screen = screen();
    var start = ((Page.Start) screen.page().get()).model();
    var found = start.unfinished().getFirst();
    assertThat(found.title()).isEqualTo("AES-256 key for an external key store");
    start.resume(found.folder());
    assertThat(start.problem().get()).isNull();
    var resumed = running();
    assertThat(resumed.ceremony().get().mode()).isEqualTo(Progress.Mode.INTERRUPTED);
    resumed.goOn(resumed.ceremony().get().people().getFirst());
    assertThat(resumed.ceremony().get().interruptions()).isOne();
    sign(resumed);
    assertThat(loop.session().secretKeys(label)).hasSize(1);
    assertThat(resumed.ceremony().get().current().orElseThrow().waiting())
        .isEqualTo(CeremonyView.Waiting.CONFIRMATION);
  }

  @Test
  void a_plan_that_cannot_be_accepted_is_refused_with_line_and_reason(@TempDir Path folder)
      throws Exception {
    var file =
        Files.writeString(
            folder.resolve("plan.yaml"),
            ShippedPlan.EXTERNAL_KEY.text().replace("do: prove", "do: hope"));
    var start = ((Page.Start) screen.page().get()).model();
    start.open(file);
    assertThat(Objects.requireNonNull(start.problem().get()).causes().getFirst())
        .startsWith(file + ", line ")
        .contains("hope");
    Files.writeString(file, ShippedPlan.EXTERNAL_KEY.text());
    start.open(file);
    assertThat(start.problem().get()).isNull();
    assertThat(start.values().get()).isEmpty();
    assertThat(Objects.requireNonNull(start.chosen().get()).plan().fingerprint())
        .isEqualTo(ShippedPlan.EXTERNAL_KEY.plan().fingerprint());
    dialogs.choosing(folder.resolve("script.pdf"));
    start.saveScript();
    assertThat(folder.resolve("script.pdf"))
        .content(java.nio.charset.StandardCharsets.ISO_8859_1)
        .startsWith("%PDF");
  }

  private PreparationViewModel prepare() {
    var start = ((Page.Start) screen.page().get()).model();
    start.values().get().get("label").set(label);
    start.values().get().get("alias").set("alias/" + label);
    start.values().get().get("key-store").set("main");
    start.prepare();
    return ((Page.Preparation) screen.page().get()).model();
  }

  private PreparationViewModel seated() {
    var preparation = prepare();
    for (var seat : preparation.seats()) {
      seat.name().set(PEOPLE.get(seat.role().id()));
      preparation.takeSecret(seat);
    }
    assertThat(preparation.obstacle().get()).contains("sign the transcript");
    preparation.signing().makeNew();
    assertThat(preparation.obstacle().get()).isEmpty();
    return preparation;
  }

  private RunViewModel begin() {
    var preparation = seated();
    preparation.begin();
    assertThat(preparation.problem().get()).isNull();
    return running();
  }

  private RunViewModel running() {
    return ((Page.Run) screen.page().get()).model();
  }

  private EndViewModel end() {
    return ((Page.End) screen.page().get()).model();
  }

  private void toTheEnd() {
    while (screen.page().get() instanceof Page.Run(var run)) {
      sign(run);
      assertThat(run.problem().get()).isNull();
    }
  }

  private void upTo(RunViewModel run, String step) {
    while (!run.ceremony().get().current().orElseThrow().id().equals(step)) {
      sign(run);
      assertThat(run.problem().get()).isNull();
    }
  }

  private void sign(RunViewModel run) {
    sign(run, true);
  }

  /// The person who is awaited signs off, as on paper: the auditor writes the check value down.
  private void sign(RunViewModel run, boolean entering) {
    var step = run.ceremony().get().current().orElseThrow();
    if (entering && step.waiting() == CeremonyView.Waiting.ACT) {
      entries(run)
          .forEach((name, field) ->
              field.set(
                  name.equals("checkValue")
                      ? seen.getOrDefault("checkValue", "")
                      : step.id().equals("clock") ? now() : "none"));
    }
    run.sign(step.awaited().getFirst());
    run.ceremony()
        .get()
        .current()
        .filter(now -> now.id().equals("check-value"))
        .ifPresent(now ->
            now.facts().stream()
                .filter(fact -> fact.name().equals("checkValue"))
                .forEach(fact -> fact.actual().ifPresent(value -> seen.put("checkValue", value))));
  }

  private static Map<String, javafx.beans.property.StringProperty> entries(RunViewModel run) {
    return run.entries().get();
  }

  private void record(RunViewModel run, Interlude kind, String reason, int people) {
    run.open(kind);
    run.reason().set(reason);
    run.ticked().values().stream().limit(people).forEach(tick -> tick.set(true));
    assertThat(run.obstacle().get()).isEmpty();
    run.record();
    assertThat(run.problem().get()).isNull();
  }

  private Lineage lineage() {
    var session = hsm.session().orElseThrow();
    var reader = new LineageReader(loop.kms(), new KeyCensus(loop.kms()), loop.ownProxy(), records);
    try {
      return reader
          .read(Optional.of(session.token().label()), session.secretKeys(), Map.of())
          .lines()
          .stream()
          .filter(line -> line.xksKeyId().equals(label))
          .findFirst()
          .orElseThrow();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private String now() {
    return TIME.format(ceremonies.clock().instant().atZone(ZoneOffset.UTC));
  }

  private String farFromNow() {
    return TIME.format(
        ceremonies.clock().instant().plus(java.time.Duration.ofHours(5)).atZone(ZoneOffset.UTC));
  }

  private static String passphrase(String name) {
    return "passphrase of " + name;
  }
}
