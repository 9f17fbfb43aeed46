package org.xksworkbench.bridge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.CheckValueMethod;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmObject;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.ObjectClass;
import org.xksworkbench.bridge.hsm.OddModule;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Hsm;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings;

/// A module of PKCS#11 3.0 that has C_GetInterface alone, beside the same SoftHSM that the wrapper
/// calls.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InterfaceModuleTest {

  private OddModule module;
  private AgentHsm hsm;
  private Slot wrapped;
  private Slot slot;
  private HsmSession session;

  @BeforeAll
  void open(@TempDir Path folder) {
    module = OddModule.ofInterfacesAlone(folder);
    wrapped = SoftHsm.newToken();
    hsm =
        AgentHsm.open(
            AgentProcess.likeThis(module.environment()),
            module.library(),
            ChangeLock.inMemory("test", false),
            Duration.ofSeconds(20));
    slot = same(wrapped);
    session = hsm.login(slot.id(), Role.USER, SoftHsm.userPin());
  }

  /// SoftHSM numbers its slots anew in each process.
  private Slot same(Slot other) {
    return same(hsm.slots(), other);
  }

  private static Slot same(List<Slot> slots, Slot other) {
    var serial = other.token().orElseThrow().serial();
    return slots.stream()
        .filter(one -> one.token().filter(token -> token.serial().equals(serial)).isPresent())
        .findFirst()
        .orElseThrow();
  }

  @AfterAll
  void close() {
    session.close();
    hsm.close();
  }

  @Test
  void module_slots_and_tokens_are_told_as_by_the_wrapper() {
    var wrapper = SoftHsm.hsm();
    assertThat(hsm.module())
        .usingRecursiveComparison()
        .ignoringFields("path")
        .isEqualTo(wrapper.module());
    assertThat(slot.token()).isEqualTo(same(wrapper.slots(), wrapped).token());
    var details = hsm.details(slot.id());
    var same = wrapper.details(wrapped.id());
    assertThat(details).isEqualTo(same);
    assertThat(hsm.mechanisms(slot.id())).isEqualTo(wrapper.mechanisms(wrapped.id()));
  }

  @Test
  void a_key_is_made_found_changed_used_and_deleted() {
    var made =
        session.generateAesKey(
            new AesKeyTemplate(
                "by-interface", 256, Set.of(KeyUsage.ENCRYPT, KeyUsage.DECRYPT, KeyUsage.SIGN)));
    assertThat(made.spec()).isEqualTo("AES-256");
    var objects = session.objects();
    var key = only(session, "by-interface");
    assertThat(key.usages()).contains("encrypt", "decrypt").doesNotContain("wrap");
    assertThat(session.secretKeys("by-interface")).hasSize(1);

    var iv = session.random(12);
    assertThat(iv).hasSize(12).isNotEqualTo(new byte[12]).isNotEqualTo(session.random(12));
    var aad = new byte[] {1};
    var plaintext = new byte[] {2, 3, 4};
    var sealed = session.sealGcm(made.object().ref(), aad, plaintext);
    assertThat(session.decryptGcm(made.object().ref(), sealed.iv(), aad, sealed.ciphertextAndTag()))
        .isEqualTo(plaintext);

    var changed = objects.setUsage(made.object().ref(), KeyUsage.WRAP, true);
    assertThat(changed.usages()).contains("wrap");
    var renamed = objects.setLabel(made.object().ref(), "renamed");
    assertThat(renamed.ref().label()).isEqualTo("renamed");
    assertThat(objects.find(ObjectClass.SECRET_KEY, "by-interface")).isEmpty();
    // The wrapper sees the same key, and the check value that it has the token compute.
    try (var byWrapper = SoftHsm.login(wrapped)) {
      var same = only(byWrapper, "renamed");
      assertThat(same.attributes()).isEqualTo(only(session, "renamed").attributes());
      for (var method : CheckValueMethod.values()) {
        assertThat(objects.checkValue(renamed.ref(), method))
            .isEqualTo(byWrapper.objects().checkValue(same.ref(), method))
            .hasSizeGreaterThan(2);
      }
    }
    objects.delete(renamed.ref());
    assertThat(objects.find(ObjectClass.SECRET_KEY, "renamed")).isEmpty();
  }

  private static HsmObject only(HsmSession session, String label) {
    var objects = session.objects();
    var found = objects.read(objects.find(ObjectClass.SECRET_KEY, label));
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  @Test
  void it_is_probed_and_its_pins_are_cared_for() {
    assertThat(session.probe("").proven()).isTrue();
    var free =
        hsm.slots().stream()
            .filter(one -> one.token().filter(token -> !token.initialized()).isPresent())
            .findFirst()
            .orElseThrow();
    var other = hsm.initToken(free.id(), "first", SoftHsm.soPin(), SoftHsm.userPin());
    hsm.changePin(other.id(), Role.USER, SoftHsm.userPin(), "654321".toCharArray());
    hsm.resetUserPin(other.id(), SoftHsm.soPin(), "777777".toCharArray());
    hsm.login(other.id(), Role.USER, "777777".toCharArray()).close();
    assertThatThrownBy(() -> hsm.login(other.id(), Role.USER, "999999".toCharArray()))
        .isInstanceOf(HsmException.class)
        .hasMessageContaining("CKR_PIN_INCORRECT");
    var again = hsm.initToken(other.id(), "anew", SoftHsm.soPin(), "888888".toCharArray());
    assertThat(again.token().orElseThrow().label()).isEqualTo("anew");
  }

  @Test
  void the_wrapper_alone_cannot_and_that_is_said(@TempDir Path folder) {
    var settings = Pkcs11Settings.defaults().with(Pkcs11Settings.GcmRoute.WRAPPER);
    var other = OddModule.ofInterfacesAlone(folder).library();
    assertThatThrownBy(() -> Pkcs11Hsm.open(other, settings))
        .isInstanceOf(HsmException.class)
        .hasMessageContaining("C_GetInterface alone")
        .hasMessageContaining("leave out aes-gcm = \"wrapper\"");
  }
}
