package org.xksworkbench.app.ui.screen.tour;

import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Separator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;

/// The stops, one below the other. Made anew each time the user comes back, so that the marks are
/// those of now.
public final class TourView implements Screen {

  private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");
  private static final PseudoClass DONE = PseudoClass.getPseudoClass("done");
  private static final double ACTION_WIDTH = 220;

  private final TourViewModel viewModel;
  private final Page page;

  public TourView(TourViewModel viewModel) {
    this.viewModel = viewModel;
    var progress = new Label(viewModel.progress());
    progress.setId("tour-progress");
    progress.getStyleClass().add("muted");
    var stops = new VBox();
    stops.setId("tour-stops");
    stops.getStyleClass().add("tour-stops");
    for (var stop : TourStop.values()) {
      if (stop.ordinal() > 0) {
        stops.getChildren().add(new Separator());
      }
      stops.getChildren().add(row(stop));
    }
    var scroll = new ScrollPane(stops);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().addAll("card", "edge-to-edge");
    // In a small window, the next stop is what the user comes back for.
    viewModel
        .next()
        .ifPresent(
            next -> scroll.setVvalue((double) next.ordinal() / (TourStop.values().length - 1)));
    VBox.setVgrow(scroll, Priority.ALWAYS);
    page =
        new Page(
                "Tour of the demo",
                TourStop.minutesOfAll()
                    + " minutes, from a failed key store to a proven key. The PIN is demo-1234.")
            .actions(progress)
            .content(scroll);
  }

  private Node row(TourStop stop) {
    var mark = viewModel.mark(stop);
    var next = viewModel.next().filter(stop::equals).isPresent();
    var number =
        Labels.withStyle(
            mark.isPresent() ? "✓" : Integer.toString(stop.ordinal() + 1), "step-number");
    var title = Labels.strong(stop.title());
    var minutes =
        Labels.withStyle(
            stop.minutes() == 1 ? "1 minute" : stop.minutes() + " minutes", "muted", "small");
    var head = new HBox(8, title, minutes);
    head.setAlignment(Pos.BASELINE_LEFT);
    mark.ifPresent(what -> head.getChildren().add(new Badge(Badge.BadgeTone.GOOD, what)));
    var words = new VBox(2, head, Note.text(stop.text()));
    words.setMinWidth(0);
    HBox.setHgrow(words, Priority.ALWAYS);
    var row = new HBox(number, words, action(stop, next));
    row.setId("tour-stop-" + name(stop));
    row.getStyleClass().add("step");
    row.pseudoClassStateChanged(DONE, mark.isPresent());
    row.pseudoClassStateChanged(CURRENT, next);
    return row;
  }

  private Button action(TourStop stop, boolean next) {
    var button = Buttons.button("tour-" + name(stop), stop.action(), () -> viewModel.go(stop));
    button.setMinWidth(ACTION_WIDTH);
    button.setDefaultButton(next);
    button.setAccessibleText(stop.action() + ", stop " + (stop.ordinal() + 1) + " of the tour");
    button.disableProperty().bind(viewModel.busy());
    return button;
  }

  private static String name(TourStop stop) {
    return stop.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public Parent root() {
    return page;
  }

  @Override
  public void close() {
    viewModel.close();
  }
}
