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
import org.xksworkbench.app.opening.Opening.LogTail;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.screen.start.OpeningViewModel.OpeningState;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Keyboard;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.ProblemPane;

/// What is being opened: a line while it is quick; a pane with a choice when it takes long or has
/// failed.
public final class OpeningView implements Screen {

  private static final double WIDTH = 680;

  private enum OpeningPhase {
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
  private OpeningPhase shown = OpeningPhase.NOTHING;

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

  private void show(OpeningState state) {
    switch (state) {
      case OpeningState.UnderWay(var what, var took, var slow, var lines) -> {
        root.setAccessibleText(what);
        doing.setText(what + "…" + (took.toSeconds() < 2 ? "" : " " + time(took)));
        tell(lines);
        if (!slow) {
          render(OpeningPhase.QUICK, this::quick);
        } else {
          render(OpeningPhase.SLOW, this::slow);
        }
      }
      case OpeningState.OpeningFailed failed -> {
        tell(failed.log());
        shown = OpeningPhase.NOTHING;
        render(OpeningPhase.FAILED, () -> failure(failed));
      }
    }
  }

  /// What is shown already stays, and with it the focus.
  private void render(OpeningPhase next, java.util.function.Supplier<Node> made) {
    if (shown != next) {
      shown = next;
      // Where nothing else can have the focus; else it would go to what stands above.
      root.setFocusTraversable(next == OpeningPhase.QUICK);
      root.getChildren().setAll(made.get());
    }
  }

  private void tell(LogTail last) {
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
        logBox(),
        buttons(wait, Buttons.button("opening-again", "Try again", viewModel::tryAgain)));
  }

  private Node failure(OpeningState.OpeningFailed failed) {
    var again = Buttons.button("opening-again", "Try again", viewModel::tryAgain);
    again.setDefaultButton(true);
    return pane(
        "Opening " + viewModel.name() + " failed after " + time(failed.took()),
        again,
        new ProblemPane(failed.problem()),
        logBox(),
        buttons(again));
  }

  private Node logBox() {
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
    var reading = Labels.mutedLabel("Reading what would go…");
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
    Keyboard.startsAt(focus);
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
