package org.xksworkbench.app.ui.screen.ceremony;

import java.util.List;
import javafx.beans.property.ReadOnlyProperty;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.ceremony.Fingerprint;

/// What several pages show in the same way.
final class PageParts {

  private static final Words WORDS = Words.of(PageParts.class);

  private static final int WORDS_IN_A_LINE = 8;
  private static final double BAR = 10;

  private PageParts() {}

  static VBox card(String title, Node... body) {
    var name = new Label(title);
    name.getStyleClass().add("section-title");
    var card = new VBox(name);
    card.getChildren().addAll(body);
    card.getStyleClass().addAll("card", "card-body");
    return card;
  }

  /// Digits in groups of four and the 32 words, to be read aloud.
  static VBox asWords(Fingerprint fingerprint, String id) {
    var digits = new FlowPane(10, 2);
    fingerprint.groups().forEach(group -> digits.getChildren().add(mono(group)));
    var lines = new VBox(2);
    var words = fingerprint.words();
    for (var at = 0; at < words.size(); at += WORDS_IN_A_LINE) {
      var line = new Label(String.join("  ", words.subList(at, at + WORDS_IN_A_LINE)));
      line.getStyleClass().add("spoken-words");
      line.setWrapText(true);
      line.setMinHeight(Region.USE_PREF_SIZE);
      lines.getChildren().add(line);
    }
    var box = new VBox(8, digits, lines);
    box.setId(id);
    box.setAccessibleText(String.join(" ", words));
    return box;
  }

  private static Label mono(String text) {
    var label = new Label(text);
    label.getStyleClass().addAll("mono", "spoken-digits");
    return label;
  }

  /// The first groups and words: enough to see which one it is.
  static String beginning(Fingerprint fingerprint) {
    return String.join(" ", fingerprint.groups().subList(0, 3))
        + " …  "
        + String.join(" ", fingerprint.words().subList(0, 4))
        + " …";
  }

  static Node rehearsal(boolean rehearsal) {
    var badge =
        rehearsal
            ? new Badge(Badge.BadgeTone.WARNING, WORDS.text("badge.rehearsal"))
            : new Badge(Badge.BadgeTone.GOOD, WORDS.text("badge.real"));
    badge.setId("rehearsal-badge");
    return badge;
  }

  static Node problem(ReadOnlyProperty<@Nullable Problem> problem) {
    var box = new VBox();
    box.setId("ceremony-problem");
    problem.subscribe(
        met -> box.getChildren().setAll(met == null ? List.of() : List.of(new ProblemPane(met))));
    box.managedProperty().bind(javafx.beans.binding.Bindings.isNotEmpty(box.getChildren()));
    return box;
  }

  static Node busy(javafx.beans.value.ObservableBooleanValue busy) {
    var indicator = new ProgressIndicator();
    indicator.setMaxSize(18, 18);
    indicator.visibleProperty().bind(busy);
    return indicator;
  }

  /// @param content keeps clear of the bar
  static ScrollPane scroll(Region content) {
    content.setPadding(new Insets(0, BAR, 0, 0));
    var scroll = new ScrollPane(content);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    return scroll;
  }

  /// Buttons that go to a second line where there is no room, rather than lose their words.
  static FlowPane buttons(Node... nodes) {
    var buttons = new FlowPane(10, 8, nodes);
    buttons.setAlignment(Pos.CENTER_LEFT);
    return buttons;
  }

  static HBox row(Node... nodes) {
    var row = new HBox(10, nodes);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }
}
