package org.xksworkbench.app.ui.screen.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javafx.beans.property.StringProperty;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.SharedLoop;
import org.xksworkbench.app.ceremony.Ceremonies;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.guard.Guarding;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.kms.InterceptedKeyManagement;
import org.xksworkbench.app.kms.Interceptors;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.screen.ceremony.CeremoniesViewModel.CeremonyPage;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceLine;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot;
import org.xksworkbench.bridge.ceremony.run.Gathering;
import org.xksworkbench.bridge.ceremony.writing.SigningDesk.PassphraseGiven;
import org.xksworkbench.bridge.guard.ChangeLock;

/// Ceremonies as the screen runs them, on the real token, proxy and local KMS, for tests of its
/// pages. Folder, people and the key's label are of one test alone.
final class CeremonyOnLoop {

  private static final int ITERATIONS = 1000;

  static final Map<String, String> PEOPLE =
      Map.of("operator", "Olga", "witness", "Wanda", "auditor", "Arno");

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  /// Gives it to the constructor of a test.
  static final class SharedCeremony implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == CeremonyOnLoop.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return new CeremonyOnLoop(SharedLoop.of(context, CeremonyOnLoop.class));
    }
  }

  private final SharedLoop shared;
  private final Path root;
  private final ChangeLock lock = ChangeLock.inMemory("test", false);
  private final KeyRecords records = KeyRecords.inMemory();
  private final DirectTasks tasks = new DirectTasks();
  private final Map<String, String> seen = new HashMap<>();
  private final String label = "made-" + UUID.randomUUID();
  private final ScriptedDialogs dialogs = new ScriptedDialogs();
  private Ceremonies ceremonies;
  private CeremoniesViewModel screen;

  private CeremonyOnLoop(SharedLoop shared) {
    this.shared = shared;
    try {
      this.root = Files.createTempDirectory(shared.folder(), "ceremonies").resolve("root");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    PEOPLE.values().forEach(name -> dialogs.knowing(name, passphrase(name)));
    this.ceremonies = open(loop().kms(), root);
    this.screen = new CeremoniesViewModel(ceremonies, hsm(), tasks, dialogs, _ -> {});
  }

  Loop loop() {
    return shared.loop();
  }

  AttachedHsm hsm() {
    return shared.hsm();
  }

  Path root() {
    return root;
  }

  ChangeLock lock() {
    return lock;
  }

  KeyRecords records() {
    return records;
  }

  ScriptedDialogs dialogs() {
    return dialogs;
  }

  String label() {
    return label;
  }

  Ceremonies ceremonies() {
    return ceremonies;
  }

  /// What somebody read on the screen and wrote on paper, such as the check value.
  String onPaper(String name) {
    return seen.getOrDefault(name, "");
  }

  CeremoniesViewModel screen() {
    return screen;
  }

  /// The user leaves the screen and comes back to it.
  void comeBack() {
    comeBack(tasks);
  }

  void comeBack(Tasks other) {
    screen.close();
    screen = new CeremoniesViewModel(ceremonies, hsm(), other, dialogs, _ -> {});
  }

  /// The program ends and is started again.
  void startAgain() {
    screen.close();
    ceremonies.leave();
    workOn(loop().kms(), root);
  }

  /// As from a start of the program with another KMS and folder.
  void workOn(KeyManagement kms, Path folder) {
    ceremonies = open(kms, folder);
    comeBack();
  }

  private Ceremonies open(KeyManagement kms, Path folder) {
    return new Ceremonies(
        new InterceptedKeyManagement(kms, Interceptors.of(new Guarding(lock))),
        new KeyCensus(kms),
        hsm(),
        lock,
        records,
        folder,
        Clock.system(ZoneId.of("Europe/Vienna")),
        // What makes passphrases slow to guess would make each signature of a test slow.
        () -> new Gathering(ITERATIONS));
  }

  /// To be called after each test: what it left open is closed.
  void leave() {
    lock.setReadOnly(false);
    screen.close();
    ceremonies.leave();
  }

  CeremonyStartViewModel start() {
    return ((CeremonyPage.StartPage) screen.page().get()).model();
  }

  PreparationViewModel prepare() {
    var start = start();
    start.values().get().get("label").set(label);
    start.values().get().get("alias").set("alias/" + label);
    start.values().get().get("key-store").set("main");
    start.prepare();
    return ((CeremonyPage.PreparationPage) screen.page().get()).model();
  }

  /// Everybody has a name and a key.
  PreparationViewModel seated() {
    var preparation = prepare();
    for (var seat : preparation.seats()) {
      seat.name().set(PEOPLE.get(seat.role().id()));
      preparation.takeSecret(seat);
    }
    assertThat(preparation.obstacle().get()).isEmpty();
    return preparation;
  }

  RunViewModel begin() {
    var preparation = seated();
    preparation.begin();
    assertThat(preparation.problem().get()).isNull();
    return running();
  }

  /// A ceremony by a plan of the test's own.
  RunViewModel begin(String text) {
    var plan = Plan.parse(text);
    var seats = new LinkedHashMap<String, String>();
    plan.roles().forEach((id, role) -> seats.put(id, PEOPLE.getOrDefault(id, role.title())));
    var people = ceremonies.gathering();
    seats.forEach((role, name) -> {
      dialogs.knowing(name, passphrase(name));
      people.take(role, name, passphrase(name).toCharArray());
    });
    var _ =
        ceremonies.start(
            ceremonies.newFolder("own"),
            plan,
            people,
            "Room 4",
            seats.entrySet().stream()
                .map(one ->
                    new PassphraseGiven(one.getKey(), passphrase(one.getValue()).toCharArray()))
                .toList());
    comeBack();
    return running();
  }

  /// The lines of the transcript that people wrote in the present step.
  static List<EvidenceLine> written(RunViewModel run) {
    return current(run).record().orElseThrow().lines();
  }

  static CeremonySnapshot.Player player(RunViewModel run, String id) {
    return run.ceremony().get().people().stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  RunViewModel running() {
    return ((CeremonyPage.RunPage) screen.page().get()).model();
  }

  EndViewModel end() {
    return ((CeremonyPage.EndPage) screen.page().get()).model();
  }

  void toTheEnd() {
    while (screen.page().get() instanceof CeremonyPage.RunPage(var run)) {
      sign(run);
      assertThat(run.problem().get()).isNull();
    }
  }

  /// Everybody signs the end, reads the fingerprint from paper and seals the evidence.
  Ceremonies.FinishedCeremony sealed(EndViewModel end) {
    end.signEnd();
    assertThat(end.problem().get()).isNull();
    end.words().set(firstWords(end));
    end.seal();
    assertThat(end.problem().get()).isNull();
    return end.finished().get().orElseThrow();
  }

  static String firstWords(EndViewModel end) {
    return String.join(" ", end.fingerprint().get().orElseThrow().words().subList(0, 4));
  }

  /// Those who are ticked say that it goes on, with the words that they wrote down.
  void goOn(RunViewModel run, int people) {
    record(
        run, Interlude.CONTINUATION, String.join(" ", run.ceremony().get().head().words()), people);
  }

  /// All agree to stop, which is the shortest way to evidence.
  EndViewModel aborted() {
    record(begin(), Interlude.ABORT, "Fire alarm", 2);
    return end();
  }

  void upTo(RunViewModel run, String step) {
    while (!current(run).id().equals(step)) {
      sign(run);
      assertThat(run.problem().get()).isNull();
    }
  }

  /// The person who is awaited signs off, as on paper: the auditor writes the check value down.
  void sign(RunViewModel run) {
    var step = current(run);
    if (step.waiting() == CeremonySnapshot.CeremonyWait.ACT) {
      entries(run)
          .forEach((name, field) ->
              field.set(
                  name.equals("checkValue")
                      ? onPaper("checkValue")
                      : step.id().equals("clock") ? now() : "none"));
    }
    signAsItStands(run);
  }

  /// Everybody who is asked before the act agrees to it.
  void authorise(RunViewModel run) {
    while (current(run).waiting() == CeremonySnapshot.CeremonyWait.AUTHORISATION) {
      sign(run);
    }
  }

  /// As [#sign], with what is entered already.
  void signAsItStands(RunViewModel run) {
    run.sign(current(run).awaitedPeople().getFirst());
    run.ceremony()
        .get()
        .current()
        .filter(now -> now.id().equals("check-value"))
        .ifPresent(now ->
            now.facts().stream()
                .filter(fact -> fact.name().equals("checkValue"))
                .forEach(fact -> fact.actual().ifPresent(value -> seen.put("checkValue", value))));
  }

  void record(RunViewModel run, Interlude kind, String reason, int people) {
    run.open(kind);
    run.reason().set(reason);
    run.ticks().values().stream().limit(people).forEach(tick -> tick.set(true));
    assertThat(run.obstacle().get()).isEmpty();
    run.record();
    assertThat(run.problem().get()).isNull();
  }

  static CeremonySnapshot.CurrentStep current(RunViewModel run) {
    return run.ceremony().get().current().orElseThrow();
  }

  static Map<String, StringProperty> entries(RunViewModel run) {
    return run.entries().get();
  }

  static String passphrase(String name) {
    return "passphrase of " + name;
  }

  String now() {
    return TIME.format(ceremonies.clock().instant().atZone(ZoneOffset.UTC));
  }

  String farFromNow() {
    return TIME.format(
        ceremonies.clock().instant().plus(java.time.Duration.ofHours(5)).atZone(ZoneOffset.UTC));
  }
}
