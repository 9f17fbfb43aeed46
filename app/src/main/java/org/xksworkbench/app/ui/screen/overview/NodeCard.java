package org.xksworkbench.app.ui.screen.overview;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Labels;

/// One part of the loop, as a button that leads to it.
final class NodeCard {

  /// Of the style `node-card`, both sides and the border.
  private static final double INSETS = 30;

  private static final double INSETS_ABOVE_AND_BELOW = 22;

  /// A card that is narrower is not laid out yet.
  private static final double NARROWEST = 120;

  /// Of the texts of such a card: in less, they would wrap at each letter, and JavaFX keeps the
  /// height that they take then.
  private static final double USUAL_WIDTH = 260;

  private NodeCard() {}

  static Button of(String id, String name, Badge state, List<Node> lines, Runnable open) {
    var title = Labels.strong(name);
    title.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
    // Where both have no room in one line, the state goes below the name.
    var head = new FlowPane(8, 2, title, state);
    var body = new VBox(4, head);
    for (var line : lines) {
      if (line instanceof Label label) {
        label.setWrapText(true);
      }
      body.getChildren().add(line);
    }
    var card = Buttons.button(id, "", open);
    card.setGraphic(body);
    card.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    card.getStyleClass().add("node-card");
    card.setAlignment(Pos.CENTER_LEFT);
    card.setMaxSize(Double.MAX_VALUE, Double.MAX_VALUE);
    card.setMinWidth(0);
    body.prefWidthProperty()
        .bind(
            card.widthProperty()
                .map(width ->
                    width.doubleValue() < NARROWEST ? USUAL_WIDTH : width.doubleValue() - INSETS));
    // JavaFX asks for the height of a graphic without a width, as if each letter had a line.
    body.prefWidthProperty()
        .subscribe(width ->
            card.setPrefHeight(body.prefHeight(width.doubleValue()) + INSETS_ABOVE_AND_BELOW));
    card.setMinHeight(Region.USE_PREF_SIZE);
    head.prefWrapLengthProperty().bind(body.prefWidthProperty());
    title.maxWidthProperty().bind(body.prefWidthProperty());
    card.setAccessibleText(
        Stream.concat(
                Stream.of(name, state.getAccessibleText()),
                lines.stream()
                    .filter(Label.class::isInstance)
                    .map(line -> ((Label) line).getText()))
            .collect(Collectors.joining(", ")));
    return card;
  }
}
