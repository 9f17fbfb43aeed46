package org.xksworkbench.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.ui.navigation.Destination;

/// The loop of the demo at a glance: one key store works, one is off, one is broken.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverviewWindowTest {

  private DemoWindow window;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    window = new DemoWindow(folder);
  }

  @AfterAll
  void close() {
    window.close();
  }

  @BeforeEach
  void show() {
    window.go(new Destination.OverviewScreen());
    window.await("the counted keys", () -> window.isShown("#concern-1"));
  }

  @AfterEach
  void nothingWentWrongUnseen() {
    window.assertNothingReported();
  }

  @Test
  void each_hop_says_how_it_stands() {
    assertThat(window.accessibleText(store("payments-hsm"))).contains("payments-hsm, Connected");
    assertThat(window.accessibleText(store("archive-hsm")))
        .contains("archive-hsm, Disconnected", "not usable");
    assertThat(window.accessibleText(store("branch-office"))).contains("branch-office, Failed");
    assertThat(window.textsOf("#loop")).contains("off", "failed", "available", "not seen");
    assertThat(window.accessibleText("#token-node")).contains("Logged in");
  }

  /// Texts that were measured before they had a width made it the height of the window.
  @Test
  void a_key_store_is_as_high_as_its_words() {
    for (var name : List.of("payments-hsm", "archive-hsm", "branch-office")) {
      assertThat(((Node) window.shownNode(store(name))).getLayoutBounds().getHeight())
          .as(name)
          .isBetween(40.0, 150.0);
    }
  }

  @Test
  void what_needs_attention_leads_to_its_remedy_by_keyboard() {
    assertThat(window.textsOf("#concerns")).contains("branch-office cannot be connected");
    window.focus("#concern-0");
    window.press(KeyCode.SPACE);
    window.await("the check of the connection", () -> window.isShown("#endpoint"));
  }

  @Test
  void a_part_of_the_loop_keeps_the_focus_when_it_is_looked_at_again_and_opens_by_enter() {
    var payments = store("payments-hsm");
    window.focus(payments);
    var before = window.shownNode(payments);
    window.fire("#refresh");
    window.await("the next look", () -> window.shownNode(payments) != before);
    window.awaitFocus(payments);
    window.press(KeyCode.ENTER);
    window.awaitRow("#key-stores", "payments-hsm");
  }

  private String store(String name) {
    return "#store-"
        + window.client().keyStores().stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .map(ExternalKeyStore::id)
            .orElseThrow();
  }
}
