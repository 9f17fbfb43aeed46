package org.xksworkbench.app.ui.widget;

import java.util.List;
import java.util.function.IntConsumer;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// The steps of a form: done, present, to come.
public final class StepList extends VBox {

  private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");
  private static final PseudoClass DONE = PseudoClass.getPseudoClass("done");

  private IntConsumer onChoose = _ -> {};

  public StepList(List<String> names) {
    getStyleClass().add("step-list");
    setMinWidth(USE_PREF_SIZE);
    for (var i = 0; i < names.size(); i++) {
      var index = i;
      var name = names.get(i);
      var number = new Label();
      number.getStyleClass().add("step-number");
      var label = new Label(name);
      label.getStyleClass().add("step-name");
      var step = new HBox(number, label);
      step.getStyleClass().add("step");
      step.setAccessibleText("Step " + (index + 1) + ": " + name);
      step.setAccessibleRole(AccessibleRole.BUTTON);
      step.setFocusTraversable(true);
      step.setOnMouseClicked(_ -> onChoose.accept(index));
      step.setOnKeyPressed(event -> {
        if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
          onChoose.accept(index);
          event.consume();
        }
      });
      getChildren().add(step);
    }
  }

  /// @param chosen takes the index of a step that the user wants to go to
  public void onChoose(IntConsumer chosen) {
    onChoose = chosen;
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
