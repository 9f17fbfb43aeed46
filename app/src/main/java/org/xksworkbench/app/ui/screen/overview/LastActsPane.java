package org.xksworkbench.app.ui.screen.overview;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.activity.ActivityEntry;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Dates;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.words.Words;

/// What was done last from this window.
final class LastActsPane extends VBox {

  private static final Words WORDS = Words.of(LastActsPane.class);

  LastActsPane(OverviewViewModel viewModel) {
    getStyleClass().add("card");
    var all =
        Buttons.small(
            "all-activity",
            WORDS.text("acts.all"),
            () -> viewModel.go(new Destination.ActivityScreen()));
    var head = new HBox(8, Labels.strong(WORDS.text("acts.title")), Page.grow(), all);
    head.getStyleClass().add("card-head");
    var body = new VBox(8);
    body.getStyleClass().add("card-body");
    var acts = viewModel.lastActs();
    if (acts.isEmpty()) {
      body.getChildren().add(Labels.mutedLabel(WORDS.text("acts.none")));
    }
    acts.forEach(act -> body.getChildren().add(line(act)));
    getChildren().addAll(head, body);
  }

  private static Node line(ActivityEntry act) {
    var what = Labels.withStyle(act.operation());
    var target = Labels.mutedLabel(act.target());
    target.setMinWidth(0);
    what.setMinWidth(USE_PREF_SIZE);
    var when = Labels.withStyle(Dates.clock(act.at()), "muted", "small");
    when.setMinWidth(USE_PREF_SIZE);
    var line = new HBox(8, what, target, Page.grow(), when);
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }
}
