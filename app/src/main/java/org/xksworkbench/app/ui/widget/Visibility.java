package org.xksworkbench.app.ui.widget;

import javafx.beans.value.ObservableValue;
import javafx.scene.Node;

/// A node that takes no room while it is not to be seen.
public final class Visibility {

  private Visibility() {}

  /// @return the node
  public static <N extends Node> N onlyIf(N node, ObservableValue<Boolean> condition) {
    node.visibleProperty().bind(condition);
    node.managedProperty().bind(node.visibleProperty());
    return node;
  }
}
