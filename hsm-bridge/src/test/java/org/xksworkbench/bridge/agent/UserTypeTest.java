package org.xksworkbench.bridge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.cli.BridgeScript;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.KeyMaking;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.ModuleStart;
import org.xksworkbench.bridge.hsm.OddModule;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.hsm.Token.PinState;
import org.xksworkbench.bridge.store.OwnerOnly;

/// A token with a user of its vendor's, who has a number of its own, and one whose PIN has expired.
class UserTypeTest {

  private static final long CRYPTO_USER = 0x80000001L;

  @TempDir private Path folder;
  private OddModule odd;
  private String label;

  @BeforeEach
  void makeAToken() {
    odd = OddModule.in(folder);
    odd.behave();
    label = SoftHsm.newToken().token().orElseThrow().label();
    SoftHsm.hsm();
  }

  private Map<String, String> ofVendor() {
    var environment = new HashMap<>(odd.environment());
    environment.put("SHIM_MODES", "usertype:" + Long.toHexString(CRYPTO_USER));
    return environment;
  }

  private AgentHsm open(Map<String, String> environment, long userType) {
    return AgentHsm.open(
        AgentProcess.likeThis(environment),
        odd.library(),
        new ModuleStart("", Map.of(), userType),
        ChangeLock.inMemory("test", false),
        Duration.ofSeconds(20));
  }

  private long slot(AgentHsm hsm) {
    return hsm.slots().stream()
        .filter(one -> one.token().filter(token -> token.label().equals(label)).isPresent())
        .findFirst()
        .orElseThrow()
        .id();
  }

  @Test
  void a_vendors_user_logs_in_by_its_number_and_changes_its_pin() {
    try (var hsm = open(ofVendor(), CRYPTO_USER)) {
      var newPin = "654321";
      hsm.changePin(slot(hsm), Role.USER, SoftHsm.userPin(), newPin.toCharArray());
      try (var session = hsm.login(slot(hsm), Role.USER, newPin.toCharArray())) {
        session.generateAesKey(AesKeyTemplate.forExternalKeyStore("of-crypto-user"));
        assertThat(session.secretKeys("of-crypto-user")).hasSize(1);
      }
    }
    try (var hsm = open(ofVendor(), 0)) {
      assertThatThrownBy(() -> hsm.login(slot(hsm), Role.USER, SoftHsm.userPin()))
          .hasMessageContaining("CKR_USER_TYPE_INVALID");
    }
  }

  @Test
  void the_command_line_takes_the_number_and_never_the_security_officers() throws IOException {
    var pinFile = folder.resolve("pin");
    OwnerOnly.write(pinFile, new String(SoftHsm.userPin()) + "\n");
    var asUser = list(pinFile);
    assertThat(asUser.exitCode()).isNotZero();
    assertThat(asUser.err()).contains("CKR_USER_TYPE_INVALID");
    var asCryptoUser = list(pinFile, "--user-type", "0x80000001");
    assertThat(asCryptoUser.exitCode()).as(asCryptoUser.err()).isZero();
    var asOfficer = list(pinFile, "--user-type", "2");
    assertThat(asOfficer.exitCode()).isNotZero();
    assertThat(asOfficer.err()).contains("A user type is 1 (CKU_USER)");
  }

  private BridgeScript.EndedCommand list(Path pinFile, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "keys",
                "list",
                "--module",
                odd.library().toString(),
                "--token",
                label,
                "--pin-file",
                pinFile.toString()));
    arguments.addAll(List.of(more));
    return BridgeScript.run(ofVendor(), arguments.toArray(String[]::new));
  }

  /// All usages but encrypt and decrypt.
  @Test
  void a_token_that_takes_fewer_attributes_makes_a_key_by_a_smaller_template_on_a_word()
      throws IOException {
    var environment = new HashMap<>(odd.environment());
    environment.put("SHIM_MODES", "template:106+107+108+10a+10c");
    var template = AesKeyTemplate.forExternalKeyStore("smaller");
    try (var hsm = open(environment, 0);
        var session = hsm.login(slot(hsm), Role.USER, SoftHsm.userPin())) {
      var making = new KeyMaking(session);
      assertThatThrownBy(() -> making.make(template))
          .isInstanceOfSatisfying(
              HsmException.class,
              e -> {
                assertThat(KeyMaking.smallerAfter(template, e)).contains(template.asSmaller());
                assertThat(KeyMaking.smallerAfter(template.asSmaller(), e)).isEmpty();
              })
          .hasMessageContaining("CKR_TEMPLATE_INCONSISTENT");
      assertThat(session.secretKeys()).as("nothing by itself").isEmpty();
      var made = making.make(template.asSmaller());
      assertThat(made.checkValue()).isEmpty();
      assertThat(made.key().usages()).contains(KeyUsage.ENCRYPT, KeyUsage.DECRYPT);
      var sealed = session.sealGcm(made.key().ref(), new byte[] {1}, new byte[] {2});
      assertThat(
              session.decryptGcm(
                  made.key().ref(), sealed.iv(), new byte[] {1}, sealed.ciphertextAndTag()))
          .containsExactly(2);
    }
    var pinFile = folder.resolve("pin");
    OwnerOnly.write(pinFile, new String(SoftHsm.userPin()) + "\n");
    var refused = generate(environment, pinFile);
    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.err()).contains("--smaller-template");
    var some = generate(environment, pinFile, "--leave-out", "wrap,unwrap,sign");
    assertThat(some.exitCode()).as("verify and derive are refused too").isNotZero();
    assertThat(generate(environment, pinFile, "--leave-out", "seal").err())
        .contains("--leave-out does not know seal");
    var made = generate(environment, pinFile, "--smaller-template");
    assertThat(made.out()).as(made.err()).contains("by-command");
  }

  private BridgeScript.EndedCommand generate(
      Map<String, String> environment, Path pinFile, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "keys",
                "generate",
                "--label",
                "by-command",
                "--module",
                odd.library().toString(),
                "--token",
                label,
                "--pin-file",
                pinFile.toString()));
    arguments.addAll(List.of(more));
    return BridgeScript.run(environment, arguments.toArray(String[]::new));
  }

  @Test
  void a_pin_that_has_expired_is_told_and_can_be_changed() {
    try (var hsm = open(odd.environment(), 0)) {
      var slot = slot(hsm);
      odd.order("flags 80000", "fail " + OddModule.LOGIN + " A3");
      assertThat(hsm.slots())
          .filteredOn(one -> one.id() == slot)
          .extracting(one -> one.token().orElseThrow().userPin())
          .containsExactly(PinState.TO_BE_CHANGED);
      assertThatThrownBy(() -> hsm.login(slot, Role.USER, SoftHsm.userPin()))
          .isInstanceOfSatisfying(
              HsmException.class, e -> assertThat(e.reason()).isEqualTo(Reason.PIN_EXPIRED))
          .hasMessageContaining("CKR_PIN_EXPIRED")
          .hasMessageContaining("wants a new PIN first");
      hsm.changePin(slot, Role.USER, SoftHsm.userPin(), "654321".toCharArray());
      odd.behave();
      hsm.login(slot, Role.USER, "654321".toCharArray()).close();
    }
  }
}
