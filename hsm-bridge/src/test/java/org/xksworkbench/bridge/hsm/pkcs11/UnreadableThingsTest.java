package org.xksworkbench.bridge.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.AttributeType;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;
import org.xksworkbench.bridge.hsm.FaultyModule;
import org.xksworkbench.bridge.hsm.FaultyModule.Function;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmObject;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.MechanismDetails;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.GcmRoute;

/// What cannot be read is marked and hides nothing else, read either way.
@ParameterizedClass
@EnumSource(
    value = GcmRoute.class,
    names = {"FOREIGN", "WRAPPER"})
class UnreadableThingsTest {

  @Parameter private GcmRoute lane;

  private Slot token;
  private FaultyModule module;
  private HsmSession session;

  @BeforeEach
  void makeKeys() {
    token = SoftHsm.newToken();
    try (var setup = SoftHsm.login(token)) {
      for (var label : List.of("one", "two")) {
        var _ = setup.generateAesKey(AesKeyTemplate.forExternalKeyStore(label));
      }
    }
    module = FaultyModule.start(Pkcs11Settings.defaults().with(lane));
    session = module.hsm().login(module.slotOf(token), SoftHsm.userPin());
  }

  @AfterEach
  void end() {
    module.be("");
    module.end();
    session.close();
    module.close();
  }

  @Test
  void an_attribute_that_cannot_be_read_hides_neither_its_key_nor_others() {
    // CKA_DERIVE
    module.be("badattr:10c");
    var keys = session.secretKeys();
    assertThat(keys).extracting(HsmKey::label).containsExactlyInAnyOrder("one", "two");
    assertThat(keys)
        .allSatisfy(key -> {
          assertThat(key.spec()).isEqualTo("AES-256");
          assertThat(key.usages()).contains(KeyUsage.ENCRYPT, KeyUsage.DECRYPT);
        });
  }

  @Test
  void an_attribute_that_cannot_be_read_says_so_where_it_stands() {
    // The dates, with return codes that no standard expects there.
    for (var code : List.of("5", "6", "80000001")) {
      module.be("badattr:110+111,badrv:" + code);
      var objects = session.objects().read(session.objects().find());
      assertThat(objects).hasSize(2);
      for (var object : objects) {
        assertThat(object.spec()).isEqualTo("AES-256");
        assertThat(object.text(AttributeType.START_DATE)).startsWith("cannot be read (");
        assertThat(object.text(AttributeType.END_DATE)).startsWith("cannot be read (");
        assertThat(object.text(AttributeType.LABEL)).isIn("one", "two");
      }
    }
  }

  /// As over p11-kit's client.
  @Test
  void arrays_that_seem_a_failed_device_hide_nothing_else() {
    module.be("badattr:40000211+40000212+40000600,badrv:30");
    var objects = session.objects().read(session.objects().find());
    assertThat(objects).hasSize(2);
    for (var object : objects) {
      assertThat(object.spec()).isEqualTo("AES-256");
      assertThat(object.text(AttributeType.ALLOWED_MECHANISMS))
          .isEqualTo("cannot be read (CKR_DEVICE_ERROR)");
    }
    // What is no array says it of the device.
    module.be("badattr:10c,badrv:30");
    assertThatThrownBy(() -> session.objects().read(session.objects().find()))
        .isInstanceOf(HsmException.class);
  }

  @Test
  void an_object_that_cannot_be_read_is_shown_as_one() {
    var numbers = session.objects().find();
    // As many times as the first object is asked for its class.
    module.fail(Function.GET_ATTRIBUTE_VALUE, FaultyModule.GENERAL_ERROR, 2);
    var objects = session.objects().read(numbers);
    assertThat(objects).hasSize(2);
    assertThat(objects).filteredOn(object -> !object.ref().label().isEmpty()).hasSize(1);
    assertThat(objects)
        .filteredOn(object -> object.ref().label().isEmpty())
        .singleElement()
        .extracting(object -> object.text(AttributeType.CLASS))
        .isEqualTo("cannot be read (CKR_GENERAL_ERROR)");
    assertThat(session.objects().read(numbers)).extracting(HsmObject::spec).containsOnly("AES-256");
  }

  @Test
  void a_key_that_cannot_be_read_is_listed_as_one_and_hides_no_other() {
    module.be("badlabel:one");
    var keys = session.secretKeys();
    assertThat(keys).hasSize(2);
    assertThat(keys)
        .filteredOn(key -> key.object().trouble().isEmpty())
        .singleElement()
        .returns("two", HsmKey::label);
    assertThat(keys)
        .filteredOn(key -> key.object().trouble().isPresent())
        .singleElement()
        .satisfies(key -> {
          assertThat(key.object().trouble()).contains("cannot be read (CKR_GENERAL_ERROR)");
          assertThat(ExternalKeyFitness.of(key).fit()).isFalse();
        });
  }

  @Test
  void what_a_token_does_not_tell_is_neither_false_nor_zero() {
    // CKA_VALUE_LEN and the flags of a key's life, as CKR_ATTRIBUTE_TYPE_INVALID
    module.be("badattr:161+162+164+163+103+104+105,badrv:12");
    var key = session.secretKeys("one").getFirst();
    assertThat(key.tells(AttributeType.SENSITIVE)).isEmpty();
    assertThat(key.notTold())
        .containsExactlyInAnyOrder(
            "CKA_VALUE_LEN",
            "CKA_EXTRACTABLE",
            "CKA_NEVER_EXTRACTABLE",
            "CKA_LOCAL",
            "CKA_SENSITIVE",
            "CKA_ENCRYPT",
            "CKA_DECRYPT");
    var fitness = ExternalKeyFitness.of(key);
    assertThat(fitness.reasons())
        .hasSize(3)
        .allSatisfy(reason -> assertThat(reason).contains("does not tell"));
    assertThat(fitness.warnings())
        .hasSize(3)
        .allSatisfy(warning -> assertThat(warning).contains("does not tell"));
    module.be("");
    assertThat(session.secretKeys("one").getFirst().notTold()).isEmpty();
  }

  @Test
  void a_token_that_can_read_nothing_fails() {
    module.fail(Function.GET_ATTRIBUTE_VALUE, FaultyModule.GENERAL_ERROR);
    assertThatThrownBy(() -> session.objects().read(session.objects().find()))
        .isInstanceOf(HsmException.class);
    assertThatThrownBy(() -> session.secretKeys()).isInstanceOf(HsmException.class);
  }

  @Test
  void a_slot_that_cannot_be_asked_is_marked_and_hides_no_other() {
    var before = module.hsm().slots();
    module.be("badslot:0");
    var now = module.hsm().slots();
    assertThat(now).hasSameSizeAs(before);
    assertThat(now)
        .filteredOn(slot -> slot.trouble().equals("CKR_DEVICE_ERROR"))
        .singleElement()
        .matches(slot -> slot.token().isEmpty());
    assertThat(now).filteredOn(before::contains).hasSize(before.size() - 1);
  }

  @Test
  void a_token_that_cannot_be_asked_is_marked_and_is_not_said_to_be_absent() {
    var before = module.hsm().slots();
    module.be("badtoken:0");
    var now = module.hsm().slots();
    assertThat(now).hasSameSizeAs(before);
    assertThat(now)
        .filteredOn(slot -> !slot.trouble().isEmpty())
        .singleElement()
        .returns("CKR_DEVICE_ERROR", Slot::trouble)
        .returns(before.getFirst().description(), Slot::description)
        .matches(slot -> slot.token().isEmpty());
    assertThat(before).allMatch(slot -> slot.trouble().isEmpty());
  }

  @Test
  void a_list_that_grows_while_it_is_asked_for_is_asked_for_again() {
    var slots = module.hsm().slots();
    var slot = module.slotOf(token);
    var mechanisms = module.hsm().mechanisms(slot);
    module.be("growing:2");
    assertThat(module.hsm().slots()).hasSameElementsAs(slots);
    module.be("growing:2");
    assertThat(module.hsm().details(slot).manufacturer()).contains("SoftHSM");
    module.be("growing:3");
    // SoftHSM 2.6 adds flags to what it finds in memory, so that they differ by chance.
    assertThat(module.hsm().mechanisms(slot))
        .extracting(MechanismDetails::code)
        .containsExactlyElementsOf(mechanisms.stream().map(MechanismDetails::code).toList());
  }

  @Test
  void a_token_without_a_clock_does_not_tell_the_time_of_this_machine() {
    var slot = module.slotOf(token);
    // CKF_CLOCK_ON_TOKEN
    module.be("noflags:40");
    assertThat(module.hsm().details(slot).token().orElseThrow().clock()).isEmpty();
  }
}
