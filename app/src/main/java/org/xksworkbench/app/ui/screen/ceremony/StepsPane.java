package org.xksworkbench.app.ui.screen.ceremony;

import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot;

/// All steps of the plan, and how each of them ended.
final class StepsPane extends ScrollPane {

  private static final Words WORDS = Words.of(StepsPane.class);

  private static final double WIDTH = 268;
  private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");
  private static final PseudoClass DONE = PseudoClass.getPseudoClass("done");

  private final VBox list = new VBox(1);

  StepsPane() {
    setContent(list);
    setId("ceremony-steps");
    setFitToWidth(true);
    setMinWidth(WIDTH);
    setPrefWidth(WIDTH);
    getStyleClass().add("edge-to-edge");
    setHbarPolicy(ScrollBarPolicy.NEVER);
  }

  void show(CeremonySnapshot ceremony) {
    list.getChildren().clear();
    var number = 1;
    for (var step : ceremony.steps()) {
      var sign = new Label(sign(step.mark(), number));
      sign.getStyleClass().add("step-number");
      var name = new Label(words(step.title(), step.mark()));
      name.getStyleClass().add("step-name");
      name.setWrapText(true);
      name.setMinHeight(USE_PREF_SIZE);
      var row = new HBox(sign, name);
      row.getStyleClass().add("step");
      row.pseudoClassStateChanged(CURRENT, step.mark() == CeremonySnapshot.StepMark.CURRENT);
      row.pseudoClassStateChanged(DONE, step.mark() == CeremonySnapshot.StepMark.DONE);
      list.getChildren().add(row);
      number++;
    }
    var current = ceremony.current().map(CeremonySnapshot.CurrentStep::number).orElse(0);
    setVvalue(
        ceremony.steps().isEmpty() ? 0 : Math.max(0, (current - 5.0) / ceremony.steps().size()));
  }

  private static String sign(CeremonySnapshot.StepMark mark, int number) {
    return switch (mark) {
      case DONE -> "\u2713";
      case DEVIATED -> "\u2260";
      case SKIPPED -> "\u2013";
      case OPEN, CURRENT -> String.valueOf(number);
    };
  }

  private static String words(String title, CeremonySnapshot.StepMark mark) {
    return switch (mark) {
      case DEVIATED -> WORDS.text("steps.deviated", title);
      case SKIPPED -> WORDS.text("steps.skipped", title);
      case OPEN, CURRENT, DONE -> title;
    };
  }
}
