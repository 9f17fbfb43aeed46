package org.xksworkbench.bridge.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.ObjectRef;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.GcmRoute;

/// A real token, with AES-GCM through either lane.
@ParameterizedClass
@EnumSource(
    value = GcmRoute.class,
    names = {"FOREIGN", "WRAPPER"})
class Pkcs11HsmTest {

  private static final byte[] IV = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  private static final byte[] AAD = "context".getBytes(java.nio.charset.StandardCharsets.UTF_8);
  private static final byte[] TEXT =
      "attack at dawn".getBytes(java.nio.charset.StandardCharsets.UTF_8);

  @Parameter private GcmRoute lane;

  private Slot slot;
  private HsmSession session;

  @BeforeEach
  void logInToANewToken() {
    slot = SoftHsm.newToken();
    session = SoftHsm.login(slot, lane);
  }

  @AfterEach
  void logOut() {
    session.close();
  }

  @Test
  void the_module_tells_who_made_it() {
    assertThat(SoftHsm.hsm().module().manufacturer()).isEqualTo("SoftHSM");
    assertThat(SoftHsm.hsm().module().libraryVersion()).startsWith("2.");
  }

  @Test
  void a_missing_module_is_unusable_and_says_so(@TempDir Path folder) {
    var missing = folder.resolve("libnothing.so");
    assertThatThrownBy(() -> Pkcs11Hsm.open(missing))
        .isInstanceOf(HsmException.class)
        .hasMessageContaining("no such file")
        .extracting(e -> ((HsmException) e).reason())
        .isEqualTo(Reason.MODULE_UNUSABLE);
  }

  @Test
  void a_file_that_is_no_library_is_unusable(@TempDir Path folder) throws Exception {
    var text = Files.writeString(folder.resolve("libtext.so"), "not a library");
    assertReason(Reason.MODULE_UNUSABLE, () -> Pkcs11Hsm.open(text));
  }

  @Test
  void a_module_is_opened_once_a_process() {
    SoftHsm.hsm();
    assertReason(Reason.MODULE_UNUSABLE, () -> Pkcs11Hsm.open(SoftHsm.modulePath()));
  }

  @Test
  void a_new_token_is_listed_with_its_label() {
    assertThat(SoftHsm.hsm().slots())
        .filteredOn(listed -> listed.id() == slot.id())
        .singleElement()
        .satisfies(listed -> {
          var token = listed.token().orElseThrow();
          assertThat(token.label()).isEqualTo(slot.token().orElseThrow().label());
          assertThat(token.initialized()).isTrue();
          assertThat(token.userPinInitialized()).isTrue();
          assertThat(token.model()).contains("SoftHSM");
        });
  }

  @Test
  void a_wrong_pin_is_refused() {
    var other = SoftHsm.newToken();
    assertReason(
        Reason.PIN_INCORRECT, () -> SoftHsm.hsm().login(other.id(), "999999".toCharArray()));
  }

  @Test
  void a_generated_key_is_read_back_sensitive_never_extractable_and_local() {
    var key = session.generateAesKey(AesKeyTemplate.forExternalKeyStore("payments"));
    assertThat(key.spec()).isEqualTo("AES-256");
    assertThat(key.usages()).containsExactlyInAnyOrder(KeyUsage.ENCRYPT, KeyUsage.DECRYPT);
    assertThat(key.sensitive() && key.alwaysSensitive()).isTrue();
    assertThat(key.extractable()).isFalse();
    assertThat(key.neverExtractable() && key.local()).isTrue();
    assertThat(key.id()).hasSize(16);
    assertThat(session.secretKeys()).containsExactly(key);
  }

  @Test
  void size_and_usage_are_those_of_the_template() {
    var key = session.generateAesKey(new AesKeyTemplate("legacy", 128, Set.of(KeyUsage.ENCRYPT)));
    assertThat(key.spec()).isEqualTo("AES-128");
    assertThat(key.usages()).containsExactly(KeyUsage.ENCRYPT);
  }

  @Test
  void a_label_that_is_taken_is_refused_and_no_second_key_is_made() {
    session.generateAesKey(AesKeyTemplate.forExternalKeyStore("twice"));
    assertReason(
        Reason.LABEL_IN_USE,
        () -> session.generateAesKey(AesKeyTemplate.forExternalKeyStore("twice")));
    assertThat(session.secretKeys("twice")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 4300, 20_000})
  void what_is_encrypted_comes_back(int length) {
    var key = newKey("round-trip").ref();
    var text = session.random(length);
    var ciphertext = session.encryptGcm(key, IV, AAD, text);
    assertThat(ciphertext).hasSize(length + 16);
    assertThat(session.decryptGcm(key, IV, AAD, ciphertext)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 16})
  void another_implementation_of_aes_gcm_reads_what_the_token_wrote(int ivLength) throws Exception {
    var bytes = SoftHsm.importableKey();
    SoftHsm.importAesKey(slot, "known", bytes);
    var iv = session.random(ivLength);
    var ciphertext = session.encryptGcm(ObjectRef.secretKey("known", ""), iv, AAD, TEXT);

    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE, new SecretKeySpec(bytes, "AES"), new GCMParameterSpec(128, iv));
    cipher.updateAAD(AAD);
    assertThat(cipher.doFinal(ciphertext)).isEqualTo(TEXT);
  }

  @Test
  void a_changed_bit_in_ciphertext_tag_aad_or_iv_is_found() {
    var key = newKey("tamper").ref();
    var good = session.encryptGcm(key, IV, AAD, TEXT);
    for (var at : List.of(0, good.length - 1)) {
      var changed = good.clone();
      changed[at] ^= 1;
      assertReason(Reason.CIPHERTEXT_INVALID, () -> session.decryptGcm(key, IV, AAD, changed));
    }
    assertReason(
        Reason.CIPHERTEXT_INVALID, () -> session.decryptGcm(key, IV, new byte[] {1}, good));
    var otherIv = IV.clone();
    otherIv[0]++;
    assertReason(Reason.CIPHERTEXT_INVALID, () -> session.decryptGcm(key, otherIv, AAD, good));
    assertReason(Reason.CIPHERTEXT_INVALID, () -> session.decryptGcm(key, IV, AAD, new byte[15]));
    assertThat(session.decryptGcm(key, IV, AAD, good)).isEqualTo(TEXT);
  }

  @Test
  void a_wrong_tag_is_found_by_a_key_that_may_only_decrypt() {
    var both = newKey("tagged").ref();
    var key =
        session.generateAesKey(new AesKeyTemplate("decrypts", 256, Set.of(KeyUsage.DECRYPT))).ref();
    var foreign = session.encryptGcm(both, IV, AAD, TEXT);
    assertReason(Reason.CIPHERTEXT_INVALID, () -> session.decryptGcm(key, IV, AAD, foreign));
  }

  @Test
  void what_is_sealed_opens_with_the_iv_that_was_made_for_it() {
    var key = newKey("sealed").ref();
    var one = session.sealGcm(key, AAD, TEXT);
    var other = session.sealGcm(key, AAD, TEXT);
    assertThat(one.iv()).hasSize(12).isNotEqualTo(other.iv());
    assertThat(session.decryptGcm(key, one.iv(), AAD, one.ciphertextAndTag())).isEqualTo(TEXT);
  }

  @Test
  void both_lanes_read_what_the_other_wrote() {
    var key = newKey("shared").ref();
    var other = SoftHsm.hsm(lane == GcmRoute.FOREIGN ? GcmRoute.WRAPPER : GcmRoute.FOREIGN);
    var sealed = session.sealGcm(key, AAD, TEXT);
    session.close();
    session = other.login(slot.id(), SoftHsm.userPin());
    assertThat(session.decryptGcm(key, sealed.iv(), AAD, sealed.ciphertextAndTag()))
        .isEqualTo(TEXT);
  }

  @Test
  void no_text_at_all_is_encrypted_or_refused_but_spoils_nothing() {
    var key = newKey("empty").ref();
    if (lane == GcmRoute.WRAPPER) {
      // The wrapper gives SoftHSM a null pointer for it.
      assertReason(Reason.GENERAL, () -> session.encryptGcm(key, IV, AAD, new byte[0]));
    } else {
      var sealed = session.encryptGcm(key, IV, AAD, new byte[0]);
      assertThat(sealed).hasSize(16);
      assertThat(session.decryptGcm(key, IV, AAD, sealed)).isEmpty();
    }
    assertThat(session.encryptGcm(key, IV, AAD, TEXT)).hasSize(TEXT.length + 16);
  }

  @Test
  void a_key_that_may_only_encrypt_does_not_decrypt() {
    var key =
        session.generateAesKey(new AesKeyTemplate("one-way", 256, Set.of(KeyUsage.ENCRYPT))).ref();
    var ciphertext = session.encryptGcm(key, IV, AAD, TEXT);
    assertReason(
        Reason.KEY_USAGE_NOT_PERMITTED, () -> session.decryptGcm(key, IV, AAD, ciphertext));
  }

  @Test
  void a_deleted_key_is_not_found_even_if_it_was_used_before() {
    var key = newKey("short-lived").ref();
    session.encryptGcm(key, IV, AAD, TEXT);
    session.objects().delete(key);
    assertReason(Reason.KEY_NOT_FOUND, () -> session.encryptGcm(key, IV, AAD, TEXT));
    assertThat(session.secretKeys()).isEmpty();
  }

  @Test
  void a_key_made_anew_under_the_same_label_is_found_behind_the_stale_handle() {
    var byLabel = ObjectRef.secretKey("renewed", "");
    newKey("renewed");
    session.encryptGcm(byLabel, IV, AAD, TEXT);
    session.objects().delete(session.secretKeys("renewed").getFirst().ref());
    newKey("renewed");
    var ciphertext = session.encryptGcm(byLabel, IV, AAD, TEXT);
    assertThat(session.decryptGcm(byLabel, IV, AAD, ciphertext)).isEqualTo(TEXT);
  }

  @Test
  void a_label_that_was_given_to_another_key_names_that_one_at_once() {
    var first = newKey("moves");
    var other = newKey("other");
    var byLabel = ObjectRef.secretKey("moves", "");
    var ciphertext = session.encryptGcm(byLabel, IV, AAD, TEXT);
    session.objects().setLabel(first.ref(), "before");
    session.objects().setLabel(other.ref(), "moves");
    assertReason(Reason.CIPHERTEXT_INVALID, () -> session.decryptGcm(byLabel, IV, AAD, ciphertext));
  }

  @Test
  void a_label_that_two_keys_have_is_refused_unless_the_id_tells_them_apart() {
    newKey("double");
    SoftHsm.importAesKey(slot, "double", SoftHsm.importableKey());
    assertReason(
        Reason.KEY_AMBIGUOUS,
        () -> session.encryptGcm(ObjectRef.secretKey("double", ""), IV, AAD, TEXT));
    var one = session.secretKeys("double").getFirst().ref();
    assertThat(session.encryptGcm(one, IV, AAD, TEXT)).hasSize(TEXT.length + 16);
  }

  @Test
  void many_threads_get_their_own_text_back() throws Exception {
    var key = newKey("busy").ref();
    try (var threads = Executors.newFixedThreadPool(16)) {
      Callable<Boolean> work =
          () -> {
            for (var i = 0; i < 50; i++) {
              var text = session.random(64);
              var iv = session.random(12);
              var back = session.decryptGcm(key, iv, AAD, session.encryptGcm(key, iv, AAD, text));
              if (!Arrays.equals(text, back)) {
                return false;
              }
            }
            return true;
          };
      for (var outcome : threads.invokeAll(IntStream.range(0, 16).mapToObj(_ -> work).toList())) {
        assertThat(outcome.get()).isTrue();
      }
    }
  }

  @Test
  void after_logout_nothing_works_and_it_says_why() {
    var key = newKey("left").ref();
    session.close();
    assertReason(Reason.NOT_LOGGED_IN, () -> session.encryptGcm(key, IV, AAD, TEXT));
    session = SoftHsm.login(slot, lane);
    assertThat(session.encryptGcm(key, IV, AAD, TEXT)).hasSize(TEXT.length + 16);
  }

  private HsmKey newKey(String label) {
    return session.generateAesKey(AesKeyTemplate.forExternalKeyStore(label));
  }

  private static void assertReason(
      Reason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .asInstanceOf(type(HsmException.class))
        .extracting(HsmException::reason)
        .isEqualTo(reason);
  }
}
