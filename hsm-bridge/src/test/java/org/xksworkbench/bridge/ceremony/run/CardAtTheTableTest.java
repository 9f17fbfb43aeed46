package org.xksworkbench.bridge.ceremony.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xksworkbench.bridge.ceremony.run.CeremonyStage.as;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.agent.AgentHsm;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceCheck;
import org.xksworkbench.bridge.ceremony.evidence.Participant;
import org.xksworkbench.bridge.ceremony.evidence.Pins;
import org.xksworkbench.bridge.ceremony.evidence.ReferenceVerifier;
import org.xksworkbench.bridge.ceremony.person.PersonKey;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.writing.SigningDesk.PassphraseGiven;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.OddModule;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.hsm.pkcs11.RawToken;

/// An auditor signs at the table with a key on a token of their own: a SoftHSM in a helper process,
/// behind a module that can have a keypad.
class CardAtTheTableTest {

  private static final String PLAN =
      """
      ceremony: 2
      title: Who has a card
      roles:
        operator: {title: Operator}
        witness: {title: Internal witness}
        auditor: {title: Auditor}
      steps:
        - id: open
          title: We begin
          do: say
          by: operator
          confirm: [auditor]
          say: We begin.
        - id: end
          title: The end
          do: export
          by: operator
          confirm: [auditor]
      """;

  @TempDir private Path work;

  private final Plan plan = Plan.parse(PLAN);
  private OddModule odd;
  private Slot slot;
  private HsmSession session;
  private CeremonyFolder folder;
  private Gathering people;

  @BeforeEach
  void prepare() throws Exception {
    odd = OddModule.in(Files.createDirectory(work.resolve("odd")));
    slot = SoftHsm.newToken();
    try (var login = SoftHsm.login(slot);
        var raw = new RawToken(slot)) {
      raw.signingPair("SIGN key");
      raw.signingPair("second");
    }
    session = SoftHsm.newSession();
    folder = new CeremonyFolder(work.resolve("ceremony"));
    people = CeremonyStage.people(plan).reading(this::helper);
  }

  @AfterEach
  void end() {
    session.close();
  }

  private Hsm helper(Path module) {
    return AgentHsm.open(
        AgentProcess.likeThis(odd.environment()),
        module,
        ChangeLock.inMemory("test", false),
        Duration.ofMinutes(1));
  }

  private Path card(Slot on, String key) throws Exception {
    return Files.writeString(
        work.resolve(key + ".yaml"),
        "module: %s\ntoken: %s\nkey: %s\n"
            .formatted(odd.library(), on.token().orElseThrow().label(), key));
  }

  private static PassphraseGiven pin(String pin) {
    return new PassphraseGiven("auditor", pin.toCharArray());
  }

  private CeremonyRun start(String pin) {
    return CeremonyRun.start(
        folder,
        CeremonyStage.onTokenAlone(plan, people, session),
        List.of(as("operator"), as("witness"), pin(pin)));
  }

  private void finish(CeremonyRun run, String pin) throws Exception {
    run.act(Map.of());
    run.confirm(as("operator"));
    run.confirm(pin(pin));
    run.act(Map.of());
    run.confirm(as("operator"));
    run.confirm(pin(pin));
    var everybody = List.of(as("operator"), as("witness"), pin(pin));
    var fingerprint = run.end(everybody);
    run.seal(
        String.join(" ", run.snapshot().head().words()),
        Map.of(),
        List.of(as("operator"), as("witness"), pin(pin)));
    run.close();
    var pins = new Pins();
    pins.fingerprint(fingerprint.hex());
    var check = EvidenceCheck.of(folder.bundle(), pins);
    assertThat(check.findings()).isEmpty();
    assertThat(check.summary().orElseThrow().people().getLast().person().store())
        .isEqualTo(Participant.KeyPlace.CARD);
    var said = ReferenceVerifier.of(work, folder.bundle(), "fingerprint=" + fingerprint.hex());
    assertThat(said.code()).as(said.text()).isZero();
  }

  @Test
  void each_signature_is_under_the_pin_and_a_wrong_one_is_recorded() throws Exception {
    var card = card(slot, "SIGN key");
    people.bring("auditor", "Arno Auditor", card);
    assertThatThrownBy(() -> start("000000"))
        .isInstanceOf(CeremonyException.class)
        .hasMessageContaining("not the PIN of Arno Auditor");
    var run = start("123456");
    run.act(Map.of());
    run.confirm(as("operator"));
    assertThatThrownBy(() -> run.confirm(pin("654321")))
        .hasMessageContaining("That is not the PIN of auditor")
        .hasMessageContaining("1 in a row");
    assertThat(Files.readString(folder.transcript())).contains("\"what\":\"pin\"");
    run.close();
    var again = CeremonyStage.resumeOnTokenAlone(folder, session);
    assertThat(again.lacksKey("auditor")).isTrue();
    assertThatThrownBy(
            () -> again.bring("auditor", PersonKey.at(card(slot, "second"), this::helper)))
        .hasMessageContaining("not the key that auditor signed the opening with");
    again.bring("auditor", PersonKey.at(card, this::helper));
    again.goOn("", List.of(as("operator"), pin("123456")));
    again.confirm(pin("123456"));
    again.act(Map.of());
    again.confirm(as("operator"));
    again.confirm(pin("123456"));
    again.close();
  }

  @Test
  void at_a_keypad_the_pin_is_typed_there_and_both_verifiers_take_it() throws Exception {
    odd.order("flags " + Long.toHexString(OddModule.KEYPAD), "keypad 123456");
    people.bring("auditor", "Arno Auditor", card(slot, "SIGN key"));
    assertThat(people.hasKeypad("auditor")).isTrue();
    assertThat(people.hasKeypad("witness")).isFalse();
    var run = start("");
    assertThat(run.hasKeypad("auditor")).isTrue();
    finish(run, "");
  }

  @Test
  void nobody_shares_a_card_and_none_is_the_ceremonys_own() throws Exception {
    people.bring("auditor", "Arno Auditor", card(slot, "SIGN key"));
    var second = card(slot, "second");
    assertThatThrownBy(() -> people.bring("witness", "Wanda Witness", second))
        .hasMessageContaining("has a key on this very card");
    session.close();
    session = SoftHsm.login(slot);
    assertThatThrownBy(() -> start("123456"))
        .hasMessageContaining("is on the token of the ceremony itself");
    assertThat(folder.transcript()).doesNotExist();
  }
}
