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
import org.xksworkbench.bridge.hsm.FaultyModule;
import org.xksworkbench.bridge.hsm.FaultyModule.Function;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmObject;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.Lane;

/// What cannot be read is marked and hides nothing else, read either way.
@ParameterizedClass
@EnumSource(
    value = Lane.class,
    names = {"FOREIGN", "WRAPPER"})
class UnreadableThingsTest {

  @Parameter private Lane lane;

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
        .filteredOn(slot -> slot.description().equals("cannot be asked (CKR_DEVICE_ERROR)"))
        .singleElement()
        .matches(slot -> slot.token().isEmpty());
    assertThat(now).filteredOn(before::contains).hasSize(before.size() - 1);
  }
}
