package org.xksworkbench.app.ui.widget;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// What the keyboard does, where JavaFX would do something else.
public final class Keyboard {

  private Keyboard() {}

  /// Enter does nothing there, and presses no default button either.
  @CanIgnoreReturnValue
  public static <N extends Node> N deafToEnter(N node) {
    node.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ENTER) {
            event.consume();
          }
        });
    return node;
  }

  /// Gives the focus to what is first to be filled in, once it is in the window; never takes it
  /// from somebody who is writing.
  @CanIgnoreReturnValue
  public static <N extends Node> N startsAt(N node) {
    node.sceneProperty()
        .subscribe(scene -> {
          if (scene != null && !isWritten(scene)) {
            node.requestFocus();
          }
        });
    return node;
  }

  /// A field that was taken away a moment ago still counts as the owner of the focus.
  private static boolean isWritten(Scene scene) {
    return scene.getFocusOwner() instanceof TextInputControl field
        && scene.equals(field.getScene());
  }
}
