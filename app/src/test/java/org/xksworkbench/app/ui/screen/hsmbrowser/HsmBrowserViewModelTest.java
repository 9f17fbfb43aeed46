package org.xksworkbench.app.ui.screen.hsmbrowser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.hsm.AttachedHsm.Place;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.lineage.LineageReader;
import org.xksworkbench.app.record.BackupRecord;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.screen.hsmbrowser.HsmBrowserViewModel.Contents;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.CheckValueMethod;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.ObjectClass;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HsmBrowserViewModelTest {

  private final List<Destination> went = new ArrayList<>();
  private final KeyRecords records = KeyRecords.inMemory();
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
    assertThat(row(browser, "fit-1").fitness().orElseThrow().fit()).isTrue();
    assertThat(row(browser, "short").fitness().orElseThrow().reasons())
        .containsExactly("The key has 128 bits; it must have 256.");
    assertThat(row(browser, "one-way").fitness().orElseThrow().reasons())
        .containsExactly("The key may not decrypt (CKA_DECRYPT is false).");
    assertThat(row(browser, "used").usedBy()).isEqualTo("alias/used");
    assertThat(row(browser, "used").fitness().orElseThrow().reasons().getFirst())
        .startsWith("The key is in use already: KMS key ");
    assertThat(row(browser, "fit-1").usedBy()).isEqualTo("–");
  }

  @Test
  void fit_keys_can_be_shown_alone() {
    var browser = shown(new ScriptedDialogs());
    browser.fitOnly().set(true);
    assertThat(browser.rows()).allMatch(row -> row.fitness().orElseThrow().fit());
    assertThat(browser.rows()).extracting(HsmObjectRow::label).doesNotContain("short");
  }

  @Test
  void objects_of_one_class_or_of_all_are_shown() {
    var browser = shown(new ScriptedDialogs());
    browser.objectClass().set(Optional.of(ObjectClass.CERTIFICATE));
    assertThat(browser.rows()).isEmpty();
    browser.objectClass().set(Optional.empty());
    assertThat(browser.rows()).isNotEmpty();
  }

  @Test
  void a_key_is_generated_as_an_external_key_store_wants_it_and_its_check_value_recorded() {
    var dialogs = new ScriptedDialogs().typing("made-here");
    var browser = shown(dialogs);
    browser.generateKey();
    assertThat(dialogs.asked().getFirst())
        .contains("CKA_SENSITIVE true")
        .contains("CKA_VALUE_LEN 32")
        .contains("CKA_KEY_GEN_MECHANISM CKM_AES_KEY_GEN");
    var key = row(browser, "made-here").object().toKey().orElseThrow();
    assertThat(key.spec()).isEqualTo("AES-256");
    assertThat(key.sensitive()).isTrue();
    assertThat(key.neverExtractable()).isTrue();
    assertThat(key.usages()).containsExactlyInAnyOrder(KeyUsage.ENCRYPT, KeyUsage.DECRYPT);
    assertThat(row(browser, "made-here").checkValue()).matches("[0-9A-F]{6}");
    assertThat(browser.notice().get().good()).isTrue();
    assertThat(browser.selected().get().label()).isEqualTo("made-here");
    assertThat(shown(new ScriptedDialogs()).rows())
        .filteredOn(row -> row.label().equals("made-here"))
        .allMatch(row -> row.checkValue().equals(row(browser, "made-here").checkValue()));
  }

  @Test
  void a_label_that_is_taken_is_refused() {
    var browser = shown(new ScriptedDialogs().typing("fit-1"));
    browser.generateKey();
    assertThat(browser.actionProblem().get().code()).isEqualTo("LABEL_IN_USE");
    assertThat(browser.rows()).filteredOn(row -> row.label().equals("fit-1")).hasSize(1);
  }

  @Test
  void a_label_that_cannot_be_an_xks_key_id_is_refused_before_the_token_is_asked() {
    var browser = shown(new ScriptedDialogs().typing("no spaces"));
    browser.generateKey();
    assertThat(browser.actionProblem().get().headline()).contains("no spaces");
    assertThat(loop.session().secretKeys("no spaces")).isEmpty();
  }

  @Test
  void a_key_is_renamed_and_a_taken_label_refused() {
    loop.session().generateAesKey(AesKeyTemplate.forExternalKeyStore("old-name"));
    var browser = shown(new ScriptedDialogs().typing("new-name"));
    select(browser, "old-name");
    browser.rename();
    assertThat(browser.rows()).extracting(HsmObjectRow::label).contains("new-name");
    assertThat(browser.selected().get().label()).isEqualTo("new-name");

    var again = shown(new ScriptedDialogs().typing("fit-1"));
    select(again, "new-name");
    again.rename();
    assertThat(again.actionProblem().get().code()).isEqualTo("LABEL_IN_USE");
  }

  @Test
  void decryption_is_forbidden_after_asking_and_allowed_again() {
    loop.session().generateAesKey(AesKeyTemplate.forExternalKeyStore("switched"));
    var browser = shown(new ScriptedDialogs().confirming());
    select(browser, "switched");
    browser.setUsage(KeyUsage.DECRYPT, false);
    assertThat(row(browser, "switched").usage()).isEqualTo("encrypt");
    browser.setUsage(KeyUsage.DECRYPT, true);
    assertThat(row(browser, "switched").usage()).isEqualTo("encrypt, decrypt");
  }

  @Test
  void deleting_names_the_kms_key_that_loses_its_material_and_wants_the_label_typed() {
    var dialogs = new ScriptedDialogs().typing("something else");
    var browser = shown(dialogs);
    select(browser, "used");
    browser.delete();
    assertThat(dialogs.asked().getFirst())
        .contains("KMS key alias/used loses its key material")
        .contains("No backup of it is recorded");
    assertThat(browser.actionProblem().get().headline()).isEqualTo("Nothing was deleted");
    assertThat(loop.session().secretKeys("used")).hasSize(1);
  }

  @Test
  void a_key_is_deleted_when_its_label_is_typed() {
    loop.session().generateAesKey(AesKeyTemplate.forExternalKeyStore("doomed"));
    records.add(
        new BackupRecord(java.time.Instant.now(), token(), "doomed", "Ada", "cloned to a card"));
    var dialogs = new ScriptedDialogs().typing("doomed");
    var browser = shown(dialogs);
    select(browser, "doomed");
    browser.delete();
    assertThat(dialogs.asked().getFirst())
        .contains("A backup was recorded by Ada: cloned to a card");
    assertThat(loop.session().secretKeys("doomed")).isEmpty();
    assertThat(browser.rows()).extracting(HsmObjectRow::label).doesNotContain("doomed");
  }

  @Test
  void a_backup_is_recorded_with_who_and_how() {
    var browser = shown(new ScriptedDialogs().typingInTurn("Grace", "two smart cards"));
    select(browser, "fit-2");
    browser.recordBackup();
    var record = records.backupOf(token(), "fit-2").orElseThrow();
    assertThat(record.by()).isEqualTo("Grace");
    assertThat(record.how()).isEqualTo("two smart cards");
    assertThat(row(browser, "fit-2").lineages().getFirst().backup()).contains(record);
  }

  @Test
  void a_check_value_that_tells_of_the_hash_subkey_is_shown_only_after_that_was_said() {
    var refusing = new ScriptedDialogs();
    var browser = shown(refusing);
    select(browser, "fit-1");
    browser.revealCheckValue(CheckValueMethod.ECB);
    assertThat(refusing.asked().getFirst()).contains("hash subkey");
    assertThat(browser.notice().get()).isNull();

    var agreeing = shown(new ScriptedDialogs().confirming());
    select(agreeing, "fit-1");
    agreeing.revealCheckValue(CheckValueMethod.ECB);
    assertThat(agreeing.notice().get().headline())
        .matches("AES-ECB of zeros of fit-1: [0-9A-F]{6}");
    assertThat(row(agreeing, "fit-1").checkValue()).isEmpty();
  }

  @Test
  void a_check_value_that_the_key_may_not_make_says_why() {
    var browser = shown(new ScriptedDialogs());
    select(browser, "fit-1");
    browser.computeCheckValue();
    assertThat(browser.actionProblem().get().code()).isEqualTo("CKR_KEY_FUNCTION_NOT_PERMITTED");
  }

  @Test
  void the_list_is_exported_as_csv_and_json(@TempDir Path folder) throws Exception {
    var csv = folder.resolve("keys.csv");
    var browser = shown(new ScriptedDialogs().choosing(csv));
    browser.export();
    assertThat(Files.readAllLines(csv).getFirst()).startsWith("class,label,id,type,usage");
    assertThat(Files.readString(csv)).contains("Secret key,fit-1,").contains("alias/used");

    var json = folder.resolve("keys.json");
    shown(new ScriptedDialogs().choosing(json)).export();
    var root = new ObjectMapper().readTree(json.toFile());
    assertThat(root.path("token").asText()).startsWith("pkcs11:token=" + token());
    assertThat(root.path("objects").findValuesAsText("uri"))
        .anyMatch(uri -> uri.contains("object=fit-1") && uri.endsWith("type=secret-key"));
    assertThat(Files.readString(json)).doesNotContain("CKA_VALUE\"");
  }

  @Test
  void a_wrong_pin_is_said_to_be_wrong_and_wiped() {
    var pin = "000000".toCharArray();
    var other = loop.attachedHsm();
    try {
      var browser = browser(other, loop.kms(), new ScriptedDialogs().giving(pin));
      browser.refresh();
      // A second, fresh token: SoftHSM has one login state a process and token.
      var slot = SoftHsm.newToken();
      browser.login(place(slot), slot.token().orElseThrow());
      assertThat(browser.actionProblem().get().code()).isEqualTo("CKR_PIN_INCORRECT");
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
    var browser = browser(hsm, loop.kms(), different);
    browser.changePin(
        place(slot), slot.token().orElseThrow(), org.xksworkbench.bridge.hsm.Role.USER);
    assertThat(browser.actionProblem().get().causes())
        .containsExactly("The two new PINs are not the same.");

    var same =
        new ScriptedDialogs()
            .givingInTurn(SoftHsm.userPin(), "777777".toCharArray(), "777777".toCharArray());
    browser(hsm, loop.kms(), same)
        .changePin(place(slot), slot.token().orElseThrow(), org.xksworkbench.bridge.hsm.Role.USER);
    SoftHsm.hsm().login(slot.id(), "777777".toCharArray()).close();
  }

  @Test
  void a_token_is_initialised_only_when_the_word_was_typed() {
    var slot = SoftHsm.newToken();
    SoftHsm.login(slot).close();
    var wrong = new ScriptedDialogs().typing("yes");
    var browser = browser(hsm, loop.kms(), wrong);
    browser.initToken(place(slot), slot.token().orElseThrow());
    assertThat(wrong.asked().getFirst())
        .contains(slot.token().orElseThrow().label())
        .contains(slot.token().orElseThrow().serial());
    assertThat(browser.actionProblem().get().headline()).isEqualTo("Nothing was done");

    var right =
        new ScriptedDialogs()
            .typingInTurn("initialise", "renewed")
            .givingInTurn(SoftHsm.soPin(), "888888".toCharArray(), "888888".toCharArray());
    browser(hsm, loop.kms(), right).initToken(place(slot), slot.token().orElseThrow());
    assertThat(SoftHsm.hsm().slots())
        .extracting(one -> one.token().map(token -> token.label()).orElse(""))
        .contains("renewed");
  }

  @Test
  void a_module_that_cannot_be_used_leaves_the_screen_usable() {
    var failing =
        new AttachedHsm(path -> {
          throw new HsmException(Reason.MODULE_UNUSABLE, "There is no such file.");
        });
    var browser =
        browser(failing, loop.kms(), new ScriptedDialogs().choosing(Path.of("nowhere.so")));
    browser.refresh();
    browser.openModule();
    assertThat(browser.actionProblem().get().code()).isEqualTo("MODULE_UNUSABLE");
    assertThat(browser.contents().get()).isInstanceOf(Loadable.Ready.class);
  }

  @Test
  void what_a_dead_helper_lost_is_said() {
    var other = loop.attachedHsm();
    var tasks = new DirectTasks();
    var browser =
        new HsmBrowserViewModel(
            other,
            reader(loop.kms()),
            loop.ownProxy(),
            records,
            tasks,
            new ScriptedDialogs(),
            went::add);
    browser.refresh();
    assertThat(contents(browser).token()).isPresent();
    other.helperLost(SoftHsm.modulePath(), "It crashed. Lost: the login to x.");
    tasks.runScheduled();
    assertThat(browser.notice().get().lines()).containsExactly("It crashed. Lost: the login to x.");
    assertThat(contents(browser).token()).isEmpty();
  }

  @Test
  void keys_are_shown_even_where_aws_kms_cannot_be_reached(@TempDir Path folder) {
    try (var gone = new Loop(folder)) {
      gone.stopKms();
      var browser = browser(hsm, gone.kms(), new ScriptedDialogs());
      browser.refresh();
      assertThat(browser.kmsUnknown().get().orElseThrow()).startsWith("KMS keys are not shown");
      assertThat(browser.rows()).isNotEmpty();
    }
  }

  private String token() {
    return hsm.status().token().orElseThrow().label();
  }

  private static Place place(Slot slot) {
    return new Place(SoftHsm.modulePath(), slot.id());
  }

  private LineageReader reader(KeyManagement kms) {
    return new LineageReader(kms, new KeyCensus(kms), loop.ownProxy(), records);
  }

  private HsmBrowserViewModel browser(
      AttachedHsm attached, KeyManagement kms, ScriptedDialogs dialogs) {
    return new HsmBrowserViewModel(
        attached, reader(kms), loop.ownProxy(), records, new DirectTasks(), dialogs, went::add);
  }

  private HsmBrowserViewModel shown(ScriptedDialogs dialogs) {
    var browser = browser(hsm, loop.kms(), dialogs);
    browser.refresh();
    return browser;
  }

  private static Contents contents(HsmBrowserViewModel browser) {
    return ((Loadable.Ready<Contents>) browser.contents().get()).value();
  }

  private static void select(HsmBrowserViewModel browser, String label) {
    browser.selected().set(row(browser, label));
  }

  private static HsmObjectRow row(HsmBrowserViewModel browser, String label) {
    return browser.rows().stream()
        .filter(row -> row.label().equals(label))
        .findFirst()
        .orElseThrow();
  }
}
