package org.xksworkbench.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.ui.navigation.Destination;

/// The main job as a user does it: from a key in the HSM to a proven KMS key.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MainJobWindowTest {

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
  void a_key_is_made_in_the_hsm_then_in_the_key_store_then_listed_and_proven() {
    window.go(new Destination.HsmKeysScreen());
    window.click("#generate-key");
    window.type("#dialog-input", "ledger-2026");
    window.click("#dialog-ok");
    window.awaitRow("#hsm-keys", "ledger-2026");

    window.go(new Destination.KeyStoresScreen());
    window.clickRow("#key-stores", "payments-hsm");
    window.click("#create-key");
    window.createKmsKey("ledger-2026", "ledger");

    window.awaitText("#external-key-status", "ENABLED");
    window.click("#prove");
    window.awaitText("#proxy-lines", "Decrypt ledger-2026  HTTP 200");
    assertThat(window.textsOf("#proof")).contains("Proven at").contains("the same came back");

    window.go(new Destination.KeysScreen());
    window.awaitRow("#kms-keys", "ledger-2026");
    window.go(new Destination.ActivityScreen());
    window.awaitRow("#activity", "CreateKey");
    window.awaitRow("#activity", "CreateAlias");
  }

  @Test
  void the_band_says_that_this_is_not_aws() {
    window.awaitText("#not-aws-band", "Local KMS, not AWS");
    window.awaitText("#hsm-status", "logged in");
    window.awaitText("#proxy-status", "XKS proxy 127.0.0.1:");
  }

  @Test
  void a_key_store_that_failed_shows_its_code_cause_and_remedy() {
    window.go(new Destination.KeyStoresScreen());
    window.clickRow("#key-stores", "branch-office");
    assertThat(window.textsOf("#connection-error"))
        .contains("XKS_PROXY_INVALID_TLS_CONFIGURATION")
        .contains("What to do:")
        .contains("Connect disconnects it first");
  }

  @Test
  void a_disconnected_key_store_is_connected_from_the_form() {
    window.go(new Destination.KeyStoresScreen());
    window.clickRow("#key-stores", "archive-hsm");
    window.click("#create-key");
    window.click("#acknowledge");
    assertThat(window.isDisabled("#next")).isTrue();
    window.click("#connect-first");
    window.awaitText("#connection", "archive-hsm is connected now");
    window.click("#next");
    window.chooseExternalKey("payments-2026-12", "archive-2");
    window.awaitText("#external-key-status", "ENABLED");
  }

  @Test
  void an_external_key_that_the_proxy_does_not_know_is_explained() {
    fillTheForm("no-such-key", "unknown");
    window.click("#next");
    assertProblem("The XKS proxy does not know this external key", "XksKeyNotFoundException");
  }

  @Test
  void an_external_key_that_is_in_use_is_explained() {
    fillTheForm("payments-2025", "in-use");
    window.click("#next");
    assertProblem(
        "The external key belongs to another KMS key already", "XksKeyAlreadyInUseException");
  }

  @Test
  void an_external_key_that_is_not_fit_is_explained() {
    fillTheForm("legacy-128", "not-fit");
    window.click("#next");
    assertProblem(
        "The external key is not fit for a KMS key", "XksKeyInvalidConfigurationException");
  }

  @Test
  void a_key_store_that_somebody_disconnected_meanwhile_is_explained() throws Exception {
    fillTheForm("payments-2026-11", "too-late");
    try (var other = window.client()) {
      var store =
          other.keyStores().stream()
              .filter(candidate -> candidate.name().equals("payments-hsm"))
              .findFirst()
              .orElseThrow()
              .id();
      other.perform(new KmsChange.DisconnectCustomKeyStore(store));
      window.await(
          "it is disconnected",
          () -> other.keyStore(store).connectionState() instanceof ConnectionState.Disconnected);
      window.click("#next");
      assertProblem(
          "The key store is not in a state that allows this",
          "CustomKeyStoreInvalidStateException");
      other.perform(new KmsChange.ConnectCustomKeyStore(store));
      window.await("it is connected again", () -> other.keyStore(store).connectionState().usable());
    }
    // Nothing entered was lost: the same form succeeds now.
    window.click("#next");
    window.awaitText("#external-key-status", "ENABLED");
  }

  private void fillTheForm(String xksKeyId, String alias) {
    window.go(new Destination.KeyStoresScreen());
    window.clickRow("#key-stores", "payments-hsm");
    window.click("#create-key");
    window.click("#acknowledge");
    window.click("#next");
    window.type("#xks-key-id", xksKeyId);
    window.click("#next");
    window.type("#alias", alias);
    window.click("#skip");
    window.awaitText("#next", "Create the KMS key");
    if (window.isShown("#without-backup")) {
      window.click("#without-backup");
    }
  }

  private void assertProblem(String headline, String code) {
    window.awaitText("#problem", headline);
    assertThat(window.textsOf("#problem")).contains("What to do:").contains("Details");
    window.click("#problem .title");
    window.awaitText("#problem", "Code: " + code);
    assertThat(window.textsOf("#problem")).contains("Request ID: ");
    assertThat(window.isDisabled("#next")).as("mended, it can be tried again").isFalse();
  }
}
