package org.xksworkbench.bridge.ceremony.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xksworkbench.bridge.ceremony.run.CeremonyStage.as;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.bundle.ScriptPdf;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceCheck;
import org.xksworkbench.bridge.ceremony.evidence.Pins;
import org.xksworkbench.bridge.ceremony.evidence.ReferenceVerifier;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.SoftHsm;

/// So many of some people agree before an act, whoever of them is there.
class QuorumTest {

  private static final String PLAN =
      """
      ceremony: 2
      title: Two of three
      roles:
        operator: {title: Operator}
        witness: {title: Internal witness}
        custodian-1: {title: Custodian A}
        custodian-2: {title: Custodian B}
        custodian-3: {title: Custodian C}
      steps:
        - id: generate
          title: The key
          do: generate-key
          by: operator
          quorum: {of: [custodian-1, custodian-2, custodian-3], need: 2}
          confirm: [witness]
          with: {label: LABEL}
        - id: end
          title: The end
          do: export
          by: operator
          confirm: [witness]
      """;

  @TempDir private Path work;

  private final String label = "quorum-" + System.nanoTime();
  private final Plan plan = Plan.parse(PLAN.replace("LABEL", label));
  private HsmSession session;
  private CeremonyFolder folder;
  private CeremonyRun run;

  @BeforeEach
  void begin() {
    session = SoftHsm.newSession();
    folder = new CeremonyFolder(work.resolve("ceremony"));
    run = CeremonyStage.beginOnTokenAlone(folder, plan, session);
  }

  @AfterEach
  void end() {
    run.close();
    session.close();
  }

  private CeremonySnapshot.CurrentStep step() {
    return run.snapshot().current().orElseThrow();
  }

  private List<String> awaited() {
    return step().awaitedPeople().stream().map(CeremonySnapshot.Player::id).toList();
  }

  private void assertNotBegun() {
    assertThatThrownBy(() -> run.act(Map.of()))
        .isInstanceOf(CeremonyException.class)
        .hasMessageContaining("not authorised yet");
    assertThat(session.secretKeys(label)).as("no key was made").isEmpty();
  }

  @Test
  void two_of_three_are_enough_and_one_is_not() throws Exception {
    assertThat(awaited()).containsExactly("operator", "custodian-1", "custodian-2", "custodian-3");
    assertThat(step().quorum().orElseThrow().need()).isEqualTo(2);
    assertThat(run.page("custodian-3"))
        .contains("quorum: 2 of Custodian A, Custodian B, Custodian C");
    run.authorise(as("operator"));
    run.authorise(as("custodian-3"));
    assertThat(awaited()).containsExactly("custodian-1", "custodian-2");
    assertNotBegun();
    assertThatThrownBy(() -> run.authorise(as("custodian-3")))
        .hasMessageContaining("has authorised it already");
    assertThatThrownBy(() -> run.authorise(as("witness")))
        .hasMessageContaining("does not authorise this step");
    assertNotBegun();
    run.authorise(as("custodian-1"));
    assertThat(step().waiting()).isEqualTo(CeremonySnapshot.CeremonyWait.ACT);
    assertThat(step().authorisations())
        .as("who did not come is not waited for")
        .extracting(one -> one.player().id())
        .containsExactly("operator", "custodian-1", "custodian-3");
    run.act(Map.of());
    run.confirm(as("operator"));
    run.confirm(as("witness"));
    run.act(Map.of());
    run.confirm(as("operator"));
    run.confirm(as("witness"));
    var fingerprint = CeremonyStage.seal(run);
    var pins = new Pins();
    pins.fingerprint(fingerprint.hex());
    assertThat(EvidenceCheck.of(folder.bundle(), pins).findings()).isEmpty();
    var said = ReferenceVerifier.of(work, folder.bundle(), "fingerprint=" + fingerprint.hex());
    assertThat(said.code()).as(said.text()).isZero();
    try (var report = Loader.loadPDF(folder.bundle().resolve("report.pdf").toFile())) {
      assertThat(new PDFTextStripper().getText(report).replaceAll("\\s+", " "))
          .contains("2 of Custodian A,");
    }
  }

  @Test
  void the_others_do_not_stand_for_who_acts() {
    run.authorise(as("custodian-1"));
    run.authorise(as("custodian-2"));
    assertThat(awaited()).containsExactly("operator");
    assertNotBegun();
  }

  @Test
  void one_who_refuses_and_a_deviation_void_what_was_agreed() {
    run.authorise(as("custodian-1"));
    run.refuse("The label is wrong", as("custodian-2"));
    assertThat(step().waiting()).isEqualTo(CeremonySnapshot.CeremonyWait.DECISION);
    run.deviate(
        "The label is right, the script has an old one",
        Content.Deviated.Concern.SCRIPT,
        as("operator", "witness"),
        false);
    assertThat(awaited()).containsExactly("operator", "custodian-1", "custodian-2", "custodian-3");
    run.authorise(as("operator"));
    run.authorise(as("custodian-2"));
    assertNotBegun();
  }

  @Test
  void the_script_says_how_many() throws Exception {
    try (var script = Loader.loadPDF(ScriptPdf.of(plan))) {
      assertThat(new PDFTextStripper().getText(script).replaceAll("\\s+", " "))
          .contains("authorise: 2 of Custodian A,");
    }
  }
}
