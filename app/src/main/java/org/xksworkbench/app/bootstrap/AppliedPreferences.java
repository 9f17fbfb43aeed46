package org.xksworkbench.app.bootstrap;

import java.util.Locale;
import java.util.Optional;
import org.xksworkbench.app.hsm.IdleLock;
import org.xksworkbench.app.session.Places;
import org.xksworkbench.app.settings.Appearance;
import org.xksworkbench.app.settings.Preferences;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.app.ui.theme.Theme;

/// Lets the window be as the user prefers it.
public final class AppliedPreferences {

  private final Theme theme;
  private Preferences current = Preferences.USUAL;

  AppliedPreferences(Theme theme) {
    this.theme = theme;
  }

  /// Speaks the language that was chosen. Before any word is shown: words that were read stay as
  /// they are. Where the demo is meant, nothing of the user's is read.
  public static void speak(Arguments arguments, Places places) {
    if (!(arguments.mode() instanceof Arguments.StartMode.DemoMode)) {
      Settings.language(places.settings())
          .language()
          .ifPresent(chosen -> Locale.setDefault(Locale.Category.DISPLAY, chosen.formats()));
    }
  }

  /// Takes the theme of the user's, unless the command line named one.
  void begin(Settings settings, Arguments arguments) {
    current = settings.preferences();
    if (arguments.theme().isEmpty()) {
      theme.choose(themeOf(current.appearance()));
    }
  }

  /// From now on, what is kept there holds here. The demo, which keeps nothing, begins with what
  /// holds already.
  void follow(Settings settings, IdleLock idle) {
    settings.onPreferences(preferences -> change(preferences, idle));
    if (settings.outlastsTheProgram()) {
      change(settings.preferences(), idle);
    } else {
      settings.keepPreferences(current);
    }
  }

  private void change(Preferences preferences, IdleLock idle) {
    idle.after(Optional.of(preferences.idle()));
    // What the command line named stays until the user chooses another.
    if (preferences.appearance() != current.appearance()) {
      theme.choose(themeOf(preferences.appearance()));
    }
    current = preferences;
  }

  private static Theme.ThemeChoice themeOf(Appearance appearance) {
    return switch (appearance) {
      case SYSTEM -> Theme.ThemeChoice.SYSTEM;
      case LIGHT -> Theme.ThemeChoice.LIGHT;
      case DARK -> Theme.ThemeChoice.DARK;
    };
  }
}
