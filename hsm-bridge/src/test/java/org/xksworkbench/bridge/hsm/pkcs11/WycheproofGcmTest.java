package org.xksworkbench.bridge.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.ObjectRef;
import org.xksworkbench.bridge.hsm.RawKeys;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.GcmRoute;

/// Wycheproof's AES-GCM vectors of the kind that external key stores use, on the token itself,
/// beneath the framing: 256-bit keys, initialization vectors of 12 or 16 bytes, 128-bit tags.
class WycheproofGcmTest {

  @ParameterizedTest
  @EnumSource(
      value = GcmRoute.class,
      names = {"FOREIGN", "WRAPPER"})
  void the_token_says_what_wycheproof_says(GcmRoute lane) throws Exception {
    var file = vectors().resolve("wycheproof").resolve("aes_gcm_test.json");
    assumeTrue(Files.isRegularFile(file), "no vectors at " + file + "; set XKSW_VECTORS");
    var slot = SoftHsm.newToken();
    var checked = 0;
    try (var session = SoftHsm.login(slot, lane);
        var raw = new RawKeys(slot)) {
      for (var group : new ObjectMapper().readTree(file.toFile()).path("testGroups")) {
        if (!isOfExternalKeyStores(group)) {
          continue;
        }
        for (var test : group.path("tests")) {
          if (test.path("msg").asText().isEmpty()) {
            continue; // an external key store never encrypts nothing
          }
          check(session, raw, test);
          checked++;
        }
      }
    }
    assertThat(checked).isGreaterThan(75);
  }

  private static boolean isOfExternalKeyStores(JsonNode group) {
    var ivSize = group.path("ivSize").asInt();
    return group.path("keySize").asInt() == 256
        && (ivSize == 96 || ivSize == 128)
        && group.path("tagSize").asInt() == 128;
  }

  private static void check(HsmSession session, RawKeys raw, JsonNode test) {
    var label = "vector-" + test.path("tcId").asInt();
    var key = ObjectRef.secretKey(label, "");
    var handle = raw.create(label, bytes(test, "key"));
    var iv = bytes(test, "iv");
    var aad = bytes(test, "aad");
    var sealed = HexFormat.of().parseHex(test.path("ct").asText() + test.path("tag").asText());
    if (test.path("result").asText().equals("valid")) {
      assertThat(session.encryptGcm(key, iv, aad, bytes(test, "msg"))).as(label).isEqualTo(sealed);
      assertThat(session.decryptGcm(key, iv, aad, sealed)).as(label).isEqualTo(bytes(test, "msg"));
    } else {
      assertThatThrownBy(() -> session.decryptGcm(key, iv, aad, sealed))
          .as(label)
          .extracting(e -> ((HsmException) e).reason())
          .isEqualTo(Reason.CIPHERTEXT_INVALID);
    }
    raw.delete(handle);
  }

  private static byte[] bytes(JsonNode test, String field) {
    return HexFormat.of().parseHex(test.path(field).asText());
  }

  private static Path vectors() {
    var set = System.getenv("XKSW_VECTORS");
    return set == null
        ? Path.of(System.getProperty("xksw.basedir")).resolve("../shared/vectors")
        : Path.of(set);
  }
}
