package org.xksworkbench.app.ui.screen.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.ui.screen.ceremony.CeremoniesViewModel.CeremonyPage;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.plan.ShippedPlan;

/// Which plan is executed: exactly the one whose fingerprint was read aloud.
@ExtendWith(CeremonyOnLoop.SharedCeremony.class)
class CeremonyStartViewModelTest {

  private final CeremonyOnLoop on;

  CeremonyStartViewModelTest(CeremonyOnLoop on) {
    this.on = on;
  }

  @AfterEach
  void leave() {
    on.leave();
  }

  @Test
  void a_plan_that_cannot_be_accepted_is_refused_with_line_and_reason(@TempDir Path folder)
      throws Exception {
    var file =
        Files.writeString(
            folder.resolve("plan.yaml"),
            ShippedPlan.EXTERNAL_KEY.text().replace("do: prove", "do: hope"));
    var start = on.start();
    start.open(file);
    assertThat(Objects.requireNonNull(start.problem().get()).causes().getFirst())
        .startsWith(file + ", line ")
        .contains("hope");
    Files.writeString(file, ShippedPlan.EXTERNAL_KEY.text());
    start.open(file);
    assertThat(start.problem().get()).isNull();
    assertThat(start.values().get()).isEmpty();
    assertThat(chosen(start).fingerprint())
        .isEqualTo(ShippedPlan.EXTERNAL_KEY.plan().fingerprint());
  }

  @Test
  void a_value_that_makes_no_plan_is_told_at_once_and_nothing_is_prepared_with_it() {
    var start = on.start();
    var label = start.values().get().get("label");
    var before = label.get();
    label.set("");
    assertThat(start.chosen().get()).isNull();
    assertThat(start.problem().get()).isNotNull();
    start.prepare();
    assertThat(on.screen().page().get()).isInstanceOf(CeremonyPage.StartPage.class);
    label.set(before);
    assertThat(start.problem().get()).isNull();
    assertThat(chosen(start).fingerprint())
        .as("with its own values it is the shipped plan, to the byte")
        .isEqualTo(ShippedPlan.EXTERNAL_KEY.plan().fingerprint());
  }

  @Test
  void the_plan_that_is_saved_for_review_is_the_one_that_would_be_executed(@TempDir Path folder) {
    var start = on.start();
    start.values().get().get("label").set("reviewed");
    var plan = folder.resolve("plan.yaml");
    on.dialogs().choosing(plan);
    start.savePlan();
    assertThat(start.saved().get()).isEqualTo("Written to " + plan);
    assertThat(Plan.read(plan).fingerprint()).isEqualTo(chosen(start).fingerprint());
    on.dialogs().choosing(folder.resolve("script.pdf"));
    start.saveScript();
    assertThat(folder.resolve("script.pdf"))
        .content(StandardCharsets.ISO_8859_1)
        .startsWith("%PDF");
  }

  @Test
  void each_shipped_plan_comes_with_values_of_its_own() {
    var start = on.start();
    for (var plan : ShippedPlan.values()) {
      start.choose(plan);
      assertThat(start.shipped().get()).isEqualTo(plan);
      assertThat(start.values().get().keySet())
          .containsExactlyElementsOf(plan.plan().values().keySet());
      assertThat(chosen(start).fingerprint()).isEqualTo(plan.plan().fingerprint());
    }
  }

  @Test
  void a_folder_without_a_ceremony_is_not_resumed_and_that_is_told(@TempDir Path folder) {
    var start = on.start();
    on.dialogs().choosing(folder);
    start.resumeElsewhere();
    assertThat(Objects.requireNonNull(start.problem().get()).causes().toString())
        .contains(folder.toString());
    assertThat(on.screen().page().get()).isInstanceOf(CeremonyPage.StartPage.class);
    start.verify();
    assertThat(on.screen().page().get()).isInstanceOf(CeremonyPage.VerificationPage.class);
  }

  private static Plan chosen(CeremonyStartViewModel start) {
    return Objects.requireNonNull(start.chosen().get()).plan();
  }
}
