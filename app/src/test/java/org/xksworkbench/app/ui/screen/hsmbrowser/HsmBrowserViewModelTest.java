package org.xksworkbench.app.ui.screen.hsmbrowser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.screen.hsmbrowser.HsmBrowserViewModel.Contents;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HsmBrowserViewModelTest {

  private Loop loop;
  private AttachedHsm hsm;

  @BeforeAll
  void start(@TempDir Path folder) {
    loop = new Loop(folder);
    hsm = loop.attachedHsm();
  }

  @AfterAll
  void stop() {
    hsm.close();
    loop.close();
  }

  @Test
  void each_key_says_whether_it_is_fit_and_which_kms_key_uses_it() {
    var browser = shown(new ScriptedDialogs());
    assertThat(row(browser, "fit-1").fitness().fit()).isTrue();
    assertThat(row(browser, "short").fitness().reasons())
        .containsExactly("The key has 128 bits; it must have 256.");
    assertThat(row(browser, "one-way").fitness().reasons())
        .containsExactly("The key may not decrypt (CKA_DECRYPT is false).");
    assertThat(row(browser, "used").usedBy()).isEqualTo("alias/used");
    assertThat(row(browser, "fit-1").usedBy()).isEqualTo("–");
  }

  @Test
  void fit_keys_can_be_shown_alone() {
    var browser = shown(new ScriptedDialogs());
    browser.fitOnly().set(true);
    assertThat(browser.rows()).allMatch(row -> row.fitness().fit());
    assertThat(browser.rows()).extracting(row -> row.key().label()).doesNotContain("short");
  }

  @Test
  void a_key_is_generated_as_an_external_key_store_wants_it() {
    var browser = shown(new ScriptedDialogs().typing("made-here"));
    browser.generateKey();
    var key = row(browser, "made-here").key();
    assertThat(key.spec()).isEqualTo("AES-256");
    assertThat(key.sensitive()).isTrue();
    assertThat(key.neverExtractable()).isTrue();
    assertThat(key.local()).isTrue();
    assertThat(browser.actionProblem().get()).isNull();
  }

  @Test
  void a_label_that_is_taken_is_refused() {
    var browser = shown(new ScriptedDialogs().typing("fit-1"));
    browser.generateKey();
    assertThat(browser.actionProblem().get().code()).isEqualTo("LABEL_IN_USE");
    assertThat(browser.rows()).filteredOn(row -> row.key().label().equals("fit-1")).hasSize(1);
  }

  @Test
  void a_label_that_cannot_be_an_xks_key_id_is_refused_before_the_token_is_asked() {
    var browser = shown(new ScriptedDialogs().typing("no spaces"));
    browser.generateKey();
    assertThat(browser.actionProblem().get().headline()).contains("no spaces");
    assertThat(loop.session().secretKeys("no spaces")).isEmpty();
  }

  @Test
  void a_wrong_pin_is_said_to_be_wrong_and_wiped() {
    var pin = "000000".toCharArray();
    var other = loop.attachedHsm();
    try {
      var browser =
          new HsmBrowserViewModel(
              other,
              loop.kms(),
              loop.ownProxy(),
              new DirectTasks(),
              new ScriptedDialogs().giving(pin));
      browser.refresh();
      // A second, fresh token: SoftHSM has one login state a process and token.
      var slot = org.xksworkbench.bridge.hsm.SoftHsm.newToken();
      browser.login(slot);
      assertThat(browser.actionProblem().get().code()).isEqualTo("CKR_PIN_INCORRECT");
      assertThat(pin).containsOnly('\0');
    } finally {
      other.close();
    }
  }

  @Test
  void a_module_that_cannot_be_used_leaves_the_screen_usable() {
    var failing =
        new AttachedHsm(path -> {
          throw new HsmException(Reason.MODULE_UNUSABLE, "There is no such file.");
        });
    var browser =
        new HsmBrowserViewModel(
            failing,
            loop.kms(),
            loop.ownProxy(),
            new DirectTasks(),
            new ScriptedDialogs().choosing(Path.of("nowhere.so")));
    browser.refresh();
    browser.openModule();
    assertThat(browser.actionProblem().get().code()).isEqualTo("MODULE_UNUSABLE");
    assertThat(browser.contents().get()).isInstanceOf(Loadable.Ready.class);
  }

  @Test
  void keys_are_shown_even_where_aws_kms_cannot_be_reached(@TempDir Path folder) {
    try (var gone = new Loop(folder)) {
      gone.stopKms();
      var browser =
          new HsmBrowserViewModel(
              hsm, gone.kms(), loop.ownProxy(), new DirectTasks(), new ScriptedDialogs());
      browser.refresh();
      var contents = ((Loadable.Ready<Contents>) browser.contents().get()).value();
      assertThat(contents.kmsUnknown().orElseThrow()).startsWith("KMS keys are not shown");
      assertThat(contents.keys()).isNotEmpty();
    }
  }

  private HsmBrowserViewModel shown(ScriptedDialogs dialogs) {
    var browser =
        new HsmBrowserViewModel(hsm, loop.kms(), loop.ownProxy(), new DirectTasks(), dialogs);
    browser.refresh();
    return browser;
  }

  private static HsmKeyRow row(HsmBrowserViewModel browser, String label) {
    return browser.rows().stream()
        .filter(row -> row.key().label().equals(label))
        .findFirst()
        .orElseThrow();
  }
}
