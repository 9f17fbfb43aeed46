package org.xksworkbench.app.ui.screen.faults;

import java.util.EnumSet;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.fault.DemoFault;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.screen.faults.FaultsViewModel.TrialOutcome;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.ProblemPane;

/// A switch for each fault on the left; what a user reads then on the right.
public final class FaultsView implements Screen {

  private static final double SWITCHES_WIDTH = 440;

  private final FaultsViewModel viewModel;
  private final Page page;
  private final VBox outcome = new VBox(12);

  public FaultsView(FaultsViewModel viewModel) {
    this.viewModel = viewModel;
    var switches = new VBox(10);
    EnumSet.allOf(DemoFault.class).forEach(fault -> switches.getChildren().add(line(fault)));
    switches.getStyleClass().add("card-body");
    var scroll = new ScrollPane(switches);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().addAll("card", "edge-to-edge");
    scroll.setPrefWidth(SWITCHES_WIDTH);
    scroll.setMinWidth(SWITCHES_WIDTH);
    outcome.setId("fault-outcome");
    HBox.setHgrow(outcome, Priority.ALWAYS);
    var columns = new HBox(16, scroll, outcome);
    VBox.setVgrow(columns, Priority.ALWAYS);
    page =
        new Page(
                "Fault switches",
                "What goes wrong with external key stores, and what you would read then. Only in"
                    + " the demo.")
            .content(columns);
    viewModel.outcome().subscribe(_ -> render());
    viewModel.busy().subscribe(_ -> render());
  }

  private Node line(DemoFault fault) {
    var box = Buttons.checkBox(fault.headline());
    box.setId("fault-" + fault.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    box.getStyleClass().add("strong");
    // Also after a switch that failed: the box tells what is, not what was wanted.
    viewModel
        .busy()
        .subscribe(busy -> {
          if (!busy) {
            box.setSelected(viewModel.isOn(fault));
          }
        });
    box.disableProperty().bind(viewModel.busy());
    box.setOnAction(_ -> viewModel.set(fault, box.isSelected()));
    var about = Note.text(fault.about());
    about.getStyleClass().addAll("muted", "small");
    about.setPadding(new javafx.geometry.Insets(0, 0, 0, 26));
    return new VBox(2, box, about);
  }

  private void render() {
    outcome
        .getChildren()
        .setAll(
            viewModel.busy().get()
                ? LoadablePane.working("Trying what it strikes…")
                : viewModel.outcome().get().map(FaultsView::describe).orElseGet(FaultsView::hint));
  }

  private static Node hint() {
    return new Note(
        Note.NoteTone.INFO,
        "Switch on a fault",
        "The window then encrypts with alias/payments, or connects archive-hsm, and shows here what"
            + " comes of it. The same text stands wherever you meet the fault. Switch it off again"
            + " before you go on.");
  }

  private static Node describe(TrialOutcome came) {
    var tried =
        switch (came.fault().trial()) {
          case ENCRYPT -> "Encrypt with alias/payments";
          case CONNECT -> "Connect archive-hsm";
        };
    var head = Note.text(came.fault().headline() + (came.on() ? "" : " (switched off)"));
    head.getStyleClass().add("heading");
    var box = new VBox(12, head, Labels.mutedLabel("Tried: " + tried));
    var worked = new Note(Note.NoteTone.GOOD, "It worked", "Nothing went wrong.");
    box.getChildren().add(came.problem().<Node>map(ProblemPane::new).orElse(worked));
    came.problem()
        .map(Problem::technicalDetail)
        .filter(detail -> !detail.isEmpty())
        .ifPresent(detail -> box.getChildren().add(Labels.about("AWS KMS says: " + detail)));
    return box;
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
