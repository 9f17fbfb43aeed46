package org.xksworkbench.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.ui.navigation.Destination;

/// The window on a small screen.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmallWindowTest {

  private DemoWindow window;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    window = new DemoWindow(folder);
    window.resize(1100, 700);
  }

  @AfterAll
  void close() {
    window.resize(1440, 900);
    window.close();
  }

  @AfterEach
  void nothingWentWrongUnseen() {
    window.assertNothingReported();
  }

  @Test
  void nothing_is_cut_off_over_the_objects_of_a_token() {
    window.go(new Destination.HsmKeysScreen());
    window.awaitRow("#hsm-keys", "payments-2025");
    assertThat(window.textsOf("#object-bar")).contains("Fit only", "Export…", "Log out");
    assertThat(window.cutOff("#object-bar")).isEmpty();
  }

  @Test
  void a_key_store_keeps_its_name_and_edit_goes_into_the_menu() {
    window.go(new Destination.KeyStoresScreen());
    window.clickRow("#key-stores", "payments-hsm");
    window.awaitText("#key-store-bar", "payments-hsm");
    assertThat(window.cutOff("#key-store-bar")).isEmpty();
    assertThat(window.isShown("#edit")).isFalse();
    window.click("#key-store-actions");
    window.clickMenuItem("Edit");
    window.awaitText("#edit-limits", "is connected");
    window.click("#cancel");
    window.awaitText("#key-store-bar", "payments-hsm");
  }

  @Test
  void the_overview_cuts_no_name_and_keeps_the_room_for_what_needs_attention() {
    window.go(new Destination.OverviewScreen());
    window.await("the concerns", () -> window.isShown("#concern-0"));
    assertThat(window.cutOff("#loop")).isEmpty();
    assertThat(window.cutOff("#concerns")).isEmpty();
    assertThat(window.isShown("#figure-keys")).isFalse();
  }
}
