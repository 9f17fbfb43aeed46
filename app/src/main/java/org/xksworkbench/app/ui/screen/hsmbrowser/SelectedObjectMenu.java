package org.xksworkbench.app.ui.screen.hsmbrowser;

import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.control.MenuButton;
import javafx.scene.control.SeparatorMenuItem;
import org.xksworkbench.app.ui.widget.Buttons;
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
            Buttons.menuItem("Record a backup…", changes::recordBackup),
            new SeparatorMenuItem(),
            Buttons.menuItem("Set label…", changes::rename),
            Buttons.menuItem("Set ID…", changes::setId),
            Buttons.menuItem("Allow to encrypt", () -> changes.setUsage(KeyUsage.ENCRYPT, true)),
            Buttons.menuItem("Forbid to encrypt…", () -> changes.setUsage(KeyUsage.ENCRYPT, false)),
            Buttons.menuItem("Allow to decrypt", () -> changes.setUsage(KeyUsage.DECRYPT, true)),
            Buttons.menuItem("Forbid to decrypt…", () -> changes.setUsage(KeyUsage.DECRYPT, false)),
            new SeparatorMenuItem(),
            Buttons.menuItem("Delete…", deletion::delete));
  }
}
