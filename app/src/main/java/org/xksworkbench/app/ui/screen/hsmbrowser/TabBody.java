package org.xksworkbench.app.ui.screen.hsmbrowser;

import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/// The content of a tab, which scrolls where it is longer than its room.
final class TabBody {

  private TabBody() {}

  static ScrollPane of(Node... nodes) {
    var box = new VBox(8, nodes);
    box.getStyleClass().add("card-body");
    var scroll = new ScrollPane(box);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    return scroll;
  }
}
