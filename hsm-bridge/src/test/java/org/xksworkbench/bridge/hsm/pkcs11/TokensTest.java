package org.xksworkbench.bridge.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xipki.pkcs11.wrapper.PKCS11Constants;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.hsm.Token.PinState;

class TokensTest {

  private static final char[] OTHER_PIN = "7654321".toCharArray();

  @Test
  void a_slot_tells_of_itself_and_of_its_token() {
    var details = SoftHsm.hsm().details(SoftHsm.newToken().id());
    assertThat(details.manufacturer()).contains("SoftHSM");
    var token = details.token().orElseThrow();
    assertThat(token.flags())
        .contains("CKF_LOGIN_REQUIRED", "CKF_TOKEN_INITIALIZED", "CKF_USER_PIN_INITIALIZED");
    assertThat(token.minPinLength()).isEqualTo(4);
    assertThat(token.soPin()).isEqualTo(PinState.OK);
    assertThat(token.protectedAuthenticationPath()).isFalse();
    assertThat(token.publicMemory().total()).isEqualTo(-1);
  }

  @Test
  void the_mechanisms_are_listed_with_key_sizes_and_what_they_are_for() {
    var mechanisms = SoftHsm.hsm().mechanisms(SoftHsm.newToken().id());
    assertThat(mechanisms)
        .filteredOn(one -> one.name().equals("CKM_AES_GCM"))
        .singleElement()
        .satisfies(gcm -> {
          assertThat(gcm.minKeySize()).isEqualTo(16);
          assertThat(gcm.maxKeySize()).isEqualTo(32);
          assertThat(gcm.flags()).containsExactly("ENCRYPT", "DECRYPT");
        });
    assertThat(mechanisms).hasSizeGreaterThan(50);
  }

  @Test
  void the_user_changes_the_pin() {
    var slot = SoftHsm.newToken();
    SoftHsm.hsm().changePin(slot.id(), Role.USER, SoftHsm.userPin(), OTHER_PIN.clone());
    assertThat(reasonOf(() -> SoftHsm.login(slot))).isEqualTo(Reason.PIN_INCORRECT);
    SoftHsm.hsm().login(slot.id(), OTHER_PIN.clone()).close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Grüße, Åse", "clef \uD834\uDD1E", "1\n2\r\n34", "€€€€", "\"}{'$(x)"})
  void a_pin_is_given_to_the_token_as_the_wrapper_itself_writes_it_in_utf_8(String text)
      throws Exception {
    var slot = SoftHsm.newToken();
    var pin = text.toCharArray();
    SoftHsm.hsm().changePin(slot.id(), Role.USER, SoftHsm.userPin(), pin);
    try (var raw = new RawToken(slot)) {
      raw.session().login(PKCS11Constants.CKU_USER, pin);
      raw.session().logout();
    }
    SoftHsm.hsm().resetUserPin(slot.id(), SoftHsm.soPin(), SoftHsm.userPin());
    SoftHsm.hsm().resetUserPin(slot.id(), SoftHsm.soPin(), pin);
    SoftHsm.hsm().login(slot.id(), pin).close();
  }

  @Test
  void half_of_a_character_is_refused_and_not_replaced() {
    var slot = SoftHsm.newToken();
    var half = "1234\uD834".toCharArray();
    assertThat(
            reasonOf(() -> SoftHsm.hsm().changePin(slot.id(), Role.USER, SoftHsm.userPin(), half)))
        .isEqualTo(Reason.PIN_INCORRECT);
    SoftHsm.login(slot).close();
  }

  @Test
  void the_security_officer_changes_the_pin_and_gives_the_user_another() {
    var slot = SoftHsm.newToken();
    var hsm = SoftHsm.hsm();
    hsm.changePin(slot.id(), Role.SECURITY_OFFICER, SoftHsm.soPin(), OTHER_PIN.clone());
    assertThat(reasonOf(() -> hsm.resetUserPin(slot.id(), SoftHsm.soPin(), "999999".toCharArray())))
        .isEqualTo(Reason.PIN_INCORRECT);
    hsm.resetUserPin(slot.id(), OTHER_PIN.clone(), "999999".toCharArray());
    hsm.login(slot.id(), "999999".toCharArray()).close();
  }

  @Test
  void a_wrong_pin_shows_in_the_retry_counter() {
    var slot = SoftHsm.newToken();
    assertThat(reasonOf(() -> SoftHsm.hsm().login(slot.id(), OTHER_PIN.clone())))
        .isEqualTo(Reason.PIN_INCORRECT);
    var state =
        SoftHsm.hsm().slots().stream()
            .filter(one -> one.id() == slot.id())
            .findFirst()
            .flatMap(org.xksworkbench.bridge.hsm.Slot::token)
            .orElseThrow()
            .userPin();
    assertThat(state).isEqualTo(PinState.COUNT_LOW);
  }

  @Test
  void the_security_officer_logs_in_and_sees_no_private_object() {
    var slot = SoftHsm.newToken();
    try (var user = SoftHsm.login(slot)) {
      user.generateAesKey(
          org.xksworkbench.bridge.hsm.AesKeyTemplate.forExternalKeyStore("private"));
    }
    try (var officer = SoftHsm.hsm().login(slot.id(), Role.SECURITY_OFFICER, SoftHsm.soPin())) {
      assertThat(officer.objects().find()).isEmpty();
    }
  }

  private static Reason reasonOf(Runnable call) {
    return catchThrowableOfType(HsmException.class, call::run).reason();
  }
}
