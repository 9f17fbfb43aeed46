package org.xksworkbench.app.ui.screen.proxyconsole;

import java.util.List;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.MenuButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.proxy.ProxyControl.ServedPath;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.Page;

/// The paths of the proxy, each with what can be done to it.
final class ServedPathsPane extends VBox {

  private final ServedPathsViewModel viewModel;

  ServedPathsPane(ServedPathsViewModel viewModel, List<ServedPath> paths) {
    super(6);
    this.viewModel = viewModel;
    setId("served-paths");
    paths.forEach(path -> getChildren().add(path(path)));
  }

  private Node path(ServedPath path) {
    var name = Labels.withStyle(path.uriPath(), "mono", "strong");
    var about =
        Labels.withStyle(
            "serves "
                + path.keys()
                + " · "
                + (path.accessKeyIds().size() > 1
                    ? path.accessKeyIds().size() + " credentials, rotation under way"
                    : path.accessKeyIds().getFirst())
                + (path.blockedKeys().isEmpty()
                    ? ""
                    : " · blocked: "
                        + path.blockedKeys().stream().sorted().collect(Collectors.joining(", "))),
            "muted",
            "small");
    var line = new HBox(8, new VBox(1, name, about), Page.grow());
    if (path.blocked()) {
      line.getChildren().add(new Badge(Badge.BadgeTone.BAD, "Blocked"));
    }
    line.getChildren().add(menu(path));
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  private MenuButton menu(ServedPath path) {
    var menu = Buttons.menu("Manage");
    menu.setId("manage" + path.path().replace('/', '-'));
    menu.setMinWidth(MenuButton.USE_PREF_SIZE);
    menu.getItems().add(Buttons.menuItem("Add a credential…", () -> viewModel.addCredential(path)));
    if (path.accessKeyIds().size() > 1) {
      path.accessKeyIds()
          .forEach(id ->
              menu.getItems()
                  .add(
                      Buttons.menuItem(
                          "Remove credential " + id + "…",
                          () -> viewModel.removeCredential(path, id))));
    }
    menu.getItems()
        .add(
            path.blocked()
                ? Buttons.menuItem("Unblock the key store", () -> viewModel.block(path, false))
                : Buttons.menuItem("Block the key store…", () -> viewModel.block(path, true)));
    menu.getItems().add(Buttons.menuItem("Block a key…", () -> viewModel.blockKey(path)));
    path.blockedKeys().stream()
        .sorted()
        .forEach(id ->
            menu.getItems()
                .add(Buttons.menuItem("Unblock key " + id, () -> viewModel.unblockKey(path, id))));
    return menu;
  }
}
