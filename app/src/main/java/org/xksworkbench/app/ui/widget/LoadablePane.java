package org.xksworkbench.app.ui.widget;

import java.util.ArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.animation.PauseTransition;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.xksworkbench.app.ui.task.Loadable;

/// Shows something that is fetched: progress, the thing, or the problem with a way to try again.
public final class LoadablePane<T> extends StackPane {

  private static final Duration PATIENCE = Duration.millis(150);

  public LoadablePane(
      ObservableValue<Loadable<T>> state, Function<T, Node> content, Runnable retry) {
    setMinSize(0, 0);
    state.subscribe(value -> getChildren().setAll(render(value, content, retry)));
  }

  /// One whose content is bound to what changes: it is made once, and keeps scroll position, sort
  /// order and selection over each refresh.
  public static <T> LoadablePane<T> madeOnce(
      ObservableValue<Loadable<T>> state, Supplier<Node> content, Runnable retry) {
    var made = new ArrayList<Node>(1);
    return new LoadablePane<>(
        state,
        _ -> {
          if (made.isEmpty()) {
            made.add(content.get());
          }
          return made.getFirst();
        },
        retry);
  }

  /// A line for something that is under way.
  public static HBox working(String what) {
    var indicator = new ProgressIndicator();
    indicator.setMaxSize(16, 16);
    var line = new HBox(8, indicator, new Label(what));
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  private Node render(Loadable<T> value, Function<T, Node> content, Runnable retry) {
    return switch (value) {
      case Loadable.Loading<T> _ -> loading();
      case Loadable.Ready<T>(var ready) -> content.apply(ready);
      case Loadable.LoadFailed<T>(var problem) -> {
        var again = Buttons.button("Try again", retry);
        again.setDefaultButton(true);
        var box = new VBox(10, new ProblemPane(problem), again);
        box.setMaxHeight(USE_PREF_SIZE);
        StackPane.setAlignment(box, Pos.TOP_LEFT);
        yield box;
      }
    };
  }

  /// An answer that comes at once is not announced: a spinner that flashes disturbs.
  private static Node loading() {
    var box = new VBox(8);
    box.getStyleClass().add("empty");
    var patience = new PauseTransition(PATIENCE);
    patience.setOnFinished(_ -> {
      var indicator = new ProgressIndicator();
      indicator.setMaxSize(28, 28);
      box.getChildren().setAll(indicator, Labels.mutedLabel("Asking…"));
    });
    patience.play();
    return box;
  }
}
