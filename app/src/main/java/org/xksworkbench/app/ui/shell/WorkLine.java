package org.xksworkbench.app.ui.shell;

import javafx.geometry.Pos;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.Visibility;
import org.xksworkbench.app.words.Words;

/// The work in the background, in the status line, with the way to stop waiting for it.
final class WorkLine extends HBox {

  private static final Words WORDS = Words.of(WorkLine.class);

  WorkLine(WorkViewModel viewModel) {
    super(8);
    setAlignment(Pos.CENTER_RIGHT);
    var work =
        Labels.withStyle(
            viewModel.text().map(text -> text.isEmpty() ? "" : WORDS.text("work.at-work", text)));
    work.setId("running-work");
    var stop = Buttons.button("stop-waiting", WORDS.text("work.stop"), viewModel::stop);
    stop.accessibleTextProperty().bind(viewModel.stopping());
    stop.accessibleHelpProperty().bind(viewModel.goesOn());
    var help = new Tooltip();
    help.textProperty().bind(viewModel.goesOn());
    stop.setTooltip(help);
    Visibility.onlyIf(stop, viewModel.canStop());
    getChildren().addAll(work, stop);
  }
}
