package org.xksworkbench.app.ui.widget;

import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// What belongs together, in a frame; with a head where it has a name.
public final class Card extends VBox {

  private Card(Node... parts) {
    super(parts);
    getStyleClass().add("card");
  }

  public static Card of(Node... content) {
    var card = new Card(content);
    card.getStyleClass().add("card-body");
    return card;
  }

  public static Card withTitle(String name, Node... content) {
    return withHead(new HBox(Labels.strong(name)), content);
  }

  public static Card withHead(HBox head, Node... content) {
    head.getStyleClass().add("card-head");
    var body = new VBox(content);
    body.getStyleClass().add("card-body");
    return new Card(head, body);
  }
}
