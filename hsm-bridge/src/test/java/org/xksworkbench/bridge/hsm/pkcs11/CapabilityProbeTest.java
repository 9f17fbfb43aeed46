package org.xksworkbench.bridge.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.FaultyModule;
import org.xksworkbench.bridge.hsm.FaultyModule.Function;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.ObjectRef;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.hsm.TokenCapabilities;
import org.xksworkbench.bridge.hsm.TokenCapabilities.Assumption;
import org.xksworkbench.bridge.hsm.TokenCapabilities.GcmVerdict;
import org.xksworkbench.bridge.hsm.TokenCapabilities.IvHome;
import org.xksworkbench.bridge.hsm.TokenCapabilities.RandomSupply;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.IvSource;

/// What a probe finds of the tests' own tokens of vendors, and that they then work.
class CapabilityProbeTest {

  private static final byte[] TEXT = "attack at dawn".getBytes(StandardCharsets.UTF_8);
  private static final byte[] AAD = "context".getBytes(StandardCharsets.UTF_8);
  private static final long TEMPLATE_INCONSISTENT = 0xD1;
  private static final String NO_KEY = "";

  private Slot token;
  private FaultyModule module;
  private ObjectRef key;
  private HsmSession session;

  @BeforeEach
  void logInToANewToken() {
    token = SoftHsm.newToken();
    try (var setup = SoftHsm.login(token)) {
      key = setup.generateAesKey(AesKeyTemplate.forExternalKeyStore("payments")).ref();
    }
    module = FaultyModule.start(Pkcs11Settings.defaults());
    session = module.hsm().login(module.slotOf(token), SoftHsm.userPin());
  }

  @AfterEach
  void nothingWasWrittenToTheToken() {
    module.be("");
    module.end();
    module.fortyBytes(false);
    module.writeProtected(false);
    assertThat(session.objects().find()).hasSize(1);
    session.close();
    module.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'', CALLER, 0x1087",
    "luna-optional, CALLER, 0x1087",
    "protectserver, CALLER, 0x1087",
    "protectserver-old, CALLER, 0x1087",
    "softhsm-2.7, CALLER, 0x1087",
    "luna-fips, AFTER_TAG, 0x1087",
    "luna-7.9.3, AFTER_TAG, 0x1087",
    "cloudhsm, IN_PARAMETERS, 0x1087",
    "nshield, IN_PARAMETERS, 0x1087",
    "iv:replaced, IN_PARAMETERS, 0x1087",
    "google, IN_PARAMETERS, 0x8001E101",
    "cloudhsm-own, BEFORE_CIPHERTEXT, 0x80001087",
    "tagrv:80000123, CALLER, 0x1087"
  })
  void a_token_that_can_serve_is_found_out_and_then_serves(
      String vendor, IvHome home, String mechanism) {
    module.be(vendor);
    var found = session.probe(NO_KEY);
    assertThat(found.aesGcm()).as(found.why()).isEqualTo(GcmVerdict.WORKS);
    assertThat(found.ivHome()).isEqualTo(home);
    assertThat(found.mechanism()).isEqualTo(Long.decode(mechanism));
    assertThat(found.assumed()).doesNotContain(Assumption.IV, Assumption.WRONG_TAG);
    works();
    var measured = session.measure(found, NO_KEY);
    assertThat(measured.speed().orElseThrow().microsAlone()).isPositive();
    assertThat(measured.speed().orElseThrow().trouble()).isEmpty();
    assertThat(measured.assumed()).doesNotContain(Assumption.SPEED, Assumption.LENGTHS);
  }

  /// Round trips under vectors that differ, and a wrong tag is known for one.
  private void works() {
    var one = session.sealGcm(key, AAD, TEXT);
    var other = session.sealGcm(key, AAD, TEXT);
    assertThat(one.iv()).isNotEqualTo(other.iv());
    assertThat(one.iv().length).isIn(12, 16);
    assertThat(one.ciphertextAndTag()).hasSize(TEXT.length + 16);
    assertThat(session.decryptGcm(key, one.iv(), AAD, one.ciphertextAndTag())).isEqualTo(TEXT);
    var wrong = one.ciphertextAndTag().clone();
    wrong[0] ^= 1;
    assertThatThrownBy(() -> session.decryptGcm(key, one.iv(), AAD, wrong))
        .extracting(e -> ((HsmException) e).reason())
        .isEqualTo(Reason.CIPHERTEXT_INVALID);
  }

  @Test
  void a_token_that_reads_forty_bytes_is_found_out_and_then_serves() {
    module.fortyBytes(true);
    assertThat(session.probe(NO_KEY).parameterBytes())
        .isEqualTo(TokenCapabilities.SHORT_PARAMETERS);
    works();
  }

  @ParameterizedTest
  @CsvSource({
    "yubihsm, ABSENT, has no AES-GCM",
    "tpm2, ABSENT, has no AES-GCM",
    "iv:ignored, UNSAFE, does not decrypt what it has just encrypted",
    "iv:ignored-twice, UNSAFE, decrypts with another initialization vector"
  })
  void a_token_that_cannot_serve_is_found_out_and_no_key_of_it_is_fit(
      String vendor, GcmVerdict verdict, String why) {
    module.be(vendor);
    var found = session.probe(NO_KEY);
    assertThat(found.aesGcm()).isEqualTo(verdict);
    assertThat(found.why()).contains(why);
    assertThat(found.refuted()).isTrue();
    assertThat(session.doesAesGcm()).contains(false);
  }

  @Test
  void what_it_says_of_a_wrong_tag_is_learned() {
    module.be("nshield");
    assertThat(session.probe(NO_KEY).wrongTagCodes()).containsExactly(0x06L);
    module.be("softhsm-2.7");
    assertThat(session.probe(NO_KEY).wrongTagCodes()).containsExactly(0x40L);
    module.be("tagrv:80000123");
    assertThat(session.probe(NO_KEY).wrongTagCodes()).containsExactly(0x80000123L);
  }

  @Test
  void sessions_are_counted_up_to_thirty_two() {
    var many = session.probe(NO_KEY);
    assertThat(many.sessions()).isEqualTo(32);
    assertThat(many.sessionsLimited()).isFalse();
    assertThat(many.assumed()).contains(Assumption.SESSIONS);
    assertThat(many.workers(16)).isEqualTo(16);
    module.be("sessions:4");
    var few = session.probe(NO_KEY);
    assertThat(few.sessions()).isEqualTo(3);
    assertThat(few.sessionsLimited()).isTrue();
    assertThat(few.workers(16)).isEqualTo(2);
  }

  @Test
  void a_token_without_read_only_sessions_is_told() {
    assertThat(session.probe(NO_KEY).readOnlySessions()).isTrue();
    module.be("cloudhsm");
    assertThat(session.probe(NO_KEY).readOnlySessions()).isFalse();
  }

  @Test
  void a_token_that_cannot_be_written_to_is_probed_as_well() {
    module.writeProtected(true);
    session.close();
    session = module.hsm().login(module.slotOf(token), SoftHsm.userPin());
    var found = session.probe(NO_KEY);
    assertThat(found.writeProtected()).isTrue();
    assertThat(found.aesGcm()).as(found.why()).isEqualTo(GcmVerdict.WORKS);
    works();
  }

  @ParameterizedTest
  @CsvSource({"'', ANY", "random:8-1024, ANY", "random:16-16, LIMITED", "random:100-200, NONE"})
  void random_bytes_are_asked_for_in_three_lengths(String mode, RandomSupply supply) {
    module.be(mode);
    assertThat(session.probe(NO_KEY).random()).isEqualTo(supply);
    works();
  }

  @Test
  void a_token_that_makes_no_key_for_a_session_is_tried_with_a_named_one_and_random_vectors() {
    module.fail(Function.GENERATE_KEY, TEMPLATE_INCONSISTENT);
    var untried = session.probe(NO_KEY);
    assertThat(untried.aesGcm()).isEqualTo(GcmVerdict.NOT_TRIED);
    assertThat(untried.assumed()).contains(Assumption.IV, Assumption.WRONG_TAG);
    var tried = session.probe("payments");
    assertThat(tried.aesGcm()).isEqualTo(GcmVerdict.WORKS);
    assertThat(tried.assumed()).contains(Assumption.IV).doesNotContain(Assumption.WRONG_TAG);
  }

  @Test
  void a_named_key_never_encrypts_under_zeros_or_nothing() {
    module.fail(Function.GENERATE_KEY, TEMPLATE_INCONSISTENT);
    module.be("iv:ignored");
    var calls = module.calls(Function.ENCRYPT);
    assertThat(session.probe("payments").refuted()).isTrue();
    assertThat(module.calls(Function.ENCRYPT) - calls)
        .as("twice, under its own vectors")
        .isEqualTo(2);
  }

  @Test
  void what_was_chosen_is_kept_and_not_tried_otherwise() {
    module.be("luna-optional");
    var chosen = module.hsm().with(Pkcs11Settings.defaults().with(IvSource.TOKEN_APPENDED));
    session.close();
    session = chosen.login(module.slotOf(token), SoftHsm.userPin());
    assertThat(session.probe(NO_KEY).ivHome()).isEqualTo(IvHome.AFTER_TAG);
    works();
  }

  @ParameterizedTest
  @ValueSource(longs = {FaultyModule.DEVICE_REMOVED, 0x31})
  void a_token_that_goes_away_meanwhile_proves_nothing(long code) {
    module.fail(Function.ENCRYPT_INIT, code);
    assertThatThrownBy(() -> session.probe(NO_KEY)).isInstanceOf(HsmException.class);
    module.end();
    assertThat(session.doesAesGcm()).contains(true);
    assertThat(session.probe(NO_KEY).aesGcm()).isEqualTo(GcmVerdict.WORKS);
  }
}
