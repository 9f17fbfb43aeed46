package org.xksworkbench.app.settings;

import java.util.Optional;
import org.xksworkbench.app.words.Language;

/// In what language the user wants the window.
public enum LanguageChoice {
  SYSTEM,
  ENGLISH,
  GERMAN;

  /// Empty for the one of the system.
  public Optional<Language> language() {
    return switch (this) {
      case SYSTEM -> Optional.empty();
      case ENGLISH -> Optional.of(Language.ENGLISH);
      case GERMAN -> Optional.of(Language.GERMAN);
    };
  }
}
