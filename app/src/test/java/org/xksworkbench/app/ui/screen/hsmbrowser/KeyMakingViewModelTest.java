package org.xksworkbench.app.ui.screen.hsmbrowser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.hsmbrowser.BrowserOnLoop.row;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.hsm.HelperModules;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.guard.MachinePolicy;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.OddModule;
import org.xksworkbench.bridge.hsm.SoftHsm;

@ExtendWith(BrowserOnLoop.SharedBrowser.class)
class KeyMakingViewModelTest {

  private final BrowserOnLoop on;

  KeyMakingViewModelTest(BrowserOnLoop on) {
    this.on = on;
  }

  @Test
  void a_token_that_takes_fewer_attributes_is_asked_again_on_the_users_word(@TempDir Path folder) {
    var odd = OddModule.in(folder);
    odd.behave();
    var environment = new HashMap<>(odd.environment());
    environment.put("SHIM_MODES", "template:106+107+108+10a+10c");
    var label = SoftHsm.newToken().token().orElseThrow().label();
    try (var attached =
        HelperModules.attach(
            AgentProcess.likeThis(environment),
            MachinePolicy.none(),
            Settings.inMemory(),
            _ -> ChangeLock.inMemory("test", false),
            _ -> {})) {
      var _ = attached.open(odd.library());
      attached.login(
          attached.slots().stream()
              .filter(one -> one.token().filter(token -> token.label().equals(label)).isPresent())
              .findFirst()
              .orElseThrow()
              .id(),
          SoftHsm.userPin());
      var no = new ScriptedDialogs().typing("smaller");
      var refused = on.browser(attached, on.loop().kms(), new DirectTasks(), no);
      refused.refresh();
      refused.making().generate();
      assertThat(no.asked().getLast()).contains("CKR_TEMPLATE_INCONSISTENT");
      assertThat(refused.objects().rows()).isEmpty();

      var fewer =
          new ScriptedDialogs()
              .typing("fewer")
              .takingAway(EnumSet.complementOf(EnumSet.of(KeyUsage.ENCRYPT, KeyUsage.DECRYPT)));
      var chosen = on.browser(attached, on.loop().kms(), new DirectTasks(), fewer);
      chosen.refresh();
      chosen.making().generate();
      assertThat(fewer.asked()).as("no second question").hasSize(1);
      assertThat(chosen.objects().rows()).extracting(HsmObjectRow::label).containsExactly("fewer");

      var yes = new ScriptedDialogs().typing("smaller").confirming();
      var browser = on.browser(attached, on.loop().kms(), new DirectTasks(), yes);
      browser.refresh();
      browser.making().generate();
      assertThat(browser.objects().rows())
          .extracting(HsmObjectRow::label)
          .containsExactlyInAnyOrder("fewer", "smaller");
      assertThat(browser.messages().notice().get().headline()).isEqualTo("smaller was made");
    }
  }

  @Test
  void a_key_is_generated_as_an_external_key_store_wants_it_and_its_check_value_recorded() {
    var dialogs = new ScriptedDialogs().typing("made-here");
    var browser = on.shown(dialogs);
    browser.making().generate();
    assertThat(dialogs.asked().getFirst())
        .contains("SENSITIVE=true")
        .contains("VALUE_LEN=32")
        .contains("KEY_GEN_MECHANISM=CKM_AES_KEY_GEN");
    var key = row(browser, "made-here").object().toKey().orElseThrow();
    assertThat(key.spec()).isEqualTo("AES-256");
    assertThat(key.sensitive()).isTrue();
    assertThat(key.neverExtractable()).isTrue();
    assertThat(key.usages()).containsExactlyInAnyOrder(KeyUsage.ENCRYPT, KeyUsage.DECRYPT);
    var checkValue = row(browser, "made-here").checkValue();
    assertThat(checkValue).matches("[0-9A-F]{6}");
    assertThat(browser.messages().notice().get().good()).isTrue();
    assertThat(browser.objects().selected().get().label()).isEqualTo("made-here");
    var later = on.shown(new ScriptedDialogs());
    assertThat(row(later, "made-here").checkValue()).isEqualTo(checkValue);
  }

  @Test
  void a_label_that_is_taken_is_refused() {
    var dialogs = new ScriptedDialogs().typing("fit-1");
    var browser = on.shown(dialogs);
    browser.making().generate();
    assertThat(dialogs.asked())
        .as("told while it is typed")
        .last()
        .asString()
        .contains("on the token");
    assertThat(browser.messages().problem().get().code()).isEqualTo("LABEL_IN_USE");
    assertThat(browser.objects().rows()).filteredOn(row -> row.label().equals("fit-1")).hasSize(1);
  }

  @Test
  void a_label_that_cannot_be_an_xks_key_id_is_refused_before_the_token_is_asked() {
    var dialogs = new ScriptedDialogs().typing("no spaces");
    var browser = on.shown(dialogs);
    browser.making().generate();
    assertThat(dialogs.asked())
        .as("told while it is typed")
        .last()
        .asString()
        .contains("letters, digits, dots");
    assertThat(browser.messages().problem().get().headline()).contains("no spaces");
    assertThat(on.loop().session().secretKeys("no spaces")).isEmpty();
  }
}
