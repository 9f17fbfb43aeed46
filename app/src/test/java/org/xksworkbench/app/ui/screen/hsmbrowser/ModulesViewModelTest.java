package org.xksworkbench.app.ui.screen.hsmbrowser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.xksworkbench.app.ui.screen.hsmbrowser.BrowserOnLoop.contents;
import static org.xksworkbench.app.ui.screen.hsmbrowser.BrowserOnLoop.place;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.hsm.HelperModules;
import org.xksworkbench.app.record.BackupRecord;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.guard.MachinePolicy;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.KnownModules;
import org.xksworkbench.bridge.hsm.ModuleStart;
import org.xksworkbench.bridge.hsm.NssModule;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.hsm.Token;
import org.xksworkbench.bridge.hsm.Token.PinState;

@ExtendWith(BrowserOnLoop.SharedBrowser.class)
class ModulesViewModelTest {

  private final BrowserOnLoop on;

  ModulesViewModelTest(BrowserOnLoop on) {
    this.on = on;
  }

  @Test
  void a_wrong_pin_is_said_to_be_wrong_and_wiped() {
    var pin = "000000".toCharArray();
    var other = on.loop().attachedHsm();
    try {
      var browser =
          on.browser(other, on.loop().kms(), new DirectTasks(), new ScriptedDialogs().giving(pin));
      browser.refresh();
      // A second, fresh token: SoftHSM has one login state a process and token.
      var slot = SoftHsm.newToken();
      browser.modules().login(place(slot), slot.token().orElseThrow(), Role.USER);
      assertThat(browser.messages().problem().get().code()).isEqualTo("CKR_PIN_INCORRECT");
      assertThat(pin).containsOnly('\0');
    } finally {
      other.close();
    }
  }

  @Test
  void the_user_pin_is_changed_if_the_new_one_is_given_twice_the_same() {
    var slot = SoftHsm.newToken();
    var different =
        new ScriptedDialogs()
            .givingInTurn(SoftHsm.userPin(), "777777".toCharArray(), "777778".toCharArray());
    var browser = on.browser(different);
    browser.modules().changePin(place(slot), slot.token().orElseThrow(), Role.USER);
    assertThat(browser.messages().problem().get().causes())
        .containsExactly("The two new PINs are not the same.");

    var same =
        new ScriptedDialogs()
            .givingInTurn(SoftHsm.userPin(), "777777".toCharArray(), "777777".toCharArray());
    on.browser(same).modules().changePin(place(slot), slot.token().orElseThrow(), Role.USER);
    SoftHsm.hsm().login(slot.id(), "777777".toCharArray()).close();
  }

  @Test
  void a_token_is_initialised_only_when_its_label_was_typed() {
    var slot = SoftHsm.newToken();
    SoftHsm.login(slot).close();
    var label = slot.token().orElseThrow().label();
    var wrong = new ScriptedDialogs().typing("initialise");
    on.browser(wrong).modules().initToken(place(slot), slot.token().orElseThrow());
    assertThat(wrong.asked())
        .singleElement()
        .asString()
        .contains(label)
        .contains(slot.token().orElseThrow().serial());

    var right =
        new ScriptedDialogs()
            .typing(label)
            .typingInTurn("renewed")
            .givingInTurn(SoftHsm.soPin(), "888888".toCharArray(), "888888".toCharArray());
    on.browser(right).modules().initToken(place(slot), slot.token().orElseThrow());
    assertThat(SoftHsm.hsm().slots())
        .extracting(one -> one.token().map(token -> token.label()).orElse(""))
        .contains("renewed");
  }

  @Test
  void the_kms_keys_that_are_lost_with_a_token_are_named_before_it_is_initialised() {
    on.records().add(new BackupRecord(Instant.now(), on.token(), "fit-1", "Ada", "cloned"));
    var dialogs = new ScriptedDialogs();
    var place = on.hsm().selectedToken().orElseThrow();
    on.browser(dialogs).modules().initToken(place, on.hsm().status().token().orElseThrow());
    assertThat(dialogs.asked())
        .singleElement()
        .asString()
        .contains("These KMS keys lose their key material")
        .contains("LostKey[name=alias/used, xksKeyId=used, backup=Optional.empty]")
        .doesNotContain("fit-1");
  }

  @Test
  void of_a_token_that_nobody_is_logged_in_to_the_records_tell_and_that_is_said() {
    var slot = SoftHsm.newToken();
    var token = slot.token().orElseThrow();
    on.records().add(new BackupRecord(Instant.now(), token.label(), "used", "Ada", "cloned"));
    var dialogs = new ScriptedDialogs();
    on.browser(dialogs).modules().initToken(place(slot), token);
    assertThat(dialogs.asked().getFirst())
        .contains("Nobody is logged in to the token.")
        .contains("other KMS key is in an external key store and may need it, too.")
        .contains("LostKey[name=alias/used, xksKeyId=used, backup=Optional[Ada: cloned]]");
  }

  @Test
  void that_no_kms_key_needs_a_token_is_not_claimed_where_aws_kms_was_not_reached(
      @TempDir Path folder) {
    try (var gone = new Loop(folder)) {
      gone.stopKms();
      var dialogs = new ScriptedDialogs();
      var place = on.hsm().selectedToken().orElseThrow();
      on.browser(on.hsm(), gone.kms(), new DirectTasks(), dialogs)
          .modules()
          .initToken(place, on.hsm().status().token().orElseThrow());
      assertThat(dialogs.asked().getFirst())
          .contains("Which KMS keys need the token is not known: AWS KMS could not be reached.")
          .doesNotContain("No KMS key");
    }
  }

  @Test
  void a_module_that_cannot_be_used_leaves_the_screen_usable() {
    var failing =
        new AttachedHsm(path -> {
          throw new HsmException(Reason.MODULE_UNUSABLE, "There is no such file.");
        });
    var browser =
        on.browser(
            failing,
            on.loop().kms(),
            new DirectTasks(),
            new ScriptedDialogs().choosing(Path.of("nowhere.so")));
    browser.refresh();
    browser.modules().open();
    assertThat(browser.messages().problem().get().code()).isEqualTo("MODULE_UNUSABLE");
    assertThat(contents(browser).modules()).isEmpty();
  }

  @Test
  void nss_is_opened_by_the_initialization_string_that_the_window_keeps(@TempDir Path folder) {
    var module = NssModule.installed();
    assumeTrue(module.isPresent(), "apt-get install libnss3 to try a second module");
    var nss = module.orElseThrow();
    var settings = Settings.inMemory();
    try (var attached = attach(settings)) {
      var dialogs =
          new ScriptedDialogs()
              .starting(new ModuleStart(NssModule.initialization(folder), Map.of()));
      var browser = on.browser(attached, on.loop().kms(), new DirectTasks(), dialogs);
      browser.refresh();
      assertThat(browser.modules().installedModules())
          .extracting(KnownModules.KnownModule::path)
          .contains(nss);
      browser.modules().open(nss);
      assertThat(browser.messages().problem().get().causes().toString())
          .contains("CKR_ARGUMENTS_BAD")
          .contains("Open module, With settings");

      browser.modules().openWithSettings(nss);
      assertThat(browser.messages().problem().get()).isNull();
      assertThat(contents(browser).modules())
          .singleElement()
          .satisfies(one -> assertThat(one.info().orElseThrow().manufacturer()).contains("Mozilla"))
          .satisfies(one -> assertThat(one.slots()).hasSizeGreaterThan(1));
      assertThat(folder.resolve("key4.db")).exists();
    }
    // The next time, without a question.
    try (var attached = attach(settings)) {
      var dialogs = new ScriptedDialogs();
      var browser = on.browser(attached, on.loop().kms(), new DirectTasks(), dialogs);
      browser.modules().open(nss);
      assertThat(contents(browser).modules()).hasSize(1);
      assertThat(dialogs.asked()).isEmpty();
    }
  }

  @Test
  void the_environment_of_an_open_module_is_changed_and_it_is_loaded_anew(@TempDir Path folder)
      throws IOException {
    var tokens = Files.createDirectory(folder.resolve("tokens"));
    var conf =
        Files.writeString(
            folder.resolve("softhsm2.conf"), "directories.tokendir = " + tokens + "\n");
    try (var attached = attach(Settings.inMemory())) {
      var dialogs =
          new ScriptedDialogs()
              .starting(new ModuleStart("", Map.of("SOFTHSM2_CONF", conf.toString())));
      var browser = on.browser(attached, on.loop().kms(), new DirectTasks(), dialogs);
      browser.modules().open(SoftHsm.modulePath());
      assertThat(slots(browser)).isGreaterThan(1);
      browser.modules().changeSettings(SoftHsm.modulePath());
      assertThat(slots(browser)).as("no token is in the other folder").isEqualTo(1);
      browser.modules().changeSettings(SoftHsm.modulePath());
      assertThat(dialogs.asked().getLast())
          .startsWith("Load the module anew")
          .contains("SOFTHSM2_CONF=" + conf);
    }
  }

  @Test
  void before_a_login_is_said_what_its_pin_must_be(@TempDir Path folder) throws IOException {
    var cloud =
        Files.createSymbolicLink(
            folder.resolve("libcloudhsm_pkcs11.so"), SoftHsm.modulePath().toRealPath());
    var token = SoftHsm.newToken().token().orElseThrow();
    try (var attached = attach(Settings.inMemory())) {
      var dialogs = new ScriptedDialogs();
      var browser = on.browser(attached, on.loop().kms(), new DirectTasks(), dialogs);
      browser.modules().open(cloud);
      var slot =
          contents(browser).modules().getFirst().slots().stream()
              .filter(one -> one.token().filter(token::equals).isPresent())
              .findFirst()
              .orElseThrow();
      var place = new AttachedHsm.TokenPlace(cloud, slot.id());
      browser.modules().login(place, token, Role.USER);
      assertThat(dialogs.asked().getLast()).contains("takes user:password");
      browser.modules().login(place, withPin(token, PinState.TO_BE_CHANGED), Role.USER);
      assertThat(dialogs.asked().getLast()).contains("Change the user PIN");
    }
  }

  private static Token withPin(Token token, PinState state) {
    return new Token(
        token.label(),
        token.manufacturer(),
        token.model(),
        token.serial(),
        token.hardwareVersion(),
        token.firmwareVersion(),
        true,
        true,
        true,
        state);
  }

  private static int slots(HsmBrowserViewModel browser) {
    return contents(browser).modules().getFirst().slots().size();
  }

  private static AttachedHsm attach(Settings settings) {
    return HelperModules.attach(
        AgentProcess.likeThis(SoftHsm.environment()),
        MachinePolicy.none(),
        settings,
        _ -> ChangeLock.inMemory("test", false),
        _ -> {});
  }

  @Test
  void after_a_logout_the_modules_are_shown() {
    var other = on.loop().attachedHsm();
    try {
      var browser = on.browser(other, on.loop().kms(), new DirectTasks(), new ScriptedDialogs());
      browser.refresh();
      assertThat(browser.objects().rows()).isNotEmpty();
      browser.modules().logout();
      assertThat(contents(browser).loggedIn()).isEmpty();
      assertThat(contents(browser).token()).isEmpty();
      assertThat(browser.objects().rows()).isEmpty();
      assertThat(browser.objects().selected().get()).isNull();
    } finally {
      other.close();
    }
  }
}
