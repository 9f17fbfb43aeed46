package org.xksworkbench.bridge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.guard.ChangeLock;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.ModuleStart;
import org.xksworkbench.bridge.hsm.NssModule;
import org.xksworkbench.bridge.hsm.ObjectClass;
import org.xksworkbench.bridge.hsm.Role;

class NssModuleTest {

  @Test
  void its_token_is_set_up_logged_in_to_and_its_keys_listed(@TempDir Path folder) {
    var module = NssModule.installed();
    assumeTrue(module.isPresent(), "apt-get install libnss3 to try a second module");
    try (var hsm =
        AgentHsm.open(
            AgentProcess.likeThis(Map.of()),
            module.orElseThrow(),
            new ModuleStart(NssModule.initialization(folder), Map.of()),
            ChangeLock.inMemory("test", false),
            Duration.ofSeconds(20))) {
      assertThat(hsm.module().manufacturer()).contains("Mozilla");
      var slot =
          hsm.slots().stream()
              .filter(one ->
                  one.token()
                      .filter(token -> token.loginRequired() || !token.userPinInitialized())
                      .isPresent())
              .reduce((_, last) -> last)
              .orElseThrow();
      hsm.resetUserPin(slot.id(), new char[0], "nss-1234".toCharArray());
      assertThat(hsm.mechanisms(slot.id()))
          .filteredOn(one -> one.name().equals("CKM_AES_GCM"))
          .hasSize(1);
      try (var session = hsm.login(slot.id(), Role.USER, "nss-1234".toCharArray())) {
        var made = session.generateAesKey(AesKeyTemplate.forExternalKeyStore("in-nss"));
        assertThat(made.spec()).isEqualTo("AES-256");
        var objects = session.objects();
        assertThat(objects.read(objects.find(ObjectClass.SECRET_KEY, "in-nss")))
            .singleElement()
            .satisfies(key -> assertThat(key.usages()).contains("encrypt", "decrypt"));
      }
    }
  }
}
