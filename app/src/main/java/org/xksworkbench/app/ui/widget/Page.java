package org.xksworkbench.app.ui.widget;

import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The frame of a screen: title, what it is about, actions on the right, content below.
public final class Page extends VBox {

  private static final double NARROWEST = 100;

  private final Label title = new Label();
  private final Label subtitle = new Label();
  private final HBox actions = new HBox();

  public Page(String title, String subtitle) {
    getStyleClass().add("page");
    this.title.setText(title);
    this.title.getStyleClass().add("page-title");
    this.subtitle.setText(subtitle);
    this.subtitle.getStyleClass().add("page-subtitle");
    actions.getStyleClass().add("actions");
    actions.setAlignment(Pos.CENTER_RIGHT);
    actions.setMinWidth(USE_PREF_SIZE);
    var titles = new VBox(this.title, this.subtitle);
    titles.setMinWidth(0);
    HBox.setHgrow(titles, Priority.ALWAYS);
    var head = new HBox(titles, actions);
    head.setAlignment(Pos.CENTER_LEFT);
    head.getStyleClass().add("page-head");
    head.setMinHeight(USE_PREF_SIZE);
    getChildren().add(head);
  }

  public Page actions(Node... nodes) {
    actions.getChildren().setAll(nodes);
    return this;
  }

  public Page content(Node... nodes) {
    getChildren().addAll(nodes);
    return this;
  }

  public Page bindTitle(ObservableValue<String> title, ObservableValue<String> subtitle) {
    this.title.textProperty().bind(title);
    this.subtitle.textProperty().bind(subtitle);
    return this;
  }

  /// In a narrow window one part of a row becomes smaller, so that no other is cut off.
  public static void givesWay(HBox row, Region part) {
    for (var child : row.getChildren()) {
      if (child instanceof Control other) {
        other.setMinWidth(USE_PREF_SIZE);
      }
    }
    part.setMinWidth(NARROWEST);
  }

  /// Above a table or a text: what is done with it.
  public static HBox toolbar(Node... parts) {
    var row = new HBox(parts);
    row.getStyleClass().add("toolbar-row");
    return row;
  }

  /// Below a form: the ways on and back.
  public static HBox footer(Node... parts) {
    var row = new HBox(parts);
    row.getStyleClass().add("footer-row");
    return row;
  }

  /// Space that takes what is left in a row.
  public static Region grow() {
    var region = new Region();
    HBox.setHgrow(region, Priority.ALWAYS);
    return region;
  }
}
