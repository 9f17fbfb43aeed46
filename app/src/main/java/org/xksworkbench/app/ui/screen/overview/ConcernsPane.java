package org.xksworkbench.app.ui.screen.overview;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.overview.LoopConcern;
import org.xksworkbench.app.overview.LoopConcern.ConcernWay;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.words.Words;

/// What needs attention, worst first, each with the one button that leads to its remedy.
final class ConcernsPane extends VBox {

  private static final Words WORDS = Words.of(ConcernsPane.class);
  private static final double LEVEL_WIDTH = 64;

  ConcernsPane(List<LoopConcern> concerns, OverviewViewModel viewModel) {
    setId("concerns");
    getStyleClass().add("card");
    setMinWidth(0);
    var head = new HBox(8, Labels.strong(WORDS.text("concerns.title")));
    head.getStyleClass().add("card-head");
    var body = new VBox(12);
    body.getStyleClass().add("card-body");
    if (concerns.isEmpty()) {
      body.getChildren()
          .add(
              new Note(
                  Note.NoteTone.GOOD,
                  WORDS.text("concerns.none"),
                  WORDS.text("concerns.none-about")));
    }
    for (var place = 0; place < concerns.size(); place++) {
      body.getChildren().add(row(concerns.get(place), place, viewModel));
    }
    getChildren().addAll(head, body);
  }

  private static Node row(LoopConcern concern, int place, OverviewViewModel viewModel) {
    var tone =
        switch (concern.level()) {
          case BAD -> new Badge(Badge.BadgeTone.BAD, WORDS.text("level.bad"));
          case WARNING -> new Badge(Badge.BadgeTone.WARNING, WORDS.text("level.warning"));
        };
    var level = new StackPane(tone);
    level.setAlignment(Pos.CENTER_LEFT);
    level.setMinWidth(LEVEL_WIDTH);
    var headline = Labels.strong(concern.headline());
    headline.setWrapText(true);
    var text = Labels.about(concern.text());
    var words = new VBox(2, headline, text);
    words.setMinWidth(0);
    HBox.setHgrow(words, Priority.ALWAYS);
    var way =
        Buttons.button("concern-" + place, words(concern.way()), () -> viewModel.go(concern.way()));
    way.setMinWidth(Region.USE_PREF_SIZE);
    way.setAccessibleText(words(concern.way()) + ": " + concern.headline());
    var row = new HBox(12, level, words, way);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  private static String words(ConcernWay way) {
    return switch (way) {
      case ConcernWay.CheckConnection _ -> WORDS.text("way.check");
      case ConcernWay.ShowProxy _ -> WORDS.text("way.proxy");
      case ConcernWay.ShowLineage _ -> WORDS.text("way.lineage");
      case ConcernWay.ShowHsmKey _ -> WORDS.text("way.key");
      case ConcernWay.ShowUnfinished _ -> WORDS.text("way.unfinished");
    };
  }
}
