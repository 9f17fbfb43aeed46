package org.xksworkbench.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.ui.navigation.Destination;

/// Where typing goes and what Enter does, in the real window on the real demo; and what is said
/// before and after an act that destroys.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyboardWindowTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String BY_HAND = "arn:aws:iam::000000000000:role/by-hand";
  private static final String LISTED = "arn:aws:iam::000000000000:role/service/payments-app";

  private DemoWindow window;
  private KeyManagement kms;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    window = new DemoWindow(folder);
    kms = window.client();
  }

  @AfterAll
  void close() {
    kms.close();
    window.close();
  }

  @AfterEach
  void nothingWentWrongUnseen() {
    window.assertNothingReported();
  }

  @Test
  void each_page_of_a_new_kms_key_begins_where_something_is_to_be_filled_in() throws Exception {
    window.go(new Destination.CreateKeyScreen(store("payments-hsm").id()));
    window.awaitFocus("#acknowledge");
    window.press(KeyCode.SPACE);
    window.press(KeyCode.ENTER);
    assertThat(isTicked("#acknowledge")).as("Enter takes back nothing that was agreed to").isTrue();
    window.click("#next");
    window.awaitFocus("#xks-key-id");
    window.write("payments-2026-11");
    window.press(KeyCode.ENTER);
    window.awaitFocus("#alias");
    window.write("by-keyboard");
    assertThat(window.valueOf("#alias")).isEqualTo("by-keyboard");
    window.press(KeyCode.ENTER);
    window.await("the tags", () -> window.isShown("#tags"));
    window.press(KeyCode.ENTER);
    window.awaitFocus("#administrators-search");
    window.write("payments");
    window.press(KeyCode.ENTER);
    assertThat(window.isShown("#administrators")).as("Enter in a search searches").isTrue();
    window.click("#back");
    window.click("#back");
    window.awaitFocus("#alias");
  }

  @Test
  void method_2_begins_with_its_choices_and_chooses_a_key_store_by_keyboard() {
    window.go(Destination.CreateKeyScreen.fromKeys());
    window.awaitFocus("#type-symmetric");
    window.click("#acknowledge");
    window.click("#next");
    window.awaitRow("#store-choice", "payments-hsm");
    window.awaitFocus("#store-choice");
    assertThat(window.isDisabled("#next")).isTrue();
    window.press(KeyCode.END);
    window.press(KeyCode.SPACE);
    window.awaitText("#obstacle", "Nothing has been created yet.");
    assertThat(window.isDisabled("#next")).isFalse();
    window.press(KeyCode.ENTER);
    window.awaitFocus("#xks-key-id");
  }

  @Test
  void enter_adds_the_arn_that_was_typed_and_an_arn_that_was_not_added_is_not_left_behind() {
    window.go(new Destination.CreateKeyScreen(store("payments-hsm").id()));
    window.click("#acknowledge");
    window.click("#next");
    window.type("#xks-key-id", "payments-2026-11");
    window.click("#next");
    window.type("#alias", "with-arn");
    window.click("#next");
    window.click("#next");
    // The list that comes above the field moves it from under the mouse.
    window.awaitFocus("#administrators-search");
    window.type("#administrators-arn", BY_HAND);
    window.press(KeyCode.ENTER);
    window.awaitValue("#administrators-arn", "");
    window.awaitFocus("#administrators-arn");
    window.write(LISTED);
    window.awaitText("#obstacle", "Add the ARN that you typed, or clear its field.");
    assertThat(window.isDisabled("#next")).isTrue();
    window.press(KeyCode.ENTER);
    window.click("#next");
    window.click("#next");
    window.await("the policy", () -> window.isShown("#policy"));
    assertThat(window.valueOf("#policy")).contains(BY_HAND, LISTED);
  }

  @Test
  void a_new_key_store_begins_with_its_name_and_the_side_bar_marks_where_one_stays() {
    window.go(new Destination.CreateKeyStoreScreen());
    window.awaitFocus("#name");
    window.write("branch-3");
    assertThat(window.valueOf("#name")).isEqualTo("branch-3");
    window.press(KeyCode.ENTER);
    window.awaitFocus("#endpoint");
    window.clickMenuItem("Lineage");
    window.awaitText(".dialog-pane", "Leave this form?");
    window.press(KeyCode.ESCAPE);
    window.await("the question is over", () -> !window.isShown(".dialog-pane"));
    assertThat(marked()).isEqualTo("External key stores");
    window.clickMenuItem("Lineage");
    window.click("#dialog-ok");
    window.await("the lineage", () -> window.isShown("#lineage"));
    assertThat(marked()).isEqualTo("Lineage");
  }

  @Test
  void where_nothing_has_the_focus_enter_presses_nothing() {
    window.go(new Destination.KeyStoresScreen());
    window.clickRow("#key-stores", "payments-hsm");
    window.go(new Destination.LineageScreen());
    window.awaitFocus(".product");
    window.press(KeyCode.ENTER);
    assertThat(window.isShown("#lineage")).as("it led to the tour").isTrue();
    assertThat(window.textsOf("#change-lock")).contains("Changes allowed");
  }

  @Test
  void enter_in_the_typed_word_proves_nothing_and_days_do_not_change_by_themselves() {
    window.go(new Destination.KeyDetailScreen(kms.aliases().get("alias/payments")));
    window.click("#key-actions");
    window.click("#schedule-deletion");
    window.awaitText("#deletion", "Delete alias/payments (key ");
    window.type("#deletion-word", "delete");
    window.press(KeyCode.ENTER);
    assertThat(window.textsOf("#proof")).contains("Does the whole loop work?");
    assertThat(window.isDisabled("#schedule")).isFalse();
    window.type("#deletion-days", "5");
    window.awaitText("#deletion-days-error", "AWS KMS waits 7 to 30 days");
    window.press(KeyCode.ENTER);
    window.focus("#deletion-word");
    assertThat(window.valueOf("#deletion-days")).isEqualTo("5");
    assertThat(window.isDisabled("#schedule")).isTrue();
    window.type("#deletion-days", "7");
    assertThat(window.isDisabled("#schedule")).isFalse();
    assertThat(window.textsOf("#deletion-days-error")).isBlank();
  }

  @Test
  void a_proof_is_of_the_past_once_the_key_is_disabled() {
    window.go(new Destination.KeyDetailScreen(kms.aliases().get("alias/payments")));
    window.click("#prove");
    window.awaitText("#proof", "the same came back", PATIENCE);
    window.click("#key-actions");
    window.click("#disable-key");
    window.awaitText(".dialog-pane", "As long as alias/payments (key ");
    window.click("#dialog-ok");
    window.awaitText("#proof", "before it was disabled");
    assertThat(window.textsOf("#proof")).doesNotContain("the same came back");
    window.click("#key-actions");
    window.click("#enable-key");
    window.awaitText("#told", "The key is enabled.");
    window.awaitText("#proof", "before it was disabled");
  }

  @Test
  void a_token_is_initialised_only_after_the_kms_keys_that_are_lost_with_it_are_named() {
    window.go(new Destination.HsmKeysScreen());
    window.click("#show-modules");
    window.click("#more-demo-token");
    window.clickMenuItem("Initialise the token…");
    window.awaitText(".dialog-pane", "Initialise demo-token?");
    window.awaitText("#lost-keys", "alias/payments");
    assertThat(window.textsOf("#lost-keys")).contains("payments-2025", "no backup recorded");
    assertThat(window.textsOf("#dialog-ok")).contains("Erase and initialise the token");
    assertThat(window.isDisabled("#dialog-ok")).isTrue();
    window.press(KeyCode.ESCAPE);
    window.await("nothing was done", () -> !window.isShown(".dialog-pane"));
  }

  /// In the side bar.
  private static String marked() {
    try {
      return OnWindow.call(
          PATIENCE,
          () ->
              DemoWindow.find(".navigation").lookupAll(".navigation-item").stream()
                  .map(ToggleButton.class::cast)
                  .filter(ToggleButton::isSelected)
                  .map(ToggleButton::getText)
                  .reduce((one, other) -> one + " and " + other)
                  .orElse(""));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isTicked(String id) throws Exception {
    return OnWindow.call(PATIENCE, () -> ((CheckBox) DemoWindow.find(id)).isSelected());
  }

  private ExternalKeyStore store(String name) {
    return kms.keyStores().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
