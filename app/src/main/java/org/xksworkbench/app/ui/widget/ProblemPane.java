package org.xksworkbench.app.ui.widget;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.ChangedMeanwhileException;
import org.xksworkbench.app.problem.Problem;

/// A problem in its place: what happened, why, what to do; details one click away.
public final class ProblemPane extends VBox {

  /// @param reload reads again; offered where somebody else changed what was read
  public ProblemPane(Problem problem, Runnable reload) {
    this(problem);
    if (problem.code().equals(ChangedMeanwhileException.CODE)) {
      var button = Buttons.button("reload", "Reload", reload);
      getChildren().add(button);
    }
  }

  public ProblemPane(Problem problem) {
    getStyleClass().add("problem-pane");
    var body = new VBox(4);
    problem.causes().forEach(cause -> body.getChildren().add(Note.text(cause)));
    if (!problem.nextStep().isEmpty()) {
      var next = Note.text("What to do: " + problem.nextStep());
      next.getStyleClass().add("next-step");
      body.getChildren().add(next);
    }
    var note = new Note(Note.NoteTone.BAD, problem.headline(), body);
    note.setId("problem");
    note.getChildren().addAll(Remedies.of(problem), details(problem));
    getChildren().add(note);
  }

  /// The place where a screen shows what it met last; takes no room while that is nothing.
  public static VBox following(ObservableValue<@Nullable Problem> problem) {
    var place = new VBox();
    problem.subscribe(
        met -> place.getChildren().setAll(met == null ? List.of() : List.of(new ProblemPane(met))));
    place.managedProperty().bind(Bindings.isNotEmpty(place.getChildren()));
    return place;
  }

  private static TitledPane details(Problem problem) {
    var text = new VBox(2);
    if (!problem.code().isEmpty()) {
      text.getChildren().add(line("Code: " + problem.code()));
    }
    if (!problem.requestId().isEmpty()) {
      text.getChildren().add(line("Request ID: " + problem.requestId()));
    }
    if (!problem.technicalDetail().isEmpty()) {
      text.getChildren().add(line(problem.technicalDetail()));
    }
    var pane = new TitledPane("Details", text);
    pane.getStyleClass().addAll("dense", "problem-details");
    pane.setExpanded(false);
    pane.setAnimated(false);
    return pane;
  }

  private static Label line(String text) {
    var label = Note.text(text);
    label.getStyleClass().add("mono");
    return label;
  }
}
