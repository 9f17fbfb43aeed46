package org.xksworkbench.app.ui.widget;

import java.util.function.Supplier;
import javafx.animation.PauseTransition;
import javafx.scene.control.Button;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.util.Duration;

/// Copies a longer text, and says that it did.
public final class CopyButton extends Button {

  private static final Duration CONFIRMATION = Duration.seconds(1.5);

  /// @param text asked when the button is pressed
  public CopyButton(String name, Supplier<String> text) {
    super(name);
    setMinWidth(USE_PREF_SIZE);
    setOnAction(_ -> {
      var content = new ClipboardContent();
      content.putString(text.get());
      Clipboard.getSystemClipboard().setContent(content);
      setText("Copied");
      var back = new PauseTransition(CONFIRMATION);
      back.setOnFinished(_ -> setText(name));
      back.play();
    });
  }
}
