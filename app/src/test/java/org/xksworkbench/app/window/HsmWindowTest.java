package org.xksworkbench.app.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.fault.DemoFault;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.bridge.hsm.NssModule;

/// The HSM's keys, their lineage and the proxy in the real window on the real demo.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HsmWindowTest {

  private DemoWindow window;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    window = new DemoWindow(folder);
  }

  @AfterAll
  void close() {
    window.close();
  }

  @AfterEach
  void nothingWentWrongUnseen() {
    window.assertNothingReported();
  }

  @Test
  void a_key_is_followed_from_the_hsm_to_its_kms_key_by_one_click() {
    window.go(new Destination.HsmKeyScreen("payments-2025"));
    window.awaitRow("#hsm-keys", "alias/payments");
    window.awaitText("#lineage-strip", "payments-hsm");
    assertThat(window.textsOf("#lineage-strip"))
        .contains("served at /payments")
        .contains("alias/payments")
        .contains("no backup recorded");
    window.click("#lineage-kms-key");
    window.awaitText("#external-key-status", "ENABLED");
  }

  @Test
  void the_lineage_of_every_key_is_told_and_leads_back_to_the_hsm() {
    window.go(new Destination.LineageScreen());
    window.clickRow("#lineage", "payments-2025");
    window.awaitText("#lineage-detail", "No backup of payments-2025 is recorded");
    window.click("#lineage-hsm-key");
    window.awaitText("#hsm-key-detail", "Fitness");
    window.awaitRow("#hsm-keys", "payments-2025");
  }

  @Test
  void the_console_shows_requests_as_they_come_and_blocks_a_key_store() {
    window.go(new Destination.XksProxyScreen());
    window.awaitText("#served-paths", "/payments/kms/xks/v1");
    window.awaitText("#proxy-health", "ACTIVE");
    try (var kms = window.client()) {
      var key =
          kms.aliases().entrySet().stream()
              .filter(alias -> alias.getKey().equals("alias/payments"))
              .findFirst()
              .orElseThrow()
              .getValue();
      kms.encrypt(key, new byte[] {1, 2, 3}, java.util.Map.of());
    }
    window.awaitRow("#proxy-calls", "payments-2025");
    window.awaitText("#proxy-figures", "p99");
  }

  @Test
  void what_is_wrong_with_the_label_of_a_new_key_is_told_while_it_is_typed_and_nothing_is_lost() {
    window.go(new Destination.HsmKeysScreen());
    window.awaitRow("#hsm-keys", "payments-2025");
    window.click("#generate-key");
    window.type("#dialog-input", "payments-2025");
    window.awaitText("#dialog-fault", "A key with this label is on the token");
    window.type("#dialog-input", "two words");
    window.awaitText("#dialog-fault", "letters, digits, dots");
    window.press(KeyCode.ENTER);
    assertThat(window.valueOf("#dialog-input")).as("Enter takes nothing").isEqualTo("two words");
    window.click("#template-wrap");
    window.type("#dialog-input", "without-wrap");
    window.press(KeyCode.ENTER);
    window.awaitText("#notice", "CKA_WRAP is true; false was expected");
  }

  @Test
  void the_self_test_says_of_every_rule_whether_the_proxy_keeps_it() {
    window.go(new Destination.XksProxyScreen());
    window.awaitText("#served-paths", "/payments/kms/xks/v1");
    window.click("#self-test-tab");
    window.click("#self-test");
    window.type("#dialog-key", "payments-2025");
    window.press(KeyCode.ENTER);
    // Ready, or not ready where a busy machine misses the 250 ms: a verdict in any case.
    window.awaitText("#self-test-result", "eady for AWS KMS");
    assertThat(window.rows("#verdicts")).isGreaterThan(30);
  }

  @Test
  void the_proxy_goes_on_when_the_helper_of_the_browser_dies() {
    window.go(new Destination.HsmKeysScreen());
    window.awaitRow("#hsm-keys", "payments-2025");
    var proxy = window.demo().proxy().pid();
    var helpers = ProcessHandle.current().children().filter(one -> one.pid() != proxy).toList();
    assertThat(helpers).hasSize(1);
    helpers.getFirst().destroyForcibly();

    window.awaitText("#notice", "Lost: the login to");
    try (var kms = window.client()) {
      var store = kms.keyStores().stream().filter(one -> one.name().equals("payments-hsm"));
      assertThat(store.map(ExternalKeyStore::connectionState).findFirst().orElseThrow().usable())
          .isTrue();
      var key = kms.aliases().get("alias/payments");
      var sealed = kms.encrypt(key, new byte[] {9}, java.util.Map.of());
      assertThat(kms.decrypt(key, sealed.value(), java.util.Map.of()).value())
          .isEqualTo(new byte[] {9});
    }
    window.click("#login-demo-token");
    window.type("#dialog-input", "demo-1234");
    window.click("#dialog-ok");
    window.awaitRow("#hsm-keys", "payments-2025");
  }

  @Test
  void a_pkcs11_uri_that_is_pasted_into_the_palette_leads_to_its_key() {
    window.go(new Destination.ActivityScreen());
    window.press(KeyCode.CONTROL, KeyCode.K);
    window.fill("#palette-search", "pkcs11:token=demo-token;pin-value=1234");
    assertThat(window.textsOf("#palette-commands")).doesNotContain("Find among");
    window.fill("#palette-search", "pkcs11:token=demo-token;object=payments-2025");
    window.awaitText("#palette-commands", "Find among the HSM keys: pkcs11:");
    window.press(KeyCode.ENTER);
    window.awaitRow("#hsm-keys", "payments-2025");
    assertThat(window.rows("#hsm-keys")).isEqualTo(1);
  }

  @Test
  void nss_is_opened_with_the_settings_that_it_wants(@TempDir Path folder) {
    var nss = NssModule.installed();
    assumeTrue(nss.isPresent(), "apt-get install libnss3 to try a second module");
    var path = nss.orElseThrow();
    window.go(new Destination.HsmKeysScreen());
    window.awaitRow("#hsm-keys", "payments-2025");
    window.click("#open-module");
    window.clickMenuItem("With settings: NSS  " + path + "\u2026");
    window.type("#dialog-environment", "NSS_HASH_ALG_SUPPORT");
    window.awaitText("#dialog-fault", "not of the form NAME=value");
    assertThat(window.isDisabled("#dialog-ok")).isTrue();
    window.fill("#dialog-environment", "");
    window.fill("#dialog-input", NssModule.initialization(folder));
    window.click("#dialog-ok");
    window.click("#show-modules");
    window.awaitText("#modules", "Mozilla");

    window.click("#module-settings-libsoftokn3");
    window.awaitValue("#dialog-input", NssModule.initialization(folder));
    window.press(KeyCode.ESCAPE);
    window.click("#close-module-libsoftokn3");
    window.await("its helper has ended", () -> !window.textsNow("#modules").contains("Mozilla"));
  }

  @Test
  void a_token_that_is_pulled_out_ends_its_login_and_is_logged_in_to_again_when_it_is_back() {
    window.go(new Destination.HsmKeysScreen());
    window.awaitRow("#hsm-keys", "payments-2025");
    window.demo().faults().set(DemoFault.TOKEN_REMOVED, true);
    window.awaitText("#notice", "demo-token is not in its slot any more");
    window.awaitText("#hsm-status", "not logged in");
    window.demo().faults().set(DemoFault.TOKEN_REMOVED, false);

    window.click("#login-demo-token");
    window.type("#dialog-input", "demo-1234");
    window.click("#dialog-ok");
    window.awaitRow("#hsm-keys", "payments-2025");
  }
}
