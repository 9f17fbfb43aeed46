package org.xksworkbench.bridge.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.FaultyModule;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.SoftHsm;

/// The tests' own tokens of other vendors do what those vendors document, seen without any code of
/// ours that copes with it.
class VendorShimTest {

  private static final byte[] TEXT = "attack at dawn".getBytes(StandardCharsets.UTF_8);
  private static final byte[] AAD = "context".getBytes(StandardCharsets.UTF_8);
  private static final int TAG = 16;
  private static final long AES_GCM = 0x1087;
  private static final long PARAMETERS_INVALID = 0x71;
  private static final byte[] ZERO = new byte[12];
  private static final byte[] CHOSEN = "twelve bytes".getBytes(StandardCharsets.UTF_8);
  private static final byte[] LONGER = "sixteen bytes ok".getBytes(StandardCharsets.UTF_8);

  private FaultyModule module;
  private HsmSession login;
  private ForeignCryptoki cryptoki;
  private long session;
  private long key;
  private long mechanism = AES_GCM;

  /// What came of `C_EncryptInit` and `C_Encrypt`.
  ///
  /// @param iv as it is in the caller's memory afterwards
  private record Sealed(long code, byte[] output, byte[] iv) {

    /// Beyond text and tag.
    int extra() {
      return output.length - TEXT.length - TAG;
    }

    byte[] appended() {
      return Arrays.copyOfRange(output, TEXT.length + TAG, output.length);
    }

    byte[] sealed() {
      return Arrays.copyOf(output, TEXT.length + TAG);
    }
  }

  @BeforeEach
  void makeAKey() throws Exception {
    var token = SoftHsm.newToken();
    try (var setup = SoftHsm.login(token)) {
      var _ = setup.generateAesKey(AesKeyTemplate.forExternalKeyStore("payments"));
    }
    module = FaultyModule.start(Pkcs11Settings.defaults());
    var slot = module.slotOf(token);
    login = module.hsm().login(slot, SoftHsm.userPin());
    cryptoki = new ForeignCryptoki(FunctionList.of(FaultyModule.path()));
    session = cryptoki.openSession(slot, true);
    for (var one : RawToken.slots(FaultyModule.path())) {
      if (one.getSlotID() == slot) {
        var raw = one.getToken().openSession(true);
        key = SecretKeys.find(raw, SecretKeys.byLabel("payments"), 2).getFirst();
        raw.closeSession();
      }
    }
  }

  @AfterEach
  void end() {
    module.be("");
    var _ = cryptoki.closeSession(session);
    login.close();
    module.close();
  }

  @Test
  void a_luna_in_fips_mode_makes_the_iv_and_puts_it_after_the_tag() {
    module.be("luna-fips");
    var sealed = seal(null, 0, 0);
    assertThat(sealed.extra()).isEqualTo(16);
    assertThat(open(sealed.appended(), 128, sealed.sealed())).isEqualTo(TEXT);
    assertThat(open(sealed.appended(), 0, sealed.sealed())).as("without ulIvBits").isNull();
    assertThat(seal(CHOSEN, 12, 96).code()).isEqualTo(PARAMETERS_INVALID);
  }

  @Test
  void a_newer_luna_goes_by_the_length_and_the_bits() {
    module.be("luna-7.9.3");
    assertThat(seal(null, 0, 0).extra()).isEqualTo(16);
    assertThat(seal(null, 0, 96).extra()).isEqualTo(12);
    var mixed = seal(LONGER, 16, 96);
    assertThat(mixed.appended()).hasSize(16).startsWith(Arrays.copyOf(LONGER, 4));
    assertThat(mixed.appended()).isNotEqualTo(LONGER);
    assertThat(open(mixed.appended(), 128, mixed.sealed())).isEqualTo(TEXT);
    assertThat(seal(CHOSEN, 12, 96).code()).isEqualTo(PARAMETERS_INVALID);
  }

  @Test
  void a_luna_that_is_not_in_fips_mode_takes_an_iv_or_makes_one() {
    module.be("luna-optional");
    assertThat(seal(CHOSEN, 12, 96).extra()).isZero();
    assertThat(seal(null, 0, 0).extra()).isEqualTo(16);
  }

  @Test
  void a_luna_that_lost_its_members_is_dead_until_the_module_is_started_again() {
    module.be("luna-lost");
    assertThatThrownBy(
            () -> {
              for (var i = 0; i < 50; i++) {
                var _ = login.random(8);
              }
            })
        .hasMessageContaining("CKR_DEVICE_ERROR");
    module.hsm().reload();
    assertThat(module.hsm().slots()).isNotEmpty();
  }

  @Test
  void a_protect_server_fills_zeros_and_takes_another_iv_and_an_old_one_always_appends() {
    module.be("protectserver");
    var filled = seal(ZERO, 12, 96);
    assertThat(filled.extra()).isZero();
    assertThat(filled.iv()).isNotEqualTo(ZERO);
    assertThat(open(filled.iv(), 96, filled.sealed())).isEqualTo(TEXT);
    assertThat(seal(CHOSEN, 12, 96).iv()).isEqualTo(CHOSEN);
    assertThat(seal(null, 0, 0).code()).isEqualTo(PARAMETERS_INVALID);
    module.be("protectserver-old");
    assertThat(seal(CHOSEN, 12, 96).appended()).isEqualTo(CHOSEN);
  }

  @Test
  void a_cloud_hsm_takes_zeros_only_has_limits_and_no_read_only_sessions() {
    module.be("cloudhsm");
    var sealed = seal(ZERO, 12, 96);
    assertThat(sealed.iv()).isNotEqualTo(ZERO);
    assertThat(open(sealed.iv(), 96, sealed.sealed())).isEqualTo(TEXT);
    assertThat(seal(CHOSEN, 12, 96).code()).isEqualTo(PARAMETERS_INVALID);
    module.be("cloudhsm,limit:5");
    assertThat(seal(ZERO, 12, 96).code()).isEqualTo(0x21);
    assertThatThrownBy(() -> cryptoki.openSession(0, false))
        .isInstanceOf(PKCS11Exception.class)
        .hasMessageContaining("FUNCTION_FAILED");
  }

  @Test
  void an_nshield_tells_a_wrong_tag_as_a_function_that_failed() {
    module.be("nshield");
    var sealed = seal(ZERO, 12, 96);
    var wrong = sealed.sealed();
    wrong[0] ^= 1;
    assertThat(decrypt(sealed.iv(), 96, wrong).code()).isEqualTo(0x06);
    module.be("softhsm-2.7");
    assertThat(decrypt(sealed.iv(), 96, wrong).code()).isEqualTo(0x40);
  }

  @Test
  void googles_has_a_mechanism_of_its_own_and_writes_the_iv_when_it_encrypts() {
    module.be("google");
    assertThat(seal(ZERO, 12, 96).code()).as("0x1087").isEqualTo(0x70);
    mechanism = 0x8001E101L;
    var sealed = seal(ZERO, 12, 96);
    assertThat(sealed.iv()).isNotEqualTo(ZERO);
    assertThat(open(sealed.iv(), 96, sealed.sealed())).isEqualTo(TEXT);
    assertThat(login.random(8)).hasSize(8);
    assertThatThrownBy(() -> login.random(4)).hasMessageContaining("ARGUMENTS_BAD");
  }

  @Test
  void a_token_without_aes_gcm_neither_lists_nor_does_it() {
    module.be("yubihsm");
    assertThat(seal(CHOSEN, 12, 96).code()).isEqualTo(0x70);
    assertThat(module.hsm().mechanisms(slot()))
        .isNotEmpty()
        .noneMatch(one -> one.code() == AES_GCM);
  }

  @Test
  void the_worst_use_another_iv_than_the_callers() {
    module.be("iv:replaced");
    assertThat(seal(CHOSEN, 12, 96).iv()).isNotEqualTo(CHOSEN);
    module.be("iv:ignored");
    var ignored = seal(CHOSEN, 12, 96);
    assertThat(ignored.iv()).isEqualTo(CHOSEN);
    assertThat(open(CHOSEN, 96, ignored.sealed())).isNull();
    module.be("iv:ignored-twice");
    var twice = seal(CHOSEN, 12, 96);
    assertThat(open(ZERO, 96, twice.sealed())).as("under any other").isEqualTo(TEXT);
  }

  @Test
  void sessions_can_be_few() throws Exception {
    module.be("sessions:1");
    assertThatThrownBy(() -> cryptoki.openSession(slot(), true))
        .isInstanceOf(PKCS11Exception.class)
        .hasMessageContaining("SESSION_COUNT");
  }

  private long slot() {
    return module.hsm().slots().stream()
        .filter(slot -> slot.token().filter(login.token()::equals).isPresent())
        .findFirst()
        .orElseThrow()
        .id();
  }

  private Sealed seal(byte @Nullable [] iv, int length, int bits) {
    return run(true, iv, length, bits, TEXT);
  }

  private Sealed decrypt(byte[] iv, int bits, byte[] sealed) {
    return run(false, iv, iv.length, bits, sealed);
  }

  private byte @Nullable [] open(byte[] iv, int bits, byte[] sealed) {
    var opened = decrypt(iv, bits, sealed);
    return opened.code() == 0 ? opened.output() : null;
  }

  private Sealed run(boolean encrypt, byte @Nullable [] iv, int length, int bits, byte[] input) {
    try (var arena = Arena.ofConfined()) {
      var ivs = arena.allocate(32);
      if (iv != null) {
        MemorySegment.copy(iv, 0, ivs, JAVA_BYTE, 0, iv.length);
      }
      var aad = arena.allocateFrom(JAVA_BYTE, AAD);
      var params = arena.allocate(6L * Long.BYTES, Long.BYTES);
      params.set(ADDRESS, 0, iv == null ? MemorySegment.NULL : ivs);
      params.set(JAVA_LONG, 8, length);
      params.set(JAVA_LONG, 16, bits);
      params.set(ADDRESS, 24, aad);
      params.set(JAVA_LONG, 32, AAD.length);
      params.set(JAVA_LONG, 40, TAG * 8L);
      var gcm = arena.allocate(3L * Long.BYTES, Long.BYTES);
      gcm.set(JAVA_LONG, 0, mechanism);
      gcm.set(ADDRESS, 8, params);
      gcm.set(JAVA_LONG, 16, params.byteSize());
      var in = arena.allocateFrom(JAVA_BYTE, input);
      var out = arena.allocate(256);
      var outLength = arena.allocate(JAVA_LONG);
      outLength.set(JAVA_LONG, 0, out.byteSize());
      var code =
          encrypt
              ? cryptoki.encryptInit(session, gcm, key)
              : cryptoki.decryptInit(session, gcm, key);
      if (code == 0) {
        code =
            encrypt
                ? cryptoki.encrypt(session, in, input.length, out, outLength)
                : cryptoki.decrypt(session, in, input.length, out, outLength);
      }
      return new Sealed(
          code,
          out.asSlice(0, code == 0 ? outLength.get(JAVA_LONG, 0) : 0).toArray(JAVA_BYTE),
          ivs.asSlice(0, length).toArray(JAVA_BYTE));
    }
  }
}
