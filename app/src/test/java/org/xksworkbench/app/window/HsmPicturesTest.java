package org.xksworkbench.app.window;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.ui.navigation.Destination;

/// Pictures of the screens of the workstation: HSM keys, lineage, XKS proxy.
@Tag("pictures")
class HsmPicturesTest {

  @Test
  void the_screens_of_the_workstation(@TempDir Path folder) throws Exception {
    try (var window = new DemoWindow(folder);
        var kms = window.client()) {
      var key = kms.aliases().get("alias/payments");
      for (var i = 0; i < 40; i++) {
        var sealed = kms.encrypt(key, new byte[] {1, 2, 3}, Map.of());
        kms.decrypt(key, sealed.value(), Map.of());
      }

      window.go(new Destination.HsmKeyScreen("payments-2025"));
      window.awaitRow("#hsm-keys", "alias/payments");
      window.awaitText("#lineage-strip", "payments-hsm");
      window.pictures("hsm-keys");
      window.click("#show-modules");
      window.awaitText("#modules", "demo-token");
      window.pictures("hsm-modules");
      window.go(new Destination.LineageScreen());
      window.clickRow("#lineage", "payments-2025");
      window.pictures("lineage");
      window.go(new Destination.XksProxyScreen());
      window.awaitText("#served-paths", "/payments/kms/xks/v1");
      window.awaitText("#proxy-health", "ACTIVE");
      window.awaitRow("#proxy-calls", "payments-2025");
      window.pictures("xks-proxy");
    }
  }
}
