package org.xksworkbench.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.bridge.cli.BridgeScript.EndedCommand;
import org.xksworkbench.bridge.hsm.OddModule;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.xks.config.ProxyFolder;

/// A PIN that a token does not take ends the program so that nobody tries it again by mistake.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedPinTest {

  private static final int PIN_REFUSED = 77;
  private static final int FAILED = 1;

  private Path folder;
  private OddModule odd;
  private String label;

  @BeforeAll
  void makeAToken(@TempDir Path temporary) {
    folder = temporary;
    odd = OddModule.in(folder);
    label = SoftHsm.newToken().token().orElseThrow().label();
  }

  private EndedCommand runProxy(Path module, Map<String, String> environment, String pin)
      throws IOException {
    var dir = Files.createTempDirectory(folder, "proxy");
    var config =
        ProxyFolder.init(
            dir.resolve("proxy"),
            new ProxyFolder.Request(module, label, "xks.demo.test", List.of("/payments"), "fit"));
    var pinFile = dir.resolve("pin");
    OwnerOnly.write(pinFile, pin + "\n");
    try (var proxy = BridgeScript.startProxy(environment, config, pinFile)) {
      return proxy.waitForEnd();
    }
  }

  @Test
  void a_wrong_pin_ends_the_proxy_with_a_code_of_its_own_each_time_that_it_is_started()
      throws IOException {
    for (var start = 1; start <= 2; start++) {
      var ended = runProxy(SoftHsm.modulePath(), Map.of(), "not-the-pin");
      assertThat(ended.exitCode()).as(ended.err()).isEqualTo(PIN_REFUSED);
      assertThat(ended.err().lines()).singleElement().asString().contains("CKR_PIN_INCORRECT");
    }
  }

  @Test
  void an_empty_pin_is_not_tried() throws IOException {
    var ended = runProxy(SoftHsm.modulePath(), Map.of(), "");
    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(PIN_REFUSED);
    assertThat(ended.err().strip()).isEqualTo("The PIN is empty.");
  }

  @ParameterizedTest
  @CsvSource({
    "a0, CKR_PIN_INCORRECT",
    "a1, CKR_PIN_INVALID",
    "a2, CKR_PIN_LEN_RANGE",
    "a3, CKR_PIN_EXPIRED",
    "a4, CKR_PIN_LOCKED",
    "102, CKR_USER_PIN_NOT_INITIALIZED"
  })
  void whatever_a_token_has_against_a_pin_is_told_apart(String returnCode, String name)
      throws IOException {
    odd.order("fail " + OddModule.LOGIN + " " + returnCode);
    var ended = runProxy(odd.library(), odd.environment(), new String(SoftHsm.userPin()));
    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(PIN_REFUSED);
    assertThat(ended.err().lines()).singleElement().asString().contains(name);
  }

  @ParameterizedTest
  @CsvSource({"30, CKR_DEVICE_ERROR", "e0, CKR_TOKEN_NOT_PRESENT"})
  void what_may_be_gone_at_the_next_start_is_no_refused_pin(String returnCode, String name)
      throws IOException {
    odd.order("fail " + OddModule.LOGIN + " " + returnCode);
    var ended = runProxy(odd.library(), odd.environment(), new String(SoftHsm.userPin()));
    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(FAILED);
    assertThat(ended.err().lines()).singleElement().asString().contains(name);
  }
}
