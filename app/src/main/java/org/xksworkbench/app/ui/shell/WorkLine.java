package org.xksworkbench.app.ui.shell;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Shown;

/// The work in the background, in the status line, with the way to stop waiting for it.
final class WorkLine extends HBox {

  WorkLine(WorkViewModel viewModel) {
    super(8);
    setAlignment(Pos.CENTER_RIGHT);
    var work = new Label();
    work.setId("running-work");
    work.textProperty().bind(viewModel.text().map(text -> text.isEmpty() ? "" : "◐ " + text));
    var stop = Buttons.button("Stop waiting");
    stop.setId("stop-waiting");
    stop.accessibleTextProperty().bind(viewModel.stopping());
    stop.accessibleHelpProperty().bind(viewModel.goesOn());
    var help = new Tooltip();
    help.textProperty().bind(viewModel.goesOn());
    stop.setTooltip(help);
    stop.setOnAction(_ -> viewModel.stop());
    Shown.onlyIf(stop, viewModel.canStop());
    getChildren().addAll(work, stop);
  }
}
