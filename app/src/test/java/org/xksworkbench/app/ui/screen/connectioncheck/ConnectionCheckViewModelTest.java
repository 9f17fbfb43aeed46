package org.xksworkbench.app.ui.screen.connectioncheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.SharedDemo;
import org.xksworkbench.app.doctor.Diagnosis;
import org.xksworkbench.app.doctor.Probe;
import org.xksworkbench.app.doctor.ProbeFinding.ProbeVerdict;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.task.ThreadedTasks;
import org.xksworkbench.bridge.xks.auth.Credential;

/// Which connection is checked, and with which secret, on the real proxy process.
@ExtendWith(SharedDemo.Given.class)
class ConnectionCheckViewModelTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final SharedDemo demo;
  private final ThreadedTasks tasks = new ThreadedTasks();
  private final ScriptedDialogs dialogs = new ScriptedDialogs();

  ConnectionCheckViewModelTest(SharedDemo demo) {
    this.demo = demo;
  }

  @AfterEach
  void close() {
    tasks.close();
  }

  @Test
  void a_key_store_of_our_proxy_is_checked_at_once_with_the_secret_that_is_known_here() {
    var check = check(Optional.of("payments-hsm"), demo.demo().proxy());
    check.load();
    var diagnosis = checked(check);
    var store = demo.store("payments-hsm").proxy();
    assertThat(check.endpoint().get()).isEqualTo(store.uriEndpoint());
    assertThat(check.uriPath().get()).isEqualTo(store.uriPath());
    assertThat(check.accessKeyId().get()).isEqualTo(store.accessKeyId());
    assertThat(check.secretIsKnown()).isTrue();
    assertThat(verdict(diagnosis, Probe.SIGNATURE)).isEqualTo(ProbeVerdict.PASSED);
  }

  @Test
  void of_a_foreign_proxy_the_signature_is_tried_with_the_secret_that_was_entered_last() {
    var check = check(Optional.of("payments-hsm"), OwnProxy.none());
    check.load();
    assertThat(verdict(checked(check), Probe.SIGNATURE)).isEqualTo(ProbeVerdict.SKIPPED);
    assertThat(check.secretIsKnown()).isFalse();

    var wrong = Credential.generate(new SecureRandom()).secretAccessKey().toCharArray();
    check.enterSecret(wrong);
    check.check();
    var refused = checked(check);
    assertThat(verdict(refused, Probe.SIGNATURE)).isEqualTo(ProbeVerdict.FAILED);
    assertThat(refused.cause().orElseThrow().connectionErrorCode().orElseThrow().toString())
        .contains("INVALID_CREDENTIALS");

    var store = demo.store("payments-hsm").proxy();
    try (var known = demo.demo().proxy().credential(store).orElseThrow()) {
      check.enterSecret(known.rawSecretAccessKey());
    }
    check.check();
    assertThat(verdict(checked(check), Probe.SIGNATURE))
        .as("although the caller has wiped its own")
        .isEqualTo(ProbeVerdict.PASSED);
  }

  @Test
  void the_first_step_that_fails_is_the_cause_and_the_later_ones_are_not_tried() {
    var check = check(Optional.of("branch-office"), demo.demo().proxy());
    check.load();
    var diagnosis = checked(check);
    assertThat(diagnosis.cause().orElseThrow().probe()).isEqualTo(Probe.CERTIFICATE_NAME);
    assertThat(verdict(diagnosis, Probe.SIGNATURE)).isEqualTo(ProbeVerdict.SKIPPED);
  }

  @Test
  void an_endpoint_that_was_entered_is_checked_when_the_user_says_so_and_belongs_to_no_store() {
    var check = check(Optional.empty(), demo.demo().proxy());
    check.load();
    assertThat(check.busy().get()).isFalse();
    assertThat(check.endpoint().get()).isEqualTo("https://");
    check.endpoint().set(" https://xks.demo.test ");
    check.uriPath().set("/payments/kms/xks/v1");
    check.check();
    var diagnosis = checked(check);
    assertThat(check.store().get()).isNull();
    assertThat(check.secretIsKnown()).isFalse();
    assertThat(verdict(diagnosis, Probe.CERTIFICATE_NAME)).isEqualTo(ProbeVerdict.PASSED);
    assertThat(verdict(diagnosis, Probe.SIGNATURE)).isEqualTo(ProbeVerdict.SKIPPED);
  }

  @Test
  void of_two_checks_the_one_that_was_started_last_is_shown() {
    var check = check(Optional.empty(), demo.demo().proxy());
    check.uriPath().set("/payments/kms/xks/v1");
    check.endpoint().set("https://xks.branch.test");
    check.check();
    check.endpoint().set("https://xks.demo.test");
    check.check();
    assertThat(verdict(checked(check), Probe.CERTIFICATE_NAME)).isEqualTo(ProbeVerdict.PASSED);
  }

  @Test
  void a_key_store_that_is_not_there_is_told_and_nothing_is_checked() {
    var check =
        new ConnectionCheckViewModel(
            Optional.of("cks-nowhere"),
            demo.kms(),
            demo.demo().proxy(),
            demo.doctor(),
            tasks,
            dialogs);
    check.load();
    tasks.await("the problem", PATIENCE, () -> check.problem().get() != null);
    assertThat(Objects.requireNonNull(check.problem().get()).code())
        .isEqualTo("CustomKeyStoreNotFoundException");
    assertThat(check.diagnosis().get()).isNull();
    assertThat(check.busy().get()).isFalse();
  }

  @Test
  void a_screen_that_was_left_checks_nothing_and_has_wiped_its_own_copy_alone() {
    var check = check(Optional.empty(), demo.demo().proxy());
    var secret = "s".repeat(43).toCharArray();
    check.enterSecret(secret);
    check.close();
    check.check();
    assertThat(check.busy().get()).as("nobody is there to read it").isFalse();
    assertThat(secret).as("the caller's own").containsOnly('s');
  }

  @Test
  void what_is_shown_is_saved_as_a_pdf_whatever_was_entered_since(@TempDir Path folder)
      throws Exception {
    var check = check(Optional.of("branch-office"), demo.demo().proxy());
    check.savePdf();
    assertThat(dialogs.asked()).as("nothing is shown yet").isEmpty();
    check.load();
    var shown = checked(check);
    check.endpoint().set("https://other.example");
    var file = folder.resolve("check.pdf");
    dialogs.choosing(file);
    check.savePdf();
    tasks.await(
        "the file",
        PATIENCE,
        () ->
            dialogs.asked().stream()
                .anyMatch(said -> said.startsWith("The connection check was written")));
    try (var document = Loader.loadPDF(file.toFile())) {
      assertThat(new PDFTextStripper().getText(document).replaceAll("\\s+", " "))
          .contains("Connection check of an XKS proxy", "branch-office")
          .contains(demo.store("branch-office").proxy().uriEndpoint())
          .contains("Failed. " + shown.headline().substring(0, 20))
          .contains("Connecting would fail with XKS_PROXY_INVALID_TLS_CONFIGURATION")
          .contains("Passed", "Not tried", "Certificate name")
          .doesNotContain("other.example");
    }
  }

  private ConnectionCheckViewModel check(Optional<String> store, OwnProxy proxy) {
    return new ConnectionCheckViewModel(
        store.map(name -> demo.store(name).id()), demo.kms(), proxy, demo.doctor(), tasks, dialogs);
  }

  private Diagnosis checked(ConnectionCheckViewModel check) {
    tasks.await("the diagnosis", PATIENCE, () -> !check.busy().get());
    assertThat(check.problem().get()).isNull();
    return Objects.requireNonNull(check.diagnosis().get());
  }

  private static ProbeVerdict verdict(Diagnosis diagnosis, Probe probe) {
    return diagnosis.findings().stream()
        .filter(finding -> finding.probe() == probe)
        .findFirst()
        .orElseThrow()
        .verdict();
  }
}
