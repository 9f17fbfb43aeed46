package org.xksworkbench.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tour of the demo, from its first button to its last.
class TourWindowTest {

  @Test
  void the_tour_is_made_by_its_buttons_and_each_stop_is_marked_for_what_happened_there(
      @TempDir Path folder) throws Exception {
    try (var window = new DemoWindow(folder)) {
      window.awaitText("#tour-link", "Take the tour (10 minutes)");
      window.click("#tour-link");
      window.awaitText("#tour-progress", "0 of 8 stops made");
      assertThat(window.isShown("#tour-link")).as("on the tour itself").isFalse();

      window.click("#tour-key-stores");
      window.clickRow("#key-stores", "branch-office");
      window.awaitText("#connection-error", "XKS_PROXY_INVALID_TLS_CONFIGURATION");
      back(window, "#tour-stop-key-stores", "Seen");

      window.click("#tour-connection-check");
      window.awaitText("#cause", "TLS");
      back(window, "#tour-stop-connection-check", "Seen");

      window.click("#tour-hsm-keys");
      window.awaitRow("#hsm-keys", "seal-only");
      back(window, "#tour-stop-hsm-keys", "Seen");

      window.click("#tour-create-key");
      window.createKmsKey("payments-2026-12", "toured");
      window.awaitText("#external-key-status", "ENABLED");
      back(window, "#tour-stop-create-key", "Created");

      window.click("#tour-prove");
      window.awaitText("#external-key-status", "ENABLED");
      window.click("#prove");
      window.awaitText("#proxy-lines", "Decrypt payments-2026-12  HTTP 200");
      back(window, "#tour-stop-prove", "Proven");

      window.click("#tour-lineage");
      window.awaitRow("#lineage", "payments-2026-12");
      back(window, "#tour-stop-lineage", "Seen");

      window.click("#tour-xks-proxy");
      window.awaitText("#proxy-health", "ACTIVE");
      back(window, "#tour-stop-xks-proxy", "Seen");

      window.awaitText("#tour-progress", "7 of 8 stops made, about 2 minutes left");
      window.click("#tour-faults");
      window.click("#fault-wrong-name");
      window.awaitText("#fault-outcome", "cannot establish a TLS connection");
      window.click("#fault-wrong-name");
      window.awaitText("#fault-outcome", "It worked");
      back(window, "#tour-stop-faults", "1 of 11 tried");
      window.awaitText("#tour-progress", "You made every stop.");
      window.assertNothingReported();
    }
  }

  @Test
  void a_look_at_the_form_that_is_left_again_marks_nothing(@TempDir Path folder) throws Exception {
    try (var window = new DemoWindow(folder)) {
      window.click("#tour-link");
      window.click("#tour-create-key");
      window.awaitText(".page", "payments-hsm");
      window.click("#tour-link");
      window.awaitText("#tour-progress", "0 of 8 stops made");
    }
  }

  private static void back(DemoWindow window, String stop, String mark) {
    window.awaitText("#tour-link", "Back to the tour");
    window.click("#tour-link");
    window.awaitText(stop, mark);
  }
}
