package org.xksworkbench.bridge.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.OddModule;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;

/// A module that is another instance each time that it is asked for its functions: what the wrapper
/// calls and what java.lang.foreign calls must be one of them.
class P11KitModuleTest {

  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/libp11-kit.so.0"),
          Path.of("/usr/lib/aarch64-linux-gnu/libp11-kit.so.0"),
          Path.of("/usr/lib64/libp11-kit.so.0"));

  private static final byte[] TEXT = "through another's module".getBytes(UTF_8);
  private static final byte[] AAD = "context".getBytes(UTF_8);

  @Test
  void a_module_of_another_instance_for_each_list_of_functions_serves(@TempDir Path folder) {
    var odd = OddModule.in(folder);
    var environment = new HashMap<>(odd.environment());
    environment.put("SHIM_MODES", "p11-kit");
    serves(odd.library(), environment);
  }

  /// The proxy module of p11-kit is its library by another name.
  @Test
  void p11_kit_s_own_proxy_serves_the_token_behind_it(@TempDir Path folder) throws IOException {
    var library = PLACES.stream().filter(Files::exists).findFirst();
    assumeTrue(library.isPresent(), "apt-get install libp11-kit0 to try its proxy module");
    var module = folder.resolve("p11-kit-proxy.so");
    Files.copy(library.orElseThrow(), module);
    var configured = folder.resolve("config/pkcs11/modules/softhsm2.module");
    Files.createDirectories(configured.getParent());
    Files.writeString(configured, "module: " + SoftHsm.modulePath() + "\n");
    var environment = new HashMap<>(SoftHsm.environment());
    environment.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
    // Whatever else is installed is started too, and tpm2-pkcs11 would make its store where it is.
    environment.put("TPM2_PKCS11_STORE", folder.toString());
    serves(module, environment);
  }

  private static void serves(Path module, Map<String, String> environment) {
    var token = SoftHsm.newToken();
    try (var setup = SoftHsm.login(token)) {
      var _ = setup.generateAesKey(AesKeyTemplate.forExternalKeyStore("shared"));
    }
    try (var hsm =
        AgentHsm.open(
            AgentProcess.likeThis(environment),
            module,
            ChangeLock.inMemory("test", false),
            Duration.ofSeconds(60))) {
      var slot =
          hsm.slots().stream()
              .filter(one -> one.token().filter(token.token().orElseThrow()::equals).isPresent())
              .map(Slot::id)
              .findFirst()
              .orElseThrow();
      assertThat(hsm.mechanisms(slot)).anyMatch(one -> one.name().equals("CKM_AES_GCM"));
      try (var session = hsm.login(slot, SoftHsm.userPin())) {
        var key = session.secretKeys("shared").getFirst();
        assertThat(key).returns("AES-256", HsmKey::spec);
        var sealed = session.sealGcm(key.ref(), AAD, TEXT);
        assertThat(session.decryptGcm(key.ref(), sealed.iv(), AAD, sealed.ciphertextAndTag()))
            .isEqualTo(TEXT);
        assertThat(session.objects().read(session.objects().find())).hasSize(1);
      }
    }
  }
}
