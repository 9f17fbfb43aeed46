package org.xksworkbench.app.ui.screen.hsmbrowser;

import javafx.scene.control.MenuButton;
import javafx.scene.control.SeparatorMenuItem;
import org.xksworkbench.app.ui.widget.Buttons;

/// The modules that can be opened.
final class OpenModuleMenu extends MenuButton {

  private static final String WITH_SETTINGS = "With settings";

  OpenModuleMenu(ModulesViewModel viewModel) {
    super("Open module");
    setId("open-module");
    setOnShowing(_ -> fill(viewModel));
    fill(viewModel);
  }

  private void fill(ModulesViewModel viewModel) {
    getItems().clear();
    viewModel
        .installedModules()
        .forEach(known ->
            getItems()
                .add(
                    Buttons.menuItem(
                        known.product() + "  " + known.path(),
                        () -> viewModel.open(known.path()))));
    if (!getItems().isEmpty()) {
      getItems().add(new SeparatorMenuItem());
    }
    getItems().add(Buttons.menuItem("Another file…", viewModel::open));
    getItems().add(new SeparatorMenuItem());
    viewModel
        .installedModules()
        .forEach(known ->
            getItems()
                .add(
                    Buttons.menuItem(
                        WITH_SETTINGS + ": " + known.product() + "  " + known.path() + "…",
                        () -> viewModel.openWithSettings(known.path()))));
    getItems()
        .add(
            Buttons.menuItem(
                "open-with-settings",
                WITH_SETTINGS + ": another file…",
                viewModel::openWithSettings));
  }
}
