package org.xksworkbench.app.window;

import java.nio.file.Path;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.ui.navigation.Destination;

/// Pictures of the screens of external key stores.
@Tag("pictures")
class KeyStorePicturesTest {

  @Test
  void the_screens_of_key_stores(@TempDir Path folder) throws Exception {
    try (var window = new DemoWindow(folder)) {
      window.go(new Destination.KeyStoresScreen());
      window.clickRow("#key-stores", "payments-hsm");
      window.pictures("key-stores");
      window.clickTab("#key-store-tabs", "Monitoring");
      window.await("the figures are shown", () -> window.isShown("#monitoring"));
      window.pictures("key-store-monitoring");
      window.clickTab("#key-store-tabs", "History");
      window.pictures("key-store-history");
      window.clickTab("#key-store-tabs", "General");
      window.clickRow("#key-stores", "branch-office");
      window.pictures("key-store-failed");
      window.click("#check-connection");
      window.awaitText("#cause", "Certificate name");
      window.pictures("connection-check-failed");
      window.go(new Destination.KeyStoresScreen());
      window.clickRow("#key-stores", "payments-hsm");
      window.click("#check-connection");
      window.awaitText("#cause", "the way to the proxy is clear");
      window.pictures("connection-check");

      window.go(new Destination.CreateKeyStoreScreen());
      window.click("#vpc-endpoint-service");
      window.type("#name", "branch-2");
      window.click("#submit");
      window.pictures("new-key-store");
      window.go(new Destination.KeyStoresScreen());
      window.clickRow("#key-stores", "payments-hsm");
      window.click("#edit");
      window.awaitText("#edit-limits", "is connected");
      window.pictures("edit-key-store");
      window.go(new Destination.KeyStoresScreen());
      window.clickRow("#key-stores", "payments-hsm");
      window.click("#key-store-actions");
      window.click("#rotate-credential");
      window.click("#next");
      window.awaitText("#next", "Update the key store");
      window.pictures("rotate-credential");
      window.click("#next");
      window.awaitText("#next", "Go on without waiting");
      window.go(new Destination.ActivityScreen());
      window.clickRow("#activity", "UpdateCustomKeyStore");
      window.pictures("activity");
      window.press(KeyCode.CONTROL, KeyCode.K);
      window.await("the palette is open", () -> window.isShown("#palette"));
      window.pictures("command-palette");
      window.press(KeyCode.ESCAPE);
      window.expireCredentials();
      window.go(new Destination.KeyStoresScreen());
      window.awaitText("#sign-in", "Paused");
      window.pictures("sign-in");
      window.signInAgain();
      window.awaitRow("#key-stores", "payments-hsm");
    }
  }
}
