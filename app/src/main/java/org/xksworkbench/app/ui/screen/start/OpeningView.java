package org.xksworkbench.app.ui.screen.start;

import java.time.Duration;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.opening.Opening.LastLines;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.screen.start.OpeningViewModel.State;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Keys;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.ProblemPane;

/// What is being opened: a line while it is quick; a pane with a choice when it takes long or has
/// failed.
public final class OpeningView implements Screen {

  private static final double WIDTH = 680;

  private enum Shown {
    NOTHING,
    QUICK,
    SLOW,
    FAILED
  }

  private final OpeningViewModel<?> viewModel;
  private final StackPane root = new StackPane();
  private final Label doing = Note.text("");
  private final Label logOf = new Label();
  private final Label log = Note.text("");
  private Shown shown = Shown.NOTHING;

  public OpeningView(OpeningViewModel<?> viewModel) {
    this.viewModel = viewModel;
    root.setId("opening");
    root.getStyleClass().add("page");
    doing.setId("opening-doing");
    log.setId("opening-log");
    logOf.getStyleClass().add("section-title");
    log.getStyleClass().add("mono");
    viewModel.state().subscribe(this::show);
  }

  private void show(State state) {
    switch (state) {
      case State.Opening(var what, var took, var slow, var lines) -> {
        root.setAccessibleText(what);
        doing.setText(what + "…" + (took.toSeconds() < 2 ? "" : " " + time(took)));
        tell(lines);
        if (!slow) {
          render(Shown.QUICK, this::quick);
        } else {
          render(Shown.SLOW, this::slow);
        }
      }
      case State.Failed failed -> {
        tell(failed.log());
        shown = Shown.NOTHING;
        render(Shown.FAILED, () -> failed(failed));
      }
    }
  }

  /// What is shown already stays, and with it the focus.
  private void render(Shown next, java.util.function.Supplier<Node> made) {
    if (shown != next) {
      shown = next;
      // Where nothing else can have the focus; else it would go to what stands above.
      root.setFocusTraversable(next == Shown.QUICK);
      root.getChildren().setAll(made.get());
    }
  }

  private void tell(LastLines last) {
    logOf.setText("Last lines of the log of " + last.source());
    log.setText(String.join("\n", last.lines()));
  }

  private Node quick() {
    var indicator = new ProgressIndicator();
    indicator.setMaxSize(32, 32);
    var box = new VBox(12, indicator, doing);
    box.getStyleClass().add("empty");
    return box;
  }

  private Node slow() {
    var wait = Buttons.button("opening-wait", "Wait", viewModel::await);
    wait.setDefaultButton(true);
    return pane(
        "Opening " + viewModel.name() + " takes longer than usual",
        wait,
        doing,
        Note.text("Nothing was ended and nothing was deleted. It goes on while you decide."),
        logged(),
        buttons(wait, Buttons.button("opening-again", "Try again", viewModel::tryAgain)));
  }

  private Node failed(State.Failed failed) {
    var again = Buttons.button("opening-again", "Try again", viewModel::tryAgain);
    again.setDefaultButton(true);
    return pane(
        "Opening " + viewModel.name() + " failed after " + time(failed.took()),
        again,
        new ProblemPane(failed.problem()),
        logged(),
        buttons(again));
  }

  private Node logged() {
    var box = new VBox(4, logOf, log);
    box.visibleProperty().bind(log.textProperty().isNotEmpty());
    box.managedProperty().bind(box.visibleProperty());
    return box;
  }

  private FlowPane buttons(Button... first) {
    var row = new FlowPane(8, 8, first);
    if (viewModel.canStartOver()) {
      row.getChildren().add(Buttons.button("opening-anew", "Start over…", viewModel::startOver));
    }
    var reading = Labels.muted("Reading what would go…");
    reading.visibleProperty().bind(viewModel.readingWhatGoes());
    row.getChildren()
        .add(Buttons.button("opening-other", "Choose something else", viewModel::chooseOther));
    row.getChildren().add(reading);
    return row;
  }

  private static Node pane(String headline, Button focus, Node... content) {
    var head = new Label(headline);
    head.setId("opening-headline");
    head.getStyleClass().add("heading");
    head.setWrapText(true);
    var box = new VBox(14, head);
    box.getChildren().addAll(content);
    box.getStyleClass().addAll("card", "card-body");
    box.setMaxSize(WIDTH, VBox.USE_PREF_SIZE);
    Keys.startsAt(focus);
    return box;
  }

  private static String time(Duration took) {
    return took.toMinutes() == 0
        ? took.toSeconds() + " s"
        : "%d min %02d s".formatted(took.toMinutes(), took.toSecondsPart());
  }

  @Override
  public Parent root() {
    return root;
  }

  @Override
  public void close() {
    viewModel.close();
  }
}
