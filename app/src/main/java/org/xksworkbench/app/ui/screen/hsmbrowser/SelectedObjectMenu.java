package org.xksworkbench.app.ui.screen.hsmbrowser;

import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.control.MenuButton;
import javafx.scene.control.SeparatorMenuItem;
import org.xksworkbench.bridge.hsm.KeyUsage;

/// What can be done with the selected object.
final class SelectedObjectMenu extends MenuButton {

  SelectedObjectMenu(
      ObservableBooleanValue nothingSelected,
      ObjectChangesViewModel changes,
      DeletionViewModel deletion) {
    super("Selected key");
    setId("key-menu");
    disableProperty().bind(nothingSelected);
    getItems()
        .addAll(
            Actions.item("Record a backup…", changes::recordBackup),
            new SeparatorMenuItem(),
            Actions.item("Set label…", changes::rename),
            Actions.item("Set ID…", changes::setId),
            Actions.item("Allow to encrypt", () -> changes.setUsage(KeyUsage.ENCRYPT, true)),
            Actions.item("Forbid to encrypt…", () -> changes.setUsage(KeyUsage.ENCRYPT, false)),
            Actions.item("Allow to decrypt", () -> changes.setUsage(KeyUsage.DECRYPT, true)),
            Actions.item("Forbid to decrypt…", () -> changes.setUsage(KeyUsage.DECRYPT, false)),
            new SeparatorMenuItem(),
            Actions.item("Delete…", deletion::delete));
  }
}
