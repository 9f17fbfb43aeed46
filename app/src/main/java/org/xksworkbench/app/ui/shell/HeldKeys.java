package org.xksworkbench.app.ui.shell;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.collections.ListChangeListener;
import javafx.event.Event;
import javafx.event.EventDispatchChain;
import javafx.event.EventDispatcher;
import javafx.event.EventTarget;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/// A key that acts does so once each time it goes down, in whatever window it is let go.
///
/// A desktop repeats a key that is held. A dialog closes on the first press; without this, the
/// second would press whatever has the focus then. A busy machine lets go late.
public final class HeldKeys implements AutoCloseable {

  private final Map<Window, EventDispatcher> followed = new HashMap<>();
  private final ListChangeListener<Window> windows =
      change -> {
        while (change.next()) {
          change.getRemoved().forEach(this::leave);
          change.getAddedSubList().forEach(this::follow);
        }
        if (change.getList().isEmpty()) {
          forget();
        }
      };

  private @Nullable KeyCode held;
  private @Nullable EventTarget where;

  private HeldKeys() {}

  /// In every window that is there or opens until this is closed; on the window's thread.
  public static HeldKeys inEveryWindow() {
    var keys = new HeldKeys();
    Window.getWindows().addListener(keys.windows);
    Window.getWindows().forEach(keys::follow);
    return keys;
  }

  @Override
  public void close() {
    Window.getWindows().removeListener(windows);
    List.copyOf(followed.keySet()).forEach(this::leave);
  }

  /// A popup takes the keys of its stage, which dispatches them to it.
  private void follow(Window window) {
    if (window instanceof Stage) {
      var usual = window.getEventDispatcher();
      followed.put(window, usual);
      window.setEventDispatcher((event, tail) -> dispatch(event, tail, usual));
    }
  }

  private void leave(Window window) {
    var usual = followed.remove(window);
    if (usual != null) {
      window.setEventDispatcher(usual);
    }
  }

  private @Nullable Event dispatch(Event event, EventDispatchChain tail, EventDispatcher usual) {
    if (event instanceof KeyEvent key && isRepeated(key)) {
      return null;
    }
    // Whoever goes on with the mouse holds no key: it was let go in a window of the desktop's own.
    if (event.getEventType() == MouseEvent.MOUSE_PRESSED) {
      forget();
    }
    return usual.dispatchEvent(event, tail);
  }

  private boolean isRepeated(KeyEvent key) {
    var again = key.getCode() == held;
    if (key.getEventType() == KeyEvent.KEY_RELEASED && again) {
      forget();
    } else if (key.getEventType() == KeyEvent.KEY_PRESSED && again) {
      return acts(key.getCode()) && !isWriting(key);
    } else if (key.getEventType() == KeyEvent.KEY_PRESSED) {
      held = key.getCode();
      where = key.getTarget();
    }
    return false;
  }

  private void forget() {
    held = null;
    where = null;
  }

  private static boolean acts(KeyCode key) {
    return key == KeyCode.ENTER || key == KeyCode.ESCAPE || key.isFunctionKey();
  }

  /// Lines, in the text where the key went down.
  private boolean isWriting(KeyEvent key) {
    return where instanceof TextArea && key.getTarget().equals(where);
  }
}
