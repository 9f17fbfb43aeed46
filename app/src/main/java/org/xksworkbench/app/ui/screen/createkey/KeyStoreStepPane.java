package org.xksworkbench.app.ui.screen.createkey;

import javafx.scene.layout.VBox;

/// Method 2: which external key store the key will be in.
final class KeyStoreStepPane extends VBox {

  KeyStoreStepPane(KeyStoreStepViewModel viewModel) {
    super(12);
    getChildren()
        .addAll(
            Pages.heading("Which external key store?"),
            Pages.about(
                "Choose the row of the key store that the new KMS key will be in. A key store that"
                    + " is not connected cannot be chosen; connect it here, or under External key"
                    + " stores by Connect."),
            new KeyStoreChoicePane(viewModel, false));
  }
}
