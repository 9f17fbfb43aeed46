package org.xksworkbench.bridge.ceremony.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xksworkbench.bridge.ceremony.run.CeremonyStage.as;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceCheck;
import org.xksworkbench.bridge.ceremony.evidence.Pins;
import org.xksworkbench.bridge.ceremony.evidence.ReferenceVerifier;
import org.xksworkbench.bridge.ceremony.person.KeyFile;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.SoftHsm;

/// What a plan demands of people: which key one of them has, and who signs that it goes on.
class DemandedPeopleTest {

  private static final String PLAN =
      """
      ceremony: 2
      title: Who is here
      roles:
        operator: {title: Operator}
        witness: {title: Internal witness}
        auditor: {title: Auditor}
      keys: {auditor: %s}
      resume: [operator, auditor]
      steps:
        - id: open
          title: We begin
          do: say
          by: operator
          say: We begin.
        - id: end
          title: The end
          do: export
          by: operator
          confirm: [auditor]
      """;

  @TempDir private Path work;

  private HsmSession session;
  private CeremonyFolder folder;
  private KeyFile own;

  @BeforeEach
  void prepare() {
    session = SoftHsm.newSession();
    folder = new CeremonyFolder(work.resolve("ceremony"));
    own =
        KeyFile.create(work.resolve("arno.pem"), CeremonyStage.passphrase("auditor").toCharArray());
  }

  @AfterEach
  void end() {
    session.close();
  }

  private Plan plan() {
    return Plan.parse(PLAN.formatted(own.key().keyid()));
  }

  private CeremonyRun start(Gathering people) {
    return CeremonyRun.start(
        folder,
        CeremonyStage.onTokenAlone(plan(), people, session),
        CeremonyStage.everybody(plan()));
  }

  @Test
  void nobody_takes_part_with_another_key_than_the_plan_names() {
    assertThatThrownBy(() -> start(CeremonyStage.people(plan())))
        .isInstanceOf(CeremonyException.class)
        .hasMessageContaining("which key the Auditor has")
        .hasMessageContaining(own.key().keyid().hex());
    assertThat(folder.transcript()).as("nothing has begun").doesNotExist();
  }

  @Test
  void those_whom_the_plan_names_sign_that_it_goes_on_and_both_verifiers_take_it()
      throws Exception {
    var people = CeremonyStage.people(plan());
    people.bring("auditor", CeremonyStage.name("auditor"), work.resolve("arno.pem"));
    start(people).close();
    var run = CeremonyStage.resumeOnTokenAlone(folder, session);
    run.bring("auditor", own);
    var before = run.entries().size();
    assertThatThrownBy(() -> run.goOn("", as("operator", "witness")))
        .isInstanceOf(CeremonyException.class)
        .hasMessageContaining("the Auditor");
    assertThat(run.entries()).as("nothing was written").hasSize(before);
    run.goOn("", as("auditor", "operator"));
    run.act(Map.of());
    run.confirm(as("operator"));
    run.act(Map.of());
    run.confirm(as("operator"));
    run.confirm(as("auditor"));
    var fingerprint = CeremonyStage.seal(run);
    run.close();
    var pins = new Pins();
    pins.fingerprint(fingerprint.hex());
    assertThat(EvidenceCheck.of(folder.bundle(), pins).findings()).isEmpty();
    var said = ReferenceVerifier.of(work, folder.bundle(), "fingerprint=" + fingerprint.hex());
    assertThat(said.code()).as(said.text()).isZero();
  }
}
