package org.xksworkbench.app.ui.widget;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

/// Copies a longer text in one of several forms.
public final class CopyMenu {

  private CopyMenu() {}

  /// @param title of a form
  /// @param text asked when a form is chosen; empty for nothing to copy
  public static <T> MenuButton of(
      String name, T[] forms, Function<T, String> title, Function<T, Optional<String>> text) {
    return Buttons.menu(
        name,
        Arrays.stream(forms)
            .map(form ->
                Buttons.menuItem(
                    title.apply(form), () -> text.apply(form).ifPresent(CopyMenu::copy)))
            .toArray(MenuItem[]::new));
  }

  private static void copy(String text) {
    var content = new ClipboardContent();
    content.putString(text);
    Clipboard.getSystemClipboard().setContent(content);
  }
}
