package org.xksworkbench.bridge.ceremony.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.ceremony.format.VerifyingKey;
import org.xksworkbench.bridge.ceremony.person.CardKey;
import org.xksworkbench.bridge.cli.BridgeScript;
import org.xksworkbench.bridge.cli.BridgeScript.EndedCommand;
import org.xksworkbench.bridge.hsm.OddModule;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.hsm.pkcs11.RawToken;
import org.xksworkbench.bridge.store.OwnerOnly;

/// An auditor counter-signs with a key that is on a token and never leaves it: a SoftHSM behind a
/// module that can have a keypad.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CardCounterSignatureTest {

  private static final String KEY = "auditor";

  private Path work;
  private OddModule odd;
  private Slot slot;
  private String token;
  private VerifyingKey key;
  private Path pin;
  private Path bundle;
  private String fingerprint;

  @BeforeAll
  void makeAToken(@TempDir Path shared) throws Exception {
    work = shared;
    odd = OddModule.in(shared);
    slot = SoftHsm.newToken();
    token = slot.token().orElseThrow().label();
    try (var session = SoftHsm.login(slot)) {
      try (var raw = new RawToken(slot)) {
        raw.signingPair(KEY);
      }
      key = CardKey.on(session, KEY).key();
    }
    pin = secret("pin", new String(SoftHsm.userPin()));
  }

  @BeforeEach
  void write() throws Exception {
    odd.behave();
    var made = new TestBundle();
    var lines = made.scribe.lines(TestBundle.drafts());
    fingerprint = Scribe.link(lines.getLast());
    bundle = TestBundle.folder(Files.createTempDirectory(work, "bundle"), made.files(lines));
  }

  private Path secret(String name, String text) throws Exception {
    var file = work.resolve(name);
    OwnerOnly.write(file, text + "\n");
    return file;
  }

  private EndedCommand run(String command, List<String> more) {
    var all = new ArrayList<>(List.of("ceremony", command));
    all.addAll(more);
    all.addAll(List.of("--key-label", KEY, "--module", odd.library().toString(), "--token", token));
    return BridgeScript.run(odd.environment(), all.toArray(String[]::new));
  }

  private EndedCommand countersign(String... more) {
    var all = new ArrayList<>(List.of(bundle.toString(), "--fingerprint", fingerprint));
    all.addAll(List.of(more));
    return run("countersign", all);
  }

  private void assertCounterSigned() throws Exception {
    var pins = new Pins();
    pins.fingerprint(fingerprint);
    pins.require("counter-signature");
    pins.counterSigner(key.keyid().hex());
    var check = EvidenceCheck.of(bundle, pins);
    assertThat(check.findings()).isEmpty();
    assertThat(check.verdict()).isEqualTo(EvidenceCheck.EvidenceVerdict.HOLDS);
    var said = ReferenceVerifier.of(work, bundle, "fingerprint=" + fingerprint);
    assertThat(said.code()).as(said.text()).isZero();
    assertThat(said.text())
        .contains("COUNTER-SIGNED: accepted, by nobody who took part, key " + key.keyid());
  }

  @Test
  void the_key_is_told_for_paper_and_signs_under_its_pin() throws Exception {
    var told = run("person", List.of("--pin-file", pin.toString()));
    assertThat(told.exitCode()).as(told.err()).isZero();
    assertThat(told.out())
        .contains("ECDSA-P256-SHA256")
        .contains(String.join(" ", key.keyid().words().subList(0, 4)));
    var signed = countersign("--pin-file", pin.toString());
    assertThat(signed.exitCode()).as(signed.err()).isZero();
    assertCounterSigned();
  }

  @Test
  void where_the_token_has_a_keypad_the_pin_is_typed_there() throws Exception {
    odd.order("flags " + Long.toHexString(OddModule.KEYPAD), "keypad 123456");
    var signed = countersign();
    assertThat(signed.exitCode()).as(signed.err()).isZero();
    assertThat(signed.err()).contains(token + " has a keypad of its own");
    assertCounterSigned();
  }

  @Test
  void a_wrong_pin_and_a_key_that_is_not_there_add_nothing() throws Exception {
    var wrong = countersign("--pin-file", secret("wrong", "654321").toString());
    assertThat(wrong.exitCode()).as(wrong.err()).isNotZero();
    assertThat(wrong.err()).containsIgnoringCase("PIN");
    var both = countersign("--key", pin.toString(), "--pin-file", pin.toString());
    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.err()).contains("one of the two");
    var missing =
        BridgeScript.run(
            odd.environment(),
            "ceremony",
            "person",
            "--key-label",
            "nobody",
            "--module",
            odd.library().toString(),
            "--token",
            token,
            "--pin-file",
            pin.toString());
    assertThat(missing.exitCode()).isNotZero();
    assertThat(missing.err()).contains("with the label nobody");
    assertThat(bundle.resolve("after")).doesNotExist();
  }

  /// Half of what a token signs has the larger s.
  @Test
  void every_signature_is_in_its_one_form() throws Exception {
    try (var session = SoftHsm.login(slot);
        var card = CardKey.on(session, KEY)) {
      for (var n = 0; n < 32; n++) {
        var message = ("message " + n).getBytes(StandardCharsets.UTF_8);
        assertThat(key.holds(message, card.sign(message))).as("message " + n).isTrue();
      }
      assertThat(Map.of("card", card).toString()).contains(key.keyid().hex());
    }
  }
}
