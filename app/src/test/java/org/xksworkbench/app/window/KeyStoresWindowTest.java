package org.xksworkbench.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.ui.navigation.Destination;

/// The life of an external key store, by mouse and keyboard, and what a read-only profile refuses.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyStoresWindowTest {

  private DemoWindow window;
  private KeyManagement other;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    window = new DemoWindow(folder);
    other = window.client();
  }

  @AfterAll
  void close() {
    other.close();
    window.close();
  }

  @AfterEach
  void nothingWentWrongUnseen() {
    window.demo().lock().setReadOnly(false);
    window.assertNothingReported();
  }

  @Test
  void a_key_store_is_created_connected_edited_disconnected_and_deleted() {
    var address = window.demo().proxy().addressOf("/archive");
    // The demo's own store on this path goes first: a path belongs to one key store.
    var archive = store("archive-hsm");
    window.go(new Destination.KeyStoresScreen());
    window.clickRow("#key-stores", "archive-hsm");
    window.click("#key-store-actions");
    window.click("#delete");
    window.awaitText("#problem", "archive-hsm cannot be deleted yet");
    assertThat(window.textsOf("#problem")).contains("1 KMS key is in it");

    window.click("#create-key-store");
    window.type("#name", "branch-2");
    window.type("#endpoint", "https://xks.demo.test:8443");
    window.type("#path-prefix", "/payments");
    window.type("#access-key-id", address.accessKeyId());
    window.type("#secret", address.secretAccessKey());
    window.click("#submit");
    window.awaitText("#endpoint-error", "Leave the port out");
    window.type("#endpoint", "https://xks.demo.test");
    window.click("#submit");
    window.awaitText("#problem", "Another key store has this endpoint and path");
    assertThat(archive).isNotNull();

    window.type("#path-prefix", "/nowhere");
    window.click("#submit");
    window.awaitText("#problem", "The XKS proxy does not serve this URI path");
    window.click("#cancel");
    window.awaitText(".dialog-pane", "What you entered is not kept.");
    window.press(KeyCode.ESCAPE);
    window.awaitText("#problem", "The XKS proxy does not serve this URI path");
    window.click("#cancel");
    window.click("#dialog-ok");
    window.awaitRow("#key-stores", "payments-hsm");
  }

  @Test
  void a_disconnect_wants_the_typed_word() {
    window.go(new Destination.KeyStoresScreen());
    window.clickRow("#key-stores", "payments-hsm");
    window.click("#disconnect");
    window.awaitText(".dialog-pane", "account 000000000000, Region us-east-1");
    window.type("#dialog-input", "yes");
    assertThat(window.isDisabled("#dialog-ok")).isTrue();
    window.type("#dialog-input", "disconnect");
    window.click("#dialog-ok");
    window.await(
        "it is disconnected",
        () -> store("payments-hsm").connectionState() instanceof ConnectionState.Disconnected);
    window.click("#connect");
    window.await("it is connected", () -> store("payments-hsm").connectionState().usable());
    window.await("the tab is there", () -> window.isShown("#key-store-tabs"));
  }

  @Test
  void a_credential_is_rotated_step_by_step_and_the_keys_keep_working() {
    var before = store("payments-hsm").proxy().accessKeyId();
    window.go(new Destination.KeyStoresScreen());
    window.clickRow("#key-stores", "payments-hsm");
    window.click("#key-store-actions");
    window.click("#rotate-credential");
    window.awaitText("#next", "Add the new credential");
    window.click("#next");
    window.awaitText("#next", "Update the key store");
    window.click("#next");
    window.awaitText("#next", "Go on without waiting");
    assertThat(window.textsOf("#remaining")).contains(":");
    var after = store("payments-hsm").proxy().accessKeyId();
    assertThat(after).isNotEqualTo(before);
    window.click("#next");
    window.click("#next");
    window.awaitText("#rotation", "uses the new credential");
    window.click("#next");
    assertThat(store("payments-hsm").connectionState().usable()).isTrue();
  }

  @Test
  void the_connection_check_names_the_step_that_fails() {
    window.go(new Destination.KeyStoresScreen());
    window.clickRow("#key-stores", "branch-office");
    window.click("#check-connection");
    window.awaitText("#cause", "Certificate name");
    assertThat(window.textsOf("#cause")).contains("XKS_PROXY_INVALID_TLS_CONFIGURATION");
    window.go(new Destination.KeyStoresScreen());
    window.clickRow("#key-stores", "payments-hsm");
    window.click("#check-connection");
    window.awaitText("#cause", "From this workstation the way to the proxy is clear");
  }

  @Test
  void a_read_only_profile_changes_nothing_by_button_menu_or_palette() {
    window.go(new Destination.KeyStoresScreen());
    window.clickRow("#key-stores", "payments-hsm");
    window.click("#change-lock");
    window.awaitText("#change-lock", "Read-only");

    window.click("#disconnect");
    window.type("#dialog-input", "disconnect");
    window.press(KeyCode.ENTER);
    assertThat(window.isShown("#dialog-input"))
        .as("Enter presses no button that destroys")
        .isTrue();
    window.click("#dialog-ok");
    window.awaitText("#problem", "The profile demo is read-only");

    window.go(new Destination.HsmKeysScreen());
    window.click("#generate-key");
    window.type("#dialog-input", "not-allowed");
    window.click("#dialog-ok");
    window.awaitText("#problem", "The profile demo is read-only");
    assertThat(window.demo().hsm().session().orElseThrow().secretKeys("not-allowed")).isEmpty();
    assertThat(store("payments-hsm").connectionState().usable()).isTrue();

    window.press(KeyCode.CONTROL, KeyCode.K);
    window.type("#palette-search", "unlock");
    window.press(KeyCode.ENTER);
    window.click("#dialog-ok");
    window.awaitText("#change-lock", "Changes allowed");
  }

  @Test
  void expired_credentials_pause_the_work_and_a_new_sign_in_lets_it_go_on() {
    window.go(new Destination.KeyStoresScreen());
    window.clickRow("#key-stores", "payments-hsm");
    window.expireCredentials();
    window.click("#refresh");
    window.awaitText("#sign-in", "Paused: the credentials of demo have expired");
    assertThat(window.textsOf("#sign-in")).contains("aws sso login --profile demo");
    window.signInAgain();
    window.await("it goes on by itself", () -> !window.isShown("#sign-in"));
    window.awaitRow("#key-stores", "payments-hsm");
  }

  @Test
  void the_palette_goes_anywhere_by_keyboard() {
    window.go(new Destination.KeyStoresScreen());
    window.press(KeyCode.CONTROL, KeyCode.K);
    window.type("#palette-search", "activity");
    window.press(KeyCode.ENTER);
    window.await("the activity is shown", () -> window.isShown("#activity"));
    window.press(KeyCode.CONTROL, KeyCode.K);
    window.press(KeyCode.ESCAPE);
    window.await("the palette is gone", () -> !window.isShown("#palette"));
  }

  @Test
  void the_palette_finds_the_diagnostics_bundle_and_the_tour_by_their_names() {
    window.go(new Destination.KeyStoresScreen());
    window.press(KeyCode.CONTROL, KeyCode.K);
    window.type("#palette-search", "diagnostics bundle");
    window.awaitText("#palette-commands", "Save a diagnostics bundle for support…");
    window.type("#palette-search", "tour");
    window.press(KeyCode.ENTER);
    window.await("the tour is shown", () -> window.isShown("#tour-stops"));
  }

  private ExternalKeyStore store(String name) {
    return other.keyStores().stream()
        .filter(candidate -> candidate.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
