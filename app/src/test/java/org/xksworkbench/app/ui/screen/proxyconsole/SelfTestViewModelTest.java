package org.xksworkbench.app.ui.screen.proxyconsole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.SharedDemo;
import org.xksworkbench.app.externalkey.TestableKeys;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.dialog.TestedKey;
import org.xksworkbench.app.ui.dialog.TestedProxy;
import org.xksworkbench.app.ui.task.ThreadedTasks;
import org.xksworkbench.bridge.check.RuleResult;
import org.xksworkbench.bridge.check.RuleVerdict;

/// A test that asks too little would load a proxy in production; a report that says too much would
/// be believed. With the real proxy process.
@ExtendWith(SharedDemo.Given.class)
class SelfTestViewModelTest {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final SharedDemo demo;
  private final ScriptedDialogs dialogs = new ScriptedDialogs();
  private final ThreadedTasks tasks = new ThreadedTasks();

  SelfTestViewModelTest(SharedDemo demo) {
    this.demo = demo;
  }

  @AfterEach
  void close() {
    tasks.close();
    demo.restore();
  }

  @Test
  void our_proxy_is_tested_with_the_key_that_was_named_and_without_load_unless_somebody_wants_it(
      @TempDir Path folder) throws IOException {
    var test = test(demo.demo().proxy());
    dialogs.choosing(folder.resolve("report.json"));
    test.save();
    assertThat(dialogs.asked()).as("there is nothing to save").isEmpty();

    dialogs.testingWith(new TestedKey("payments-2025", false));
    test.testOwn();
    assertThat(test.busy().get()).isTrue();
    tasks.await("the question", PATIENCE, () -> !dialogs.asked().isEmpty());
    assertThat(dialogs.asked())
        .singleElement()
        .asString()
        .as("the program knows its keys, and which one is the proxy's own")
        .contains("payments-2025")
        .doesNotContain("xks-health")
        .contains("1800 requests a second for 10 seconds");
    tasks.await("the report", PATIENCE, () -> test.report().get() != null);
    var report = Objects.requireNonNull(test.report().get());
    assertThat(report.keyId()).contains("payments-2025");
    assertThat(report.load()).as("nobody said yes").isEmpty();
    assertThat(report.count(RuleResult.Pass.class))
        .isGreaterThan(report.count(RuleResult.Fail.class));
    assertThat(test.verdicts()).containsExactlyElementsOf(report.verdicts());
    assertThat(test.verdicts())
        .filteredOn(verdict -> verdict.rule().id().equals("rate"))
        .singleElement()
        .extracting(RuleVerdict::result)
        .isInstanceOf(RuleResult.NotTried.class);

    test.save();
    var json = folder.resolve("report.json");
    tasks.await("the JSON", PATIENCE, () -> tasks.running().isEmpty());
    assertThat(Files.readString(json)).contains("payments-2025", report.summary());
    var pdf = folder.resolve("report.pdf");
    dialogs.choosing(pdf);
    test.save();
    tasks.await("the PDF", PATIENCE, () -> tasks.running().isEmpty());
    assertThat(pdf).content(StandardCharsets.ISO_8859_1).startsWith("%PDF");
  }

  @Test
  void a_proxy_that_does_not_run_is_told_before_anything_is_asked() {
    demo.demo().proxy().stop();
    var test = test(demo.demo().proxy());
    test.testOwn();
    assertThat(headline(test)).isEqualTo("The XKS proxy does not run");
    assertThat(dialogs.asked()).isEmpty();
    assertThat(test.busy().get()).isFalse();
  }

  @Test
  void where_no_proxy_is_ours_there_is_nothing_of_ours_to_test() {
    var test = test(OwnProxy.none());
    test.testOwn();
    assertThat(dialogs.asked()).isEmpty();
    assertThat(test.problem().get()).isNull();
    assertThat(test.busy().get()).isFalse();
  }

  @Test
  void a_file_that_is_not_the_one_of_the_aws_console_ends_the_test_without_its_content(
      @TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("conf.json"), "{\"RawSecretAccessKey\": \"hush\"");
    var test = test(OwnProxy.none());
    dialogs.testing(elsewhere(file));
    test.testOther();
    tasks.await("the refusal", PATIENCE, () -> test.problem().get() != null);
    assertThat(headline(test)).isEqualTo("The test cannot begin");
    assertThat(Objects.requireNonNull(test.problem().get()).toString())
        .contains(file.toString())
        .doesNotContain("hush");
    assertThat(test.report().get()).isNull();
    assertThat(test.busy().get()).isFalse();
  }

  @Test
  void whoever_answers_no_question_tests_nothing() {
    var test = test(OwnProxy.none());
    test.testOther();
    assertThat(dialogs.asked()).hasSize(1);
    assertThat(test.busy().get()).isFalse();
    assertThat(test.problem().get()).isNull();
  }

  @Test
  void a_new_test_takes_away_what_an_earlier_one_said() {
    var test = test(demo.demo().proxy());
    demo.demo().proxy().stop();
    test.testOwn();
    assertThat(test.problem().get()).isNotNull();
    demo.demo().proxy().start(SharedDemo.pin());
    dialogs.testingWith(new TestedKey("no-such-key", false));
    test.testOwn();
    tasks.await("that it is tested", PATIENCE, () -> test.problem().get() == null);
    assertThat(test.verdicts()).isEmpty();
    tasks.await("the report", PATIENCE, () -> test.report().get() != null);
    assertThat(Objects.requireNonNull(test.report().get()).ready())
        .as("with a key that is not there")
        .isFalse();
  }

  private SelfTestViewModel test(OwnProxy proxy) {
    return new SelfTestViewModel(proxy, new TestableKeys(demo.demo().hsm(), proxy), tasks, dialogs);
  }

  private static TestedProxy elsewhere(Path consoleFile) {
    return new TestedProxy(
        URI.create("https://xks.example.com"),
        consoleFile,
        Optional.empty(),
        new TestedKey("key-1", false));
  }

  @Test
  void the_key_that_was_used_last_is_proposed_first() {
    var proxy = demo.demo().proxy();
    var keys = new TestableKeys(demo.demo().hsm(), proxy);
    assertThat(keys.at("/payments")).contains("payments-2025").doesNotContain("xks-health");
    assertThat(keys.at("/nobody")).isEmpty();
  }

  private static String headline(SelfTestViewModel test) {
    return Objects.requireNonNull(test.problem().get()).headline();
  }
}
