package org.xksworkbench.app.ui.screen.preferences;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.xksworkbench.app.hsm.IdleLock;
import org.xksworkbench.app.settings.LanguageChoice;
import org.xksworkbench.app.settings.Preferences;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.app.words.Language;
import org.xksworkbench.app.words.Words;

/// Keeps each choice as it is made; there is nothing to save.
public final class PreferencesViewModel {

  private static final Words WORDS = Words.of(PreferencesViewModel.class);

  private static final int[] IDLE_MINUTES = {1, 2, 5, 10, 15, 30, 60};
  private static final int[] CERTIFICATE_DAYS = {14, 30, 45, 60, 90};
  private static final int[] SLOW_MILLIS = {50, 100, 150, 200};

  private final Settings settings;
  private final IdleLock idle;
  private final ReadOnlyObjectWrapper<Preferences> preferences;

  /// @param idle follows the settings
  public PreferencesViewModel(Settings settings, IdleLock idle) {
    this.settings = settings;
    this.idle = idle;
    this.preferences = new ReadOnlyObjectWrapper<>(settings.preferences());
  }

  ReadOnlyObjectProperty<Preferences> preferences() {
    return preferences.getReadOnlyProperty();
  }

  void change(UnaryOperator<Preferences> change) {
    var changed = change.apply(preferences.get());
    if (!changed.equals(preferences.get())) {
      settings.keepPreferences(changed);
      preferences.set(changed);
    }
  }

  List<Integer> idleMinutes() {
    return choices(IDLE_MINUTES, preferences.get().idleMinutes());
  }

  List<Integer> certificateDays() {
    return choices(CERTIFICATE_DAYS, preferences.get().thresholds().certificateDays());
  }

  List<Integer> slowMillis() {
    return choices(SLOW_MILLIS, preferences.get().thresholds().slowMillis());
  }

  /// What stands in the file is offered too.
  private static List<Integer> choices(int[] usual, int now) {
    return IntStream.concat(IntStream.of(usual), IntStream.of(now))
        .distinct()
        .sorted()
        .boxed()
        .toList();
  }

  /// A language is kept for the next start, so it can be chosen where there is something to keep.
  boolean languageCanBeChosen() {
    return settings.outlastsTheProgram();
  }

  /// When the language is spoken that is chosen now.
  String aboutLanguage() {
    if (!languageCanBeChosen()) {
      return WORDS.text("language.demo");
    }
    var chosen = preferences.get().language();
    return chosen == LanguageChoice.SYSTEM
            || chosen.language().equals(Optional.of(Language.current()))
        ? WORDS.text("language.about")
        : WORDS.text("language.next-start");
  }

  /// What ends logins, and who wants it sooner.
  String aboutIdle() {
    var asked = preferences.get().idle();
    return idle.after()
        .filter(after -> after.compareTo(asked) < 0)
        .map(Duration::toMinutes)
        .map(minutes -> WORDS.text("idle.by-policy", Math.max(1, minutes)))
        .orElseGet(() -> WORDS.text("idle.about"));
  }

  /// Whether these choices are forgotten with the program.
  boolean isForgotten() {
    return !settings.outlastsTheProgram();
  }
}
