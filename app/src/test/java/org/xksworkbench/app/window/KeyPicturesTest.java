package org.xksworkbench.app.window;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.creation.AnotherProcess;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;

/// Pictures of the screens that make and show KMS keys.
@Tag("pictures")
class KeyPicturesTest {

  @Test
  void the_screens_of_kms_keys(@TempDir Path folder) throws Exception {
    try (var window = new DemoWindow(folder);
        var kms = window.client()) {
      for (var label : new String[] {"ledger-2026", "half-made"}) {
        window
            .demo()
            .hsm()
            .session()
            .orElseThrow()
            .generateAesKey(AesKeyTemplate.forExternalKeyStore(label));
      }
      var store =
          kms.keyStores().stream()
              .filter(one -> one.name().equals("payments-hsm"))
              .findFirst()
              .orElseThrow()
              .id();

      window.go(Destination.CreateKeyScreen.fromKeys());
      window.click("#acknowledge");
      window.pictures("create-key-method-2");
      window.click("#next");
      window.awaitRow("#store-choice", "payments-hsm");
      window.pictures("create-key-store");

      window.go(new Destination.CreateKeyScreen(store));
      window.click("#acknowledge");
      window.pictures("create-key-configuration");
      window.click("#next");
      window.clickRow("#external-keys", "ledger-2026");
      window.awaitText("#external-key-check", "was checked");
      window.pictures("create-key-external-key");
      window.click("#next");
      window.type("#alias", "ledger");
      window.pictures("create-key-labels");
      window.click("#next");
      window.click("#add-tag");
      window.type(".tag-key", "team");
      window.type(".tag-value", "payments");
      window.pictures("create-key-tags");
      window.click("#next");
      window.clickRow("#administrators", "key-administrators");
      window.pictures("create-key-administrators");
      window.click("#next");
      window.clickRow("#users", "payments-app");
      window.click("#add-account");
      window.type(".account", "444455556666");
      window.pictures("create-key-users");
      window.click("#next");
      window.awaitText("#obstacle", "Nothing has been created yet.");
      window.pictures("create-key-policy");
      window.click("#next");
      window.awaitText("#next", "Create the KMS key");
      window.pictures("create-key-review");
      window.createWithoutBackup();
      window.awaitText("#external-key-status", "ENABLED");
      window.click("#prove");
      window.awaitText("#proof", "Proven at");
      window.pictures("key-detail");
      window.click("#key-actions");
      window.click("#schedule-deletion");
      window.awaitText("#deletion", "cannot be made a second time");
      window.pictures("key-deletion");

      AnotherProcess.killedBeforeCreateAlias(
          window.demo().kms().endpoint(), folder, store, "half-made", "alias/half-made");
      window.go(new Destination.KeysScreen());
      window.awaitRow("#kms-keys", "ledger-2026");
      window.awaitText("#open-unfinished", "Look at it");
      window.pictures("customer-managed-keys");
      window.click("#open-unfinished");
      window.awaitText("#unfinished-key", "without its alias");
      window.pictures("unfinished-keys");
    }
  }
}
