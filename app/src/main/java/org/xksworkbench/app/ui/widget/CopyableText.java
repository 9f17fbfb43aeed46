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
import org.xksworkbench.bridge.hsm.ForeignText;

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
    text.setText(ForeignText.printable(value));
    text.setMinWidth(0);
    text.setTooltip(new Tooltip(text.getText()));
    copy.setGraphic(icon);
    copy.getStyleClass().addAll("flat", "copy-button");
    copy.setTooltip(new Tooltip("Copy " + what));
    copy.setAccessibleText("Copy " + what);
    copy.setOnAction(_ -> copyToClipboard(value));
    getChildren().addAll(text, copy);
  }

  /// As it is, not as it is shown.
  private void copyToClipboard(String value) {
    var content = new ClipboardContent();
    content.putString(value);
    Clipboard.getSystemClipboard().setContent(content);
    icon.setIconCode(Feather.CHECK);
    var back = new PauseTransition(CONFIRMATION);
    back.setOnFinished(_ -> icon.setIconCode(Feather.COPY));
    back.play();
  }
}
