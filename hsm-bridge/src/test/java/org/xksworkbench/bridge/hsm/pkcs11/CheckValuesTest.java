package org.xksworkbench.bridge.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKK_AES;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xipki.pkcs11.wrapper.AttributeVector;
import org.xipki.pkcs11.wrapper.Session;
import org.xksworkbench.bridge.agent.AgentHsm;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.CheckValueMethod;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;

class CheckValuesTest {

  private Slot slot;
  private HsmSession session;

  @BeforeEach
  void logInToANewToken() {
    slot = SoftHsm.newToken();
    session = SoftHsm.login(slot);
  }

  @AfterEach
  void logOut() {
    session.close();
  }

  @Test
  void the_token_computes_the_cmacs_of_wycheproof() throws Exception {
    var file = vectors().resolve("wycheproof").resolve("aes_cmac_test.json");
    assumeTrue(Files.isRegularFile(file), "no vectors at " + file + "; set XKSW_VECTORS");
    var checked = 0;
    var raw = rawSession();
    try {
      for (var group : new ObjectMapper().readTree(file.toFile()).path("testGroups")) {
        if (!Set.of(128, 192, 256).contains(group.path("keySize").asInt())) {
          continue;
        }
        for (var test : group.path("tests")) {
          if (test.path("msg").asText().isEmpty()) {
            continue; // SoftHSM refuses to sign nothing; a check value signs a whole block
          }
          var key = raw.createObject(imported("vector", hex(test.path("key").asText())));
          var mac = CheckValues.cmac(raw, key, hex(test.path("msg").asText()));
          var valid = test.path("result").asText().equals("valid");
          assertThat(Arrays.equals(mac, hex(test.path("tag").asText())))
              .as("test %s", test.path("tcId"))
              .isEqualTo(valid);
          raw.destroyObject(key);
          checked++;
        }
      }
    } finally {
      raw.closeSession();
    }
    assertThat(checked).isGreaterThan(200);
  }

  @Test
  void the_check_value_is_the_start_of_the_cmac_over_zeros_as_another_implementation_has_it()
      throws Exception {
    var bytes = SoftHsm.importableKey();
    var raw = rawSession();
    raw.createObject(imported("known", bytes));
    raw.closeSession();

    var cmac = new CMac(AESEngine.newInstance());
    cmac.init(new KeyParameter(bytes));
    cmac.update(new byte[16], 0, 16);
    var expected = new byte[16];
    cmac.doFinal(expected, 0);
    assertThat(cmac(session, session.secretKeys("known").getFirst()))
        .isEqualTo(Arrays.copyOf(expected, 3));
  }

  @Test
  void a_key_that_may_not_sign_has_no_check_value_and_says_why() {
    var key = session.generateAesKey(AesKeyTemplate.forExternalKeyStore("no-sign"));
    var failure = catchThrowableOfType(HsmException.class, () -> cmac(session, key));
    assertThat(failure.reason()).isEqualTo(Reason.KEY_USAGE_NOT_PERMITTED);
  }

  @Test
  void a_usage_that_was_ended_is_read_back_as_ended_and_is_refused_from_then_on() {
    var key =
        session.generateAesKey(
            new AesKeyTemplate(
                "once", 256, Set.of(KeyUsage.ENCRYPT, KeyUsage.DECRYPT, KeyUsage.SIGN)));
    assertThat(cmac(session, key)).hasSize(3);

    var after = session.objects().setUsage(key.ref(), KeyUsage.SIGN, false);

    assertThat(after.usages()).containsExactly("encrypt", "decrypt");
    assertThat(session.secretKeys("once"))
        .singleElement()
        .extracting(HsmKey::usages)
        .isEqualTo(Set.of(KeyUsage.ENCRYPT, KeyUsage.DECRYPT));
    var failure = catchThrowableOfType(HsmException.class, () -> cmac(session, key));
    assertThat(failure.reason()).isEqualTo(Reason.KEY_USAGE_NOT_PERMITTED);
  }

  @Test
  void a_helper_process_passes_both_calls_on() {
    try (var hsm =
            AgentHsm.open(
                AgentProcess.likeThis(SoftHsm.environment()),
                SoftHsm.modulePath(),
                ChangeLock.inMemory("test", false),
                Duration.ofSeconds(20));
        var remote = hsm.login(sameToken(hsm), SoftHsm.userPin())) {
      var key =
          remote.generateAesKey(
              new AesKeyTemplate("far", 256, Set.of(KeyUsage.ENCRYPT, KeyUsage.SIGN)));
      assertThat(cmac(remote, key)).isEqualTo(cmac(session, session.secretKeys("far").getFirst()));
      assertThat(remote.objects().setUsage(key.ref(), KeyUsage.SIGN, false).usages())
          .containsExactly("encrypt");
    }
  }

  private static byte[] cmac(HsmSession on, HsmKey key) {
    return on.objects().checkValue(key.ref(), CheckValueMethod.CMAC);
  }

  /// SoftHSM numbers the slot of a new token otherwise in another process.
  private long sameToken(Hsm hsm) {
    return hsm.slots().stream()
        .filter(one ->
            one.token()
                .filter(token -> token.serial().equals(session.token().serial()))
                .isPresent())
        .findFirst()
        .orElseThrow()
        .id();
  }

  private static AttributeVector imported(String label, byte[] key) {
    return AttributeVector.newSecretKey(CKK_AES)
        .label(label)
        .token(true)
        .private_(true)
        .sign(true)
        .value(key);
  }

  /// A session of the wrapper itself, in the process-wide login of the port's session.
  private Session rawSession() throws Exception {
    for (var one : RawToken.slots(SoftHsm.modulePath())) {
      if (one.getSlotID() == slot.id()) {
        return one.getToken().openSession(true);
      }
    }
    throw new AssertionError("no slot " + slot.id());
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static Path vectors() {
    var set = System.getenv("XKSW_VECTORS");
    return set != null
        ? Path.of(set)
        : Path.of(Objects.requireNonNull(System.getProperty("xksw.basedir")))
            .resolve("../shared/vectors");
  }
}
