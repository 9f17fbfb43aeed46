package org.xksworkbench.bridge.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.FaultyModule;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.ObjectRef;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.GcmRoute;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.IvSource;

/// No ciphertext leaves under an initialization vector that is not known, whatever the settings
/// say; and tokens with few sessions, or without random bytes, serve.
class KnownIvTest {

  private static final byte[] TEXT = "attack at dawn".getBytes(StandardCharsets.UTF_8);
  private static final byte[] AAD = "context".getBytes(StandardCharsets.UTF_8);
  private static final byte[] CHOSEN = "twelve bytes".getBytes(StandardCharsets.UTF_8);
  private static final int CALLERS = 8;
  private static final int CALLS = 50;

  private Slot token;
  private ObjectRef key;
  private FaultyModule module;
  private HsmSession session;

  @BeforeEach
  void makeAKey() {
    token = SoftHsm.newToken();
    try (var setup = SoftHsm.login(token)) {
      key = setup.generateAesKey(AesKeyTemplate.forExternalKeyStore("payments")).ref();
    }
  }

  @AfterEach
  void end() {
    module.be("");
    session.close();
    module.close();
  }

  private void logIn(Pkcs11Settings settings, String modes) {
    module = FaultyModule.start(settings);
    module.be(modes);
    session = module.hsm().login(module.slotOf(token), SoftHsm.userPin());
  }

  @ParameterizedTest
  @CsvSource({
    "'', TOKEN_MADE, made no initialization vector",
    "'', TOKEN_APPENDED, made no initialization vector",
    "'', TOKEN_PREPENDED, made no initialization vector",
    "iv:ignored, TOKEN_MADE, made no initialization vector",
    "iv:replaced, AUTO, used another than the one that it was given",
    "iv:replaced, TOKEN_RANDOM, used another than the one that it was given",
    "iv:replaced, SYSTEM_RANDOM, used another than the one that it was given"
  })
  void under_a_wrong_setting_nothing_leaves(String modes, IvSource source, String why) {
    logIn(Pkcs11Settings.defaults().with(GcmRoute.FOREIGN).with(source), modes);
    assertThatThrownBy(() -> session.sealGcm(key, AAD, TEXT))
        .isInstanceOf(HsmException.class)
        .hasMessageContaining(why);
  }

  @Test
  void a_chosen_vector_that_was_not_used_is_refused_too() {
    logIn(Pkcs11Settings.defaults().with(GcmRoute.FOREIGN), "iv:replaced");
    assertThatThrownBy(() -> session.encryptGcm(key, CHOSEN, AAD, TEXT))
        .isInstanceOf(HsmException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"FOREIGN", "WRAPPER"})
  void a_vector_that_is_used_and_appended_is_cut_off(GcmRoute lane) {
    logIn(Pkcs11Settings.defaults().with(lane), "protectserver-old");
    var sealed = session.sealGcm(key, AAD, TEXT);
    assertThat(sealed.ciphertextAndTag()).hasSize(TEXT.length + 16);
    assertThat(session.decryptGcm(key, sealed.iv(), AAD, sealed.ciphertextAndTag()))
        .isEqualTo(TEXT);
  }

  @ParameterizedTest
  @CsvSource({"luna-fips, TOKEN_APPENDED, 16", "cloudhsm, TOKEN_MADE, 12"})
  void a_vector_of_the_token_is_found_where_it_comes_back(
      String vendor, IvSource source, int length) {
    logIn(Pkcs11Settings.defaults().with(GcmRoute.FOREIGN).with(source), vendor);
    var sealed = session.sealGcm(key, AAD, TEXT);
    assertThat(sealed.iv()).hasSize(length);
    assertThat(session.decryptGcm(key, sealed.iv(), AAD, sealed.ciphertextAndTag()))
        .isEqualTo(TEXT);
  }

  @ParameterizedTest
  @CsvSource({
    "random:8-32, FOREIGN",
    "random:100-200, FOREIGN",
    "random:8-32, WRAPPER",
    "random:100-200, WRAPPER"
  })
  void a_token_that_limits_its_random_bytes_or_gives_none_still_encrypts(
      String mode, GcmRoute lane) {
    logIn(Pkcs11Settings.defaults().with(lane), mode);
    var one = session.sealGcm(key, AAD, TEXT);
    var other = session.sealGcm(key, AAD, TEXT);
    assertThat(one.iv()).hasSize(12).isNotEqualTo(other.iv()).isNotEqualTo(new byte[12]);
    assertThat(session.decryptGcm(key, one.iv(), AAD, one.ciphertextAndTag())).isEqualTo(TEXT);
  }

  @Test
  void where_the_tokens_random_bytes_were_asked_for_no_others_are_used() {
    logIn(Pkcs11Settings.defaults().with(IvSource.TOKEN_RANDOM), "random:100-200");
    assertThatThrownBy(() -> session.sealGcm(key, AAD, TEXT))
        .hasMessageContaining("iv = \"system\"")
        .extracting(e -> ((HsmException) e).reason())
        .isEqualTo(Reason.MECHANISM_UNSUPPORTED);
  }

  /// One session is that of the login.
  @ParameterizedTest
  @ValueSource(strings = {"sessions:2", "sessions:3"})
  void a_token_with_few_sessions_serves_many_callers(String mode) throws Exception {
    logIn(Pkcs11Settings.defaults(), mode);
    Callable<Integer> caller =
        () -> {
          for (var i = 0; i < CALLS; i++) {
            var sealed = session.sealGcm(key, AAD, TEXT);
            assertThat(session.decryptGcm(key, sealed.iv(), AAD, sealed.ciphertextAndTag()))
                .isEqualTo(TEXT);
            assertThat(session.secretKeys("payments")).hasSize(1);
          }
          return CALLS;
        };
    try (var executor = Executors.newFixedThreadPool(CALLERS)) {
      var running = IntStream.range(0, CALLERS).mapToObj(_ -> executor.submit(caller)).toList();
      for (Future<Integer> one : running) {
        assertThat(one.get()).isEqualTo(CALLS);
      }
    }
  }
}
