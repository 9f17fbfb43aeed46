package org.xksworkbench.app.ui.screen.hsmbrowser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.hsmbrowser.BrowserOnLoop.row;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.app.ui.task.HeldTasks;
import org.xksworkbench.bridge.hsm.ObjectClass;
import org.xksworkbench.bridge.hsm.Pkcs11Uri;

@ExtendWith(BrowserOnLoop.SharedBrowser.class)
class ObjectListViewModelTest {

  private final BrowserOnLoop on;

  ObjectListViewModelTest(BrowserOnLoop on) {
    this.on = on;
  }

  @Test
  void each_key_says_whether_it_is_fit_and_which_kms_key_uses_it() {
    var browser = on.shown(new ScriptedDialogs());
    assertThat(row(browser, "fit-1").fitness().orElseThrow().fit()).isTrue();
    assertThat(row(browser, "short").fitness().orElseThrow().reasons())
        .containsExactly("The key has 128 bits; it must have 256.");
    assertThat(row(browser, "one-way").fitness().orElseThrow().reasons())
        .containsExactly("The key may not decrypt (CKA_DECRYPT is false).");
    assertThat(row(browser, "used").usedBy()).isEqualTo("alias/used");
    assertThat(row(browser, "used").fitness().orElseThrow().reasons().getFirst())
        .isEqualTo("The key is in use already: alias/used.");
    assertThat(row(browser, "fit-1").usedBy()).isEqualTo("–");
  }

  @Test
  void fit_keys_can_be_shown_alone() {
    var objects = on.shown(new ScriptedDialogs()).objects();
    objects.fitOnly().set(true);
    assertThat(objects.rows()).allMatch(row -> row.fitness().orElseThrow().fit());
    assertThat(objects.rows()).extracting(HsmObjectRow::label).doesNotContain("short");
  }

  @Test
  void objects_of_one_class_or_of_all_are_shown() {
    var objects = on.shown(new ScriptedDialogs()).objects();
    objects.objectClass().set(Optional.of(ObjectClass.CERTIFICATE));
    assertThat(objects.rows()).isEmpty();
    objects.objectClass().set(Optional.empty());
    assertThat(objects.rows()).isNotEmpty();
  }

  @Test
  void that_nothing_is_there_is_said_only_after_the_token_has_answered() {
    var tasks =
        new HeldTasks((problem, cause) -> {
          throw new AssertionError("unexpected: " + problem, cause);
        });
    var browser = on.browser(on.hsm(), on.loop().kms(), tasks, new ScriptedDialogs());
    var objects = browser.objects();
    browser.refresh();
    tasks.doWork();
    tasks.deliverOutcomes();
    assertThat(objects.rows()).isEmpty();
    assertThat(objects.nothingThere().getValue()).isEqualTo("Reading the objects of the token…");
    while (objects.rows().isEmpty()) {
      tasks.doWork();
      tasks.deliverOutcomes();
    }
    objects.filter().set("no such label");
    assertThat(objects.nothingThere().getValue()).startsWith("None of ").contains(" matches.");
  }

  @Test
  void what_is_searched_for_is_counted_among_all() {
    var objects = on.shown(new ScriptedDialogs()).objects();
    var all = objects.rows().size();
    objects.filter().set("alias/USED");
    assertThat(objects.rows()).extracting(HsmObjectRow::label).containsExactly("used");
    assertThat(objects.count().getValue()).isEqualTo("1 of " + all);
  }

  @Test
  void a_uri_finds_the_object_that_it_names_and_no_other() {
    var browser = on.shown(new ScriptedDialogs());
    var objects = browser.objects();
    var token = on.hsm().status().token().orElseThrow();
    var uri = Pkcs11Uri.of(token, row(browser, "short").object().ref()).toString();
    objects.filter().set(uri);
    assertThat(objects.rows()).extracting(HsmObjectRow::label).containsExactly("short");
    objects.filter().set("pkcs11:object=short");
    assertThat(objects.rows()).extracting(HsmObjectRow::label).containsExactly("short");
    objects.filter().set(uri.replaceAll(";serial=[0-9a-f]*", ";serial=0"));
    assertThat(objects.rows()).isEmpty();
    assertThat(objects.nothingThere().getValue()).startsWith("None of ");
    objects.filter().set("pkcs11:object=short key");
    assertThat(objects.rows()).isEmpty();
    assertThat(objects.nothingThere().getValue()).contains("%20 for a blank");
  }

  @Test
  void a_key_that_is_wanted_is_selected_and_stays_so_when_the_objects_are_read_again() {
    var browser = on.browser(new ScriptedDialogs());
    browser.want("fit-3");
    browser.refresh();
    assertThat(browser.objects().selected().get().label()).isEqualTo("fit-3");
    browser.refresh();
    assertThat(browser.objects().selected().get().label()).isEqualTo("fit-3");
  }

  @Test
  void keys_are_shown_even_where_aws_kms_cannot_be_reached(@TempDir Path folder) {
    try (var gone = new Loop(folder)) {
      gone.stopKms();
      var browser = on.browser(on.hsm(), gone.kms(), new DirectTasks(), new ScriptedDialogs());
      browser.refresh();
      assertThat(browser.objects().kmsKeysUnknown().get().orElseThrow())
          .startsWith("KMS keys are not shown");
      assertThat(browser.objects().rows()).isNotEmpty();
    }
  }
}
