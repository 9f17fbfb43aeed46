package org.xksworkbench.app.ui.widget;

import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;

/// Two nodes side by side, each half as wide.
public final class TwoColumns extends GridPane {

  private static final double HALF = 50;

  public TwoColumns(double gap, Node left, Node right) {
    setHgap(gap);
    for (var i = 0; i < 2; i++) {
      var column = new ColumnConstraints();
      column.setPercentWidth(HALF);
      column.setFillWidth(true);
      getColumnConstraints().add(column);
    }
    GridPane.setValignment(left, VPos.TOP);
    GridPane.setValignment(right, VPos.TOP);
    addRow(0, left, right);
  }
}
