package org.xksworkbench.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javafx.scene.control.ComboBox;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.settings.Appearance;
import org.xksworkbench.app.ui.navigation.Destination;

/// Preferences by the keyboard alone.
class PreferencesWindowTest {

  @Test
  void preferences_open_by_their_key_and_are_chosen_without_a_mouse(@TempDir Path folder)
      throws Exception {
    try (var window = new DemoWindow(folder)) {
      window.press(KeyCode.CONTROL, KeyCode.COMMA);
      window.awaitFocus("#preference-theme");

      window.press(KeyCode.ENTER);
      window.awaitFocus("#preference-theme");
      window.press(KeyCode.DOWN);
      assertThat(chosen(window, "#preference-theme")).isEqualTo(Appearance.LIGHT);
      // The demo keeps no language; the field that takes none is passed over.
      assertThat(window.isDisabled("#preference-language")).isTrue();
      for (var next : new String[] {"idle", "certificate", "slow"}) {
        window.press(KeyCode.TAB);
        window.awaitFocus("#preference-" + next);
      }
      window.press(KeyCode.DOWN);
      assertThat(chosen(window, "#preference-slow")).isEqualTo(150);

      window.go(new Destination.ActivityScreen());
      window.press(KeyCode.CONTROL, KeyCode.COMMA);
      window.awaitFocus("#preference-theme");
      assertThat(chosen(window, "#preference-theme")).isEqualTo(Appearance.LIGHT);
      assertThat(chosen(window, "#preference-slow")).isEqualTo(150);
      window.assertNothingReported();
    }
  }

  private static Object chosen(DemoWindow window, String id) {
    return ((ComboBox<?>) window.shownNode(id)).getValue();
  }
}
