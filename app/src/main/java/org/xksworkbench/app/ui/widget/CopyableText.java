package org.xksworkbench.app.ui.widget;

import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// An ID in a fixed-width face with a button that copies it.
public final class CopyableText extends HBox {

  private static final Duration CONFIRMATION = Duration.seconds(1.5);

  private final Label text = new Label();
  private final Button copy = Buttons.button("");
  private final FontIcon icon = new FontIcon(Feather.COPY);

  /// @param what names the value for screen readers, such as "key ARN"
  public CopyableText(String value, String what) {
    getStyleClass().add("copyable");
    setAlignment(Pos.CENTER_LEFT);
    text.getStyleClass().add("mono");
    text.setText(value);
    text.setMinWidth(0);
    text.setTooltip(new Tooltip(value));
    copy.setGraphic(icon);
    copy.getStyleClass().addAll("flat", "copy-button");
    copy.setTooltip(new Tooltip("Copy " + what));
    copy.setAccessibleText("Copy " + what);
    copy.setOnAction(_ -> copyToClipboard());
    getChildren().addAll(text, copy);
  }

  private void copyToClipboard() {
    var content = new ClipboardContent();
    content.putString(text.getText());
    Clipboard.getSystemClipboard().setContent(content);
    icon.setIconCode(Feather.CHECK);
    var back = new PauseTransition(CONFIRMATION);
    back.setOnFinished(_ -> icon.setIconCode(Feather.COPY));
    back.play();
  }
}
