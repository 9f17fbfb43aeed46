package org.xksworkbench.app.window;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.ui.navigation.Destination;

/// Pictures of the tour of the demo.
@Tag("pictures")
class TourPicturesTest {

  @Test
  void the_tour_half_made(@TempDir Path folder) throws Exception {
    try (var window = new DemoWindow(folder)) {
      window.go(new Destination.KeyStoresScreen());
      window.awaitRow("#key-stores", "payments-hsm");
      window.go(new Destination.TourScreen());
      window.click("#tour-connection-check");
      window.awaitText("#cause", "TLS");
      window.go(new Destination.HsmKeysScreen());
      window.awaitRow("#hsm-keys", "payments-2025");
      window.go(new Destination.TourScreen());
      window.awaitText("#tour-progress", "3 of 8 stops made");
      // No button under the mouse.
      window.click("#tour-progress");
      window.pictures("tour");
    }
  }
}
