package org.xksworkbench.app.ui.widget;

import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// Names on the left, values on the right.
public final class PropertyGrid extends GridPane {

  private static final double NAME_WIDTH = 168;

  /// As high as a row with a copy button, so that two grids side by side keep step.
  private static final double ROW_HEIGHT = 24;

  public PropertyGrid() {
    getStyleClass().add("property-grid");
    var names = new ColumnConstraints(NAME_WIDTH);
    var values = new ColumnConstraints();
    values.setHgrow(Priority.ALWAYS);
    values.setMinWidth(0);
    getColumnConstraints().addAll(names, values);
  }

  public PropertyGrid row(String name, String value) {
    var label = new Label(value);
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    label.getStyleClass().add("property-value");
    return add(name, label);
  }

  public PropertyGrid copyable(String name, String value) {
    return row(name, new CopyableText(value, name));
  }

  public PropertyGrid row(String name, Node value) {
    return switch (value) {
      case HBox line -> add(name, align(line));
      case Label alone -> add(name, align(new HBox(alone)));
      default -> add(name, value);
    };
  }

  private static HBox align(HBox line) {
    line.setAlignment(Pos.CENTER_LEFT);
    line.setMinHeight(ROW_HEIGHT);
    return line;
  }

  private PropertyGrid add(String name, Node value) {
    var label = new Label(name);
    label.getStyleClass().add("property-name");
    label.setLabelFor(value);
    GridPane.setValignment(label, VPos.TOP);
    GridPane.setValignment(value, VPos.TOP);
    addRow(getRowCount(), label, value);
    return this;
  }
}
