package org.xksworkbench.bridge.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKK_AES;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.crypto.engines.AESEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.AttributeType;
import org.xksworkbench.bridge.hsm.CheckValueMethod;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmObject;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.ObjectClass;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.hsm.TokenObjects;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.GcmRoute;

/// Objects of a real token, read through either way.
@ParameterizedClass
@EnumSource(
    value = GcmRoute.class,
    names = {"FOREIGN", "WRAPPER"})
class TokenObjectsTest {

  @Parameter private GcmRoute lane;

  private Slot slot;
  private HsmSession session;
  private TokenObjects objects;

  @BeforeEach
  void logInToANewToken() {
    slot = SoftHsm.newToken();
    session = SoftHsm.login(slot, lane);
    objects = session.objects();
  }

  @AfterEach
  void logOut() {
    session.close();
  }

  @Test
  void objects_of_every_class_are_found_and_read_with_what_is_legal_for_them() throws Exception {
    try (var raw = new RawToken(slot)) {
      raw.oneOfEach("mixed");
    }
    session.generateAesKey(AesKeyTemplate.forExternalKeyStore("made"));

    var all = objects.read(objects.find());

    assertThat(all)
        .extracting(object -> object.ref().objectClass())
        .containsExactlyInAnyOrder(
            ObjectClass.DATA,
            ObjectClass.CERTIFICATE,
            ObjectClass.PUBLIC_KEY,
            ObjectClass.DOMAIN_PARAMETERS,
            ObjectClass.SECRET_KEY,
            ObjectClass.SECRET_KEY,
            ObjectClass.SECRET_KEY);
    var rsa = only(all, ObjectClass.PUBLIC_KEY);
    assertThat(rsa.spec()).isEqualTo("RSA-2048");
    assertThat(rsa.text(AttributeType.PUBLIC_EXPONENT)).isEqualTo("010001");
    assertThat(rsa.usages()).contains("verify");
    var certificate = only(all, ObjectClass.CERTIFICATE);
    assertThat(certificate.text(AttributeType.CERTIFICATE_TYPE)).isEqualTo("X.509");
    assertThat(certificate.text(AttributeType.CERTIFICATE_VALUE)).hasSize(4000);
    assertThat(certificate.ref().id()).isEqualTo("0102");
    assertThat(only(all, ObjectClass.DATA).text(AttributeType.APPLICATION)).isEqualTo("ledger");
    var made = all.stream().filter(one -> one.ref().label().equals("made")).findFirst();
    assertThat(made.orElseThrow().spec()).isEqualTo("AES-256");
    assertThat(made.orElseThrow().text(AttributeType.KEY_GEN_MECHANISM))
        .isEqualTo("CKM_AES_KEY_GEN");
    var key = session.secretKeys("made").getFirst();
    assertThat(key.ref())
        .as("one reference, however it is read")
        .isEqualTo(made.orElseThrow().ref());
    assertThat(made.orElseThrow().attributes()).containsAll(key.object().attributes());
  }

  /// SoftHSM 2.6.1 stores the date of a private object in clear and reads it as if it were
  /// encrypted: CKR_GENERAL_ERROR.
  @Test
  void a_date_that_softhsm_cannot_read_back_hides_no_object() throws Exception {
    session.generateAesKey(AesKeyTemplate.forExternalKeyStore("without"));
    try (var raw = new RawToken(slot)) {
      raw.dated("with", Instant.parse("2026-01-31T00:00:00Z"));
    }
    var all = objects.read(objects.find());
    assertThat(all)
        .extracting(one -> one.ref().label())
        .containsExactlyInAnyOrder("with", "without");
    var dated =
        all.stream().filter(one -> one.ref().label().equals("with")).findFirst().orElseThrow();
    assertThat(dated.spec()).isEqualTo("AES-256");
    assertThat(dated.usages()).contains("encrypt", "decrypt");
    assertThat(dated.text(AttributeType.START_DATE))
        .isIn("cannot be read (CKR_GENERAL_ERROR)", "2026-01-31");
    assertThat(session.secretKeys()).extracting(HsmKey::spec).containsOnly("AES-256").hasSize(2);
  }

  @Test
  void key_material_and_the_content_of_data_are_never_among_the_attributes() throws Exception {
    try (var raw = new RawToken(slot)) {
      raw.oneOfEach("mixed");
    }
    for (var object : objects.read(objects.find())) {
      if (object.ref().objectClass() != ObjectClass.CERTIFICATE) {
        assertThat(object.attributes())
            .as("%s", object.ref())
            .noneMatch(one -> one.name().equals("CKA_VALUE"))
            .noneMatch(one -> one.name().equals("CKA_CHECK_VALUE"));
      }
    }
  }

  @Test
  void an_attribute_of_the_vendor_can_be_asked_for_and_no_other() {
    var key = generate("asked");
    assertThat(objects.readWith(key.ref(), Set.of(0x8000_0001L)).attributes())
        .containsAll(key.attributes());
    var failure =
        catchThrowableOfType(HsmException.class, () -> objects.readWith(key.ref(), Set.of(0x11L)));
    assertThat(failure).hasMessageContaining("no attribute of a vendor");
  }

  @Test
  void a_label_is_changed_but_not_to_one_that_another_key_has() {
    var one = generate("one");
    var other = generate("other");

    var renamed = objects.setLabel(one.ref(), "first");

    assertThat(renamed.ref().label()).isEqualTo("first");
    assertThat(session.secretKeys("one")).isEmpty();
    var failure =
        catchThrowableOfType(HsmException.class, () -> objects.setLabel(renamed.ref(), "other"));
    assertThat(failure.reason()).isEqualTo(Reason.LABEL_IN_USE);
    assertThat(session.secretKeys("other")).hasSize(1);
    assertThat(objects.setLabel(other.ref(), "other").ref()).isEqualTo(other.ref());
  }

  @Test
  void an_id_is_changed_but_not_to_one_that_another_key_has() {
    var one = generate("one");
    var other = generate("other");

    assertThat(objects.setId(one.ref(), "0a0b").ref().id()).isEqualTo("0a0b");

    var failure =
        catchThrowableOfType(HsmException.class, () -> objects.setId(other.ref(), "0a0b"));
    assertThat(failure.reason()).isEqualTo(Reason.LABEL_IN_USE);
    failure = catchThrowableOfType(HsmException.class, () -> objects.setId(other.ref(), "xyz"));
    assertThat(failure).hasMessageContaining("hexadecimal");
  }

  @Test
  void a_usage_is_ended_and_allowed_again_and_read_back() {
    var key = generate("switch");
    var without = objects.setUsage(key.ref(), KeyUsage.ENCRYPT, false);
    assertThat(without.usages()).containsExactly("decrypt");
    assertThat(objects.setUsage(without.ref(), KeyUsage.ENCRYPT, true).usages())
        .containsExactly("encrypt", "decrypt");
  }

  @Test
  void nothing_is_done_to_an_object_that_is_not_what_it_was() {
    var key = generate("before");
    objects.setLabel(key.ref(), "after");
    var failure = catchThrowableOfType(HsmException.class, () -> objects.delete(key.ref()));
    assertThat(failure.reason()).isEqualTo(Reason.KEY_NOT_FOUND);
    assertThat(session.secretKeys("after")).hasSize(1);
  }

  @Test
  void one_of_two_keys_with_the_same_label_and_id_is_deleted_and_the_other_stays()
      throws Exception {
    try (var raw = new RawToken(slot)) {
      raw.secret("twin", CKK_AES, new byte[32]);
      raw.secret("twin", CKK_AES, new byte[16]);
    }
    var twins = objects.read(objects.find(ObjectClass.SECRET_KEY, "twin"));
    var longer = twins.stream().filter(one -> one.sizeBits() == 256).findFirst().orElseThrow();

    objects.delete(longer.ref());

    assertThat(objects.read(objects.find(ObjectClass.SECRET_KEY, "twin")))
        .extracting(HsmObject::spec)
        .containsExactly("AES-128");
  }

  @Test
  void an_object_that_is_gone_is_left_out() {
    var key = generate("gone");
    var stays = generate("stays");
    var numbers = objects.find();
    objects.delete(key.ref());
    assertThat(objects.read(numbers)).extracting(HsmObject::ref).containsExactly(stays.ref());
  }

  @Test
  void an_object_that_is_damaged_hides_no_other() {
    var whole = generate("whole");
    SoftHsm.damage(slot);
    var numbers = objects.find();
    assertThat(numbers).as("the token finds it").hasSize(2);
    assertThat(objects.read(numbers)).extracting(HsmObject::ref).contains(whole.ref());
  }

  @Test
  void the_ecb_check_value_is_the_start_of_an_encrypted_block_of_zeros() throws Exception {
    var bytes = SoftHsm.importableKey();
    try (var raw = new RawToken(slot)) {
      raw.secret("known", CKK_AES, bytes);
    }
    var key = objects.read(objects.find(ObjectClass.SECRET_KEY, "known")).getFirst();
    var aes = AESEngine.newInstance();
    aes.init(true, new org.bouncycastle.crypto.params.KeyParameter(bytes));
    var block = new byte[16];
    aes.processBlock(block, 0, block, 0);

    assertThat(objects.checkValue(key.ref(), CheckValueMethod.ECB))
        .isEqualTo(Arrays.copyOf(block, 3));
    assertThat(objects.checkValue(key.ref(), CheckValueMethod.CMAC)).hasSize(3);
  }

  @Test
  void a_check_value_that_the_token_cannot_give_says_why() {
    var key = generate("silent");
    var failure =
        catchThrowableOfType(
            HsmException.class, () -> objects.checkValue(key.ref(), CheckValueMethod.CMAC));
    assertThat(failure.reason()).isEqualTo(Reason.KEY_USAGE_NOT_PERMITTED);
  }

  @Test
  void what_differs_from_the_template_is_said_in_words() {
    var key = generate("differs");
    var asked = new AesKeyTemplate("differs", 128, Set.of(KeyUsage.ENCRYPT));
    assertThat(asked.differences(key))
        .containsExactlyInAnyOrder(
            "CKA_VALUE_LEN is 32; 16 was expected.", "CKA_DECRYPT is true; false was expected.");
  }

  @Test
  void without_a_login_only_public_objects_are_shown() throws Exception {
    try (var raw = new RawToken(slot)) {
      raw.oneOfEach("mixed");
    }
    session.close();
    try (var nobody = SoftHsm.hsm(lane).login(slot.id(), Role.NOBODY, new char[0])) {
      var shown = nobody.objects().read(nobody.objects().find());
      assertThat(shown.stream().map(one -> one.ref().objectClass()).collect(Collectors.toSet()))
          .containsExactlyInAnyOrder(
              ObjectClass.CERTIFICATE, ObjectClass.PUBLIC_KEY, ObjectClass.DOMAIN_PARAMETERS);
    }
    session = SoftHsm.login(slot, lane);
  }

  private HsmObject generate(String label) {
    session.generateAesKey(AesKeyTemplate.forExternalKeyStore(label));
    return objects.read(objects.find(ObjectClass.SECRET_KEY, label)).getFirst();
  }

  private static HsmObject only(List<HsmObject> all, ObjectClass objectClass) {
    return all.stream()
        .filter(one -> one.ref().objectClass() == objectClass)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void both_readers_read_the_same() throws Exception {
    try (var raw = new RawToken(slot)) {
      raw.oneOfEach("mixed");
    }
    var other =
        SoftHsm.hsm(lane == GcmRoute.FOREIGN ? GcmRoute.WRAPPER : GcmRoute.FOREIGN)
            .login(slot.id(), Role.NOBODY, new char[0]);
    try {
      assertThat(other.objects().read(objects.find()))
          .usingRecursiveComparison()
          .isEqualTo(objects.read(objects.find()));
    } finally {
      other.close();
    }
  }
}
