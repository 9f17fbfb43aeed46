package org.xksworkbench.app.ui.screen.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.inventory.OutageCause;
import org.xksworkbench.app.inventory.SurveyedPlace;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.lineage.Lineage;
import org.xksworkbench.app.lineage.LineageReader;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.screen.lineage.LineageViewModel.LineageContents;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.app.ui.task.ThreadedTasks;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LineageViewModelTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final List<Destination> went = new ArrayList<>();
  private final ScriptedDialogs dialogs = new ScriptedDialogs();
  private Loop loop;
  private AttachedHsm hsm;
  private KeyRecords records;

  @BeforeAll
  void start(@TempDir Path folder) {
    loop = new Loop(folder);
    hsm = loop.attachedHsm();
    records = KeyRecords.inMemory();
  }

  @AfterAll
  void stop() {
    hsm.close();
    loop.close();
  }

  @Test
  void each_external_key_is_followed_from_the_token_to_its_KMS_key() {
    var lineage = shown(loop.kms());
    var used = line(lineage, "used");
    assertThat(used.hsmKeys()).hasSize(1);
    assertThat(used.kmsKey()).isPresent();
    assertThat(used.aliases()).containsExactly("alias/used");
    assertThat(contents(lineage).token()).isEqualTo(hsm.status().token().map(one -> one.label()));
    assertThat(contents(lineage).lines()).isEqualTo(lineage.rows().shown().size());
    assertThat(contents(lineage).unknownKmsKeys()).isZero();
  }

  @Test
  void one_KMS_key_that_may_not_be_described_costs_itself_only_and_is_told() {
    var denied = loop.kms().key("alias/used").keyId();
    var lineage = shown(denying(loop.kms(), denied));
    assertThat(contents(lineage).unknownKmsKeys()).isEqualTo(1);
    assertThat(line(lineage, "stored").kmsKey()).isPresent();
    assertThat(line(lineage, "used").mismatches())
        .anyMatch(found -> found.words().startsWith("No KMS key that can be seen uses"));
  }

  @Test
  void the_filter_looks_at_key_ID_alias_and_key_store_and_at_what_needs_attention() {
    var lineage = shown(loop.kms());
    lineage.rows().filter().set("ALIAS/USED ");
    assertThat(lineage.rows().shown()).extracting(Lineage::xksKeyId).containsExactly("used");
    lineage.rows().filter().set("");
    lineage.seriousOnly().set(true);
    assertThat(lineage.rows().shown()).isNotEmpty().allMatch(Lineage::serious);
    assertThat(lineage.rows().shown()).hasSize((int) contents(lineage).serious());
  }

  @Test
  void the_inventory_is_written_whole_whatever_is_filtered(@TempDir Path folder) throws Exception {
    var lineage = shown(loop.kms());
    lineage.rows().filter().set("used");
    for (var form : LineageViewModel.InventoryForm.values()) {
      var file = folder.resolve("inventory." + form);
      dialogs.choosing(file);
      lineage.export(form);
      var written = Files.readAllBytes(file);
      var text =
          form == LineageViewModel.InventoryForm.PDF
              ? pdfText(written)
              : new String(written, StandardCharsets.UTF_8);
      assertThat(text).contains("fit-2", "alias/used", "alias/stored", "other accounts");
    }
  }

  @Test
  void an_inventory_that_cannot_be_written_is_a_problem(@TempDir Path folder) {
    var lineage = shown(loop.kms());
    dialogs.choosing(folder.resolve("no/such/folder/inventory.csv"));
    lineage.export(LineageViewModel.InventoryForm.CSV);
    assertThat(dialogs.shown()).hasSize(1);
    assertThat(lineage.rows().shown()).as("what is shown stays").isNotEmpty();
  }

  @Test
  void what_fails_without_the_selected_key_can_be_asked() {
    var lineage = shown(loop.kms());
    lineage.rows().selected().set(line(lineage, "used"));
    lineage.whatIf();
    assertThat(went)
        .containsExactly(
            new Destination.WhatIfScreen(Optional.of(new OutageCause.KeyOutage("used"))));
    went.clear();
  }

  private static String pdfText(byte[] pdf) throws IOException {
    try (var document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }

  @Test
  void what_was_selected_stays_selected_over_a_refresh() {
    var lineage = shown(loop.kms());
    lineage.rows().selected().set(line(lineage, "fit-2"));
    lineage.refresh();
    assertThat(Objects.requireNonNull(lineage.rows().selected().get()).xksKeyId())
        .isEqualTo("fit-2");
    lineage.go(new Destination.KeysScreen());
    assertThat(went).containsExactly(new Destination.KeysScreen());
    went.clear();
  }

  @Test
  void what_the_user_does_while_it_is_read_on_other_threads_holds_for_what_then_comes() {
    try (var tasks = new ThreadedTasks()) {
      var lineage = lineage(loop.kms(), tasks);
      lineage.refresh();
      assertThat(lineage.contents().get()).isInstanceOf(Loadable.Loading.class);
      lineage.rows().filter().set("alias/used");
      lineage.refresh();
      tasks.await(
          "the lineage", PATIENCE, () -> lineage.contents().get() instanceof Loadable.Ready<?>);
      assertThat(lineage.rows().shown()).extracting(Lineage::xksKeyId).containsExactly("used");
      assertThat(Objects.requireNonNull(lineage.rows().selected().get()).xksKeyId())
          .isEqualTo("used");
      lineage.refresh();
      lineage.close();
      assertThat(tasks.running()).as("nobody waits any more").isEmpty();
      assertThat(line(lineage, "used").kmsKey()).as("what was read stays").isPresent();
    }
  }

  @Test
  void a_kms_that_cannot_be_reached_is_a_problem(@TempDir Path folder) {
    try (var gone = new Loop(folder)) {
      gone.stopKms();
      assertThat(shown(gone.kms()).contents().get())
          .isInstanceOfSatisfying(
              Loadable.LoadFailed.class,
              failed ->
                  assertThat(failed.problem().headline())
                      .isEqualTo("AWS KMS could not be reached"));
    }
  }

  private LineageViewModel shown(KeyManagement kms) {
    var lineage = lineage(kms, new DirectTasks());
    lineage.refresh();
    return lineage;
  }

  private LineageViewModel lineage(KeyManagement kms, Tasks tasks) {
    var reader = new LineageReader(kms, new KeyCensus(kms), loop.ownProxy(), records);
    return new LineageViewModel(
        hsm,
        reader,
        tasks,
        went::add,
        dialogs,
        () -> new SurveyedPlace("111122223333", "us-east-1", "http://localhost", "Local KMS"));
  }

  private static LineageContents contents(LineageViewModel lineage) {
    return ((Loadable.Ready<LineageContents>) lineage.contents().get()).value();
  }

  private static Lineage line(LineageViewModel lineage, String xksKeyId) {
    return lineage.rows().shown().stream()
        .filter(line -> line.xksKeyId().equals(xksKeyId))
        .findFirst()
        .orElseThrow();
  }

  private static KeyManagement denying(KeyManagement kms, String keyId) {
    return (KeyManagement)
        Proxy.newProxyInstance(
            KeyManagement.class.getClassLoader(),
            new Class<?>[] {KeyManagement.class},
            (_, method, arguments) -> {
              if (method.getName().equals("key") && arguments[0].equals(keyId)) {
                throw new KmsException(
                    KmsException.KmsFailureKind.REFUSED,
                    "AccessDeniedException",
                    "denied",
                    "r-1",
                    null);
              }
              try {
                return method.invoke(kms, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
