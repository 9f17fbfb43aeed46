package org.xksworkbench.bridge.ceremony.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xksworkbench.bridge.ceremony.run.CeremonyStage.as;

import java.nio.file.Path;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.bundle.ScriptPdf;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceCheck;
import org.xksworkbench.bridge.ceremony.evidence.Pins;
import org.xksworkbench.bridge.ceremony.evidence.ReferenceVerifier;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.plan.PlanException;
import org.xksworkbench.bridge.hsm.SoftHsm;

/// A value of a public source, which a person brings into a ceremony.
class BeaconTest {

  private static final String PLAN =
      """
      ceremony: 2
      title: Not before
      roles:
        operator: {title: Operator}
        auditor: {title: Auditor}
      steps:
        - id: beacon
          title: A value that nobody knew before
          do: beacon
          by: auditor
          confirm: [operator]
          with: {source: drand quicknet}
        - id: headline
          title: What the papers say
          do: beacon
          by: auditor
        - id: end
          title: The end
          do: export
          by: operator
          confirm: [auditor]
      """;

  @TempDir private Path work;

  @Test
  void what_a_person_brings_is_bound_and_both_verifiers_take_it() throws Exception {
    var plan = Plan.parse(PLAN);
    var folder = new CeremonyFolder(work.resolve("ceremony"));
    try (var session = SoftHsm.newSession();
        var run = CeremonyStage.beginOnTokenAlone(folder, plan, session)) {
      assertThat(run.snapshot().current().orElseThrow().inputs())
          .as("the plan names the source")
          .extracting(field -> field.name())
          .containsExactly("round", "value");
      assertThatThrownBy(() -> run.act(Map.of("round", "13579", "value", "8f21")))
          .isInstanceOf(CeremonyException.class)
          .hasMessageContaining("has not the form that is needed");
      run.act(Map.of("round", "13579", "value", "8f21cc04d1b2a3e9"));
      run.confirm(as("auditor"));
      run.confirm(as("operator"));
      assertThatThrownBy(() -> run.act(Map.of("round", "p. 1", "value", "Rain is over at last")))
          .hasMessageContaining("Who publishes the value");
      run.act(Map.of("source", "The Daily", "round", "p. 1", "value", "Rain is over at last"));
      run.confirm(as("auditor"));
      run.act(Map.of());
      run.confirm(as("operator"));
      run.confirm(as("auditor"));
      var fingerprint = CeremonyStage.seal(run);
      var pins = new Pins();
      pins.fingerprint(fingerprint.hex());
      pins.require("beacon");
      var check = EvidenceCheck.of(folder.bundle(), pins);
      assertThat(check.findings()).isEmpty();
      assertThat(check.summary().orElseThrow().beacons())
          .extracting(beacon -> beacon.source().orElseThrow() + " " + beacon.value().orElseThrow())
          .containsExactly("drand quicknet 8f21cc04d1b2a3e9", "The Daily Rain is over at last");
      var said = ReferenceVerifier.of(work, folder.bundle(), "fingerprint=" + fingerprint.hex());
      assertThat(said.code()).as(said.text()).isZero();
      assertThat(said.text()).contains("8f21cc04d1b2a3e9", "Rain is over at last");
    }
  }

  @Test
  void the_script_has_room_for_it() throws Exception {
    var script = Loader.loadPDF(ScriptPdf.of(Plan.parse(PLAN)));
    try (script) {
      assertThat(new PDFTextStripper().getText(script))
          .contains("The value, character by")
          .contains("Who publishes the value");
    }
  }

  @Test
  void a_plan_of_version_1_has_none() {
    assertThatThrownBy(() -> Plan.parse(PLAN.replace("ceremony: 2", "ceremony: 1")))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("\"do: beacon\" is not known");
    assertThatThrownBy(() -> Plan.parse(PLAN.replace("drand quicknet", "x")))
        .hasMessageContaining("2 to 200 characters");
  }
}
