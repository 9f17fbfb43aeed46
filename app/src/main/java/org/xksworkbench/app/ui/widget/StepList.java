package org.xksworkbench.app.ui.widget;

import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// The steps of a form: done, present, to come.
public final class StepList extends VBox {

  private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");
  private static final PseudoClass DONE = PseudoClass.getPseudoClass("done");

  public StepList(List<String> names) {
    getStyleClass().add("step-list");
    setMinWidth(USE_PREF_SIZE);
    for (var name : names) {
      var number = new Label();
      number.getStyleClass().add("step-number");
      var label = new Label(name);
      label.getStyleClass().add("step-name");
      var step = new HBox(number, label);
      step.getStyleClass().add("step");
      getChildren().add(step);
    }
  }

  /// @param current index of the present step
  public void show(int current) {
    for (var i = 0; i < getChildren().size(); i++) {
      var step = (HBox) getChildren().get(i);
      step.pseudoClassStateChanged(CURRENT, i == current);
      step.pseudoClassStateChanged(DONE, i < current);
      ((Label) step.getChildren().getFirst()).setText(i < current ? "✓" : Integer.toString(i + 1));
    }
  }
}
