package org.xksworkbench.app.ui.screen.overview;

import java.time.Instant;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import org.xksworkbench.app.ui.widget.Dates;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.words.Words;

/// A fact of a part of the loop, with its age.
final class SeenLabel {

  private static final Words WORDS = Words.of(SeenLabel.class);

  private SeenLabel() {}

  /// @param now goes on while it is shown
  static Label of(String fact, Instant at, ObservableValue<Instant> now) {
    var label =
        Labels.withStyle(
            now.map(then -> WORDS.text("seen.with", fact, Dates.age(at, then))), "muted");
    label.getStyleClass().add("seen");
    return label;
  }
}
