package org.xksworkbench.app.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.inventory.SurveyedPlace;
import org.xksworkbench.app.lineage.LineageReader;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.screen.hsmbrowser.HsmBrowserViewModel;
import org.xksworkbench.app.ui.screen.hsmbrowser.HsmObjectRow;
import org.xksworkbench.app.ui.screen.hsmbrowser.KeySources;
import org.xksworkbench.app.ui.screen.lineage.LineageViewModel;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.ThreadedTasks;
import org.xksworkbench.app.waiting.SignsOfLife;
import org.xksworkbench.bridge.agent.AgentHsm;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.CheckValueMethod;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.OddModule;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.probe.ProbedTokens;

/// Screens on a real helper process whose module is slow, or hangs and goes on later.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowHsmTest {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int OBJECTS = 3000;

  private Loop loop;
  private OddModule odd;
  private ThreadedTasks tasks;
  private AttachedHsm attached;

  @BeforeAll
  void start(@TempDir Path folder) {
    loop = new Loop(folder);
    odd = OddModule.in(folder);
  }

  @AfterAll
  void stop() {
    loop.close();
  }

  @AfterEach
  void close() {
    odd.behave();
    tasks.close();
    attached.close();
  }

  @Test
  void a_list_goes_on_past_its_deadline_as_long_as_objects_are_read() {
    open(tokenWithKey("one-of-many"), Job::deadline);
    assertThat(SoftHsm.multiply(loggedInTo, OBJECTS)).isEqualTo(OBJECTS);
    odd.slowDown(OddModule.GET_ATTRIBUTE_VALUE, Duration.ofMillis(2));
    var lineage =
        new LineageViewModel(
            attached,
            reader(),
            tasks,
            _ -> {},
            new ScriptedDialogs(),
            () -> new SurveyedPlace("", "us-east-1", "http://localhost", ""));
    var failed = new ArrayList<Problem>();
    lineage
        .contents()
        .subscribe(now -> {
          if (now instanceof Loadable.LoadFailed<?>(var problem)) {
            failed.add(problem);
          }
        });
    var began = System.nanoTime();
    lineage.refresh();
    tasks.await("the keys", PATIENCE, () -> lineage.contents().get() instanceof Loadable.Ready<?>);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Job.HSM_LIST.deadline());
    assertThat(failed).isEmpty();
  }

  @Test
  void cryptography_that_hangs_is_waited_for_a_second_and_its_answer_is_shown_when_it_comes() {
    open(tokenWithKey("payments"), Job::deadline);
    var browser = shown("payments");
    odd.hangIn(OddModule.ENCRYPT_INIT);
    browser.detail().checkValue().reveal(CheckValueMethod.ECB);

    awaitProblem(
        browser, "Computing a check value of payments got no answer within 1 second", PATIENCE);
    assertThat(browser.messages().problem().get().causes())
        .containsExactly(
            "It waited for the HSM.",
            Job.HSM_CRYPTO.goesOn(),
            "If the answer comes after all, it is shown here.");
    assertThat(browser.busy().get()).isFalse();
    assertThat(attached.loggedIn()).as("the helper goes on").isNotEmpty();

    odd.behave();
    tasks.await("the answer", PATIENCE, () -> browser.messages().notice().get() != null);
    assertThat(browser.messages().notice().get().headline())
        .matches("AES-ECB of zeros of payments: [0-9A-F]{6}");
    assertThat(browser.messages().problem().get()).isNull();
  }

  @Test
  void a_change_that_is_answered_late_is_seen_and_what_comes_after_says_what_it_waits_for() {
    open(
        tokenWithKey("payments"),
        job -> job == Job.HSM_CHANGE ? Duration.ofSeconds(1) : job.deadline());
    var browser = shown("payments");
    odd.hangIn(OddModule.SET_ATTRIBUTE_VALUE);
    browser.changes().setUsage(KeyUsage.DECRYPT, false);

    awaitProblem(browser, "Forbidding payments to decrypt got no answer within 1 second", PATIENCE);
    assertThat(browser.messages().problem().get().nextStep())
        .contains("not known whether it was done");
    assertThat(browser.busy().get()).isFalse();

    browser.refresh();
    awaitProblem(
        browser, "Finding the objects of the token got no answer within 5 seconds", PATIENCE);
    assertThat(browser.messages().problem().get().causes())
        .first()
        .isEqualTo(
            "It waited for its turn behind “Forbidding payments to decrypt”, which the HSM has not"
                + " answered.");
    assertThat(usage(browser)).isEqualTo("encrypt, decrypt");

    odd.behave();
    tasks.await("the change", PATIENCE, () -> usage(browser).equals("encrypt"));
    assertThat(browser.messages().notice().get().headline())
        .isEqualTo("The HSM has answered after all");
    assertThat(browser.messages().problem().get()).isNull();
  }

  private Slot loggedInTo;

  private void open(Slot token, Function<Job, Duration> deadlines) {
    loggedInTo = token;
    tasks =
        new ThreadedTasks(
            (problem, cause) -> {
              throw new AssertionError("unexpected: " + problem, cause);
            },
            deadlines);
    attached =
        new AttachedHsm(module -> {
          var helper =
              AgentHsm.open(
                  AgentProcess.likeThis(odd.environment()),
                  module,
                  ChangeLock.inMemory("test", false),
                  Duration.ofMinutes(5));
          helper.watchedBy(SignsOfLife::waiter);
          return helper;
        });
    attached.open(odd.library());
    var label = token.token().orElseThrow().label();
    var slot =
        attached.slots().stream()
            .filter(one -> one.token().filter(there -> there.label().equals(label)).isPresent())
            .findFirst()
            .orElseThrow();
    attached.login(
        new AttachedHsm.TokenPlace(odd.library(), slot.id()), Role.USER, SoftHsm.userPin());
  }

  private static Slot tokenWithKey(String label) {
    var token = SoftHsm.newToken();
    try (var session = SoftHsm.login(token)) {
      session.generateAesKey(AesKeyTemplate.forExternalKeyStore(label));
    }
    return token;
  }

  private HsmBrowserViewModel shown(String label) {
    var browser =
        new HsmBrowserViewModel(
            attached,
            new KeySources(
                reader(),
                loop.ownProxy(),
                KeyRecords.inMemory(),
                new ProbedTokens(odd.library().resolveSibling(ProbedTokens.FILE))),
            tasks,
            new ScriptedDialogs().confirming(),
            _ -> {});
    browser.refresh();
    tasks.await("its rows", PATIENCE, () -> !browser.objects().rows().isEmpty());
    assertThat(browser.objects().rows()).extracting(HsmObjectRow::label).containsExactly(label);
    browser.objects().selected().set(browser.objects().rows().getFirst());
    return browser;
  }

  private static String usage(HsmBrowserViewModel browser) {
    return browser.objects().rows().getFirst().usage();
  }

  private void awaitProblem(HsmBrowserViewModel browser, String headline, Duration patience) {
    tasks.await(
        headline,
        patience,
        () -> {
          var problem = browser.messages().problem().get();
          return problem != null && problem.headline().equals(headline);
        });
  }

  private LineageReader reader() {
    return new LineageReader(
        loop.kms(), new KeyCensus(loop.kms()), loop.ownProxy(), KeyRecords.inMemory());
  }
}
