package org.xksworkbench.app.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;
import org.xksworkbench.app.hsm.IdleLock;
import org.xksworkbench.app.session.Places;
import org.xksworkbench.app.settings.Appearance;
import org.xksworkbench.app.settings.LanguageChoice;
import org.xksworkbench.app.settings.Preferences;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.app.ui.theme.Theme;
import org.xksworkbench.app.words.Language;
import org.xksworkbench.bridge.store.KeptFiles;

class AppliedPreferencesTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Preferences DARK = Preferences.USUAL.withAppearance(Appearance.DARK);

  @TempDir private Path folder;
  private final Locale before = Locale.getDefault(Locale.Category.DISPLAY);
  private final KeptFiles files = new KeptFiles();
  private final IdleLock idle = new IdleLock();
  private Theme theme;
  private AppliedPreferences applied;

  @BeforeEach
  void open() throws Exception {
    FxToolkit.registerPrimaryStage();
    theme = onWindow(() -> new Theme(Theme.ThemeChoice.LIGHT));
    applied = new AppliedPreferences(theme);
  }

  @AfterEach
  void close() {
    Locale.setDefault(Locale.Category.DISPLAY, before);
    files.close();
    onWindow(() -> run(() -> theme.choose(Theme.ThemeChoice.LIGHT)));
  }

  @Test
  void the_language_that_was_kept_is_spoken_at_the_next_start_and_not_by_the_demo() {
    Locale.setDefault(Locale.Category.DISPLAY, Locale.ENGLISH);
    kept().keepPreferences(Preferences.USUAL.withLanguage(LanguageChoice.GERMAN));
    AppliedPreferences.speak(Arguments.parse(List.of("--demo")), places());
    assertThat(Language.current()).isEqualTo(Language.ENGLISH);
    AppliedPreferences.speak(Arguments.parse(List.of()), places());
    assertThat(Language.current()).isEqualTo(Language.GERMAN);
  }

  @Test
  void a_damaged_file_leaves_the_language_of_the_system() throws Exception {
    Locale.setDefault(Locale.Category.DISPLAY, Locale.GERMAN);
    Files.writeString(places().settings(), "{\"preferences\":");
    AppliedPreferences.speak(Arguments.parse(List.of()), places());
    assertThat(Language.current()).isEqualTo(Language.GERMAN);
  }

  @Test
  void the_theme_of_the_user_is_taken_and_the_one_of_the_command_line_before_it() {
    var settings = kept();
    settings.keepPreferences(DARK);
    onWindow(
        () -> run(() -> applied.begin(settings, Arguments.parse(List.of("--theme", "light")))));
    assertThat(theme.dark()).isFalse();
    onWindow(() -> run(() -> applied.begin(settings, Arguments.parse(List.of()))));
    assertThat(theme.dark()).isTrue();
  }

  @Test
  void what_is_chosen_holds_at_once() {
    var settings = kept();
    onWindow(() -> run(() -> applied.follow(settings, idle)));
    onWindow(() -> run(() -> settings.keepPreferences(DARK.withIdleMinutes(2))));
    assertThat(theme.dark()).isTrue();
    assertThat(idle.after()).contains(Duration.ofMinutes(2));
  }

  @Test
  void the_demo_that_is_opened_from_the_start_page_begins_with_what_holds() {
    var users = kept();
    users.keepPreferences(DARK.withIdleMinutes(5));
    onWindow(() -> run(() -> applied.begin(users, Arguments.parse(List.of()))));
    var demos = Settings.inMemory();
    onWindow(() -> run(() -> applied.follow(demos, idle)));
    assertThat(theme.dark()).isTrue();
    assertThat(demos.preferences()).isEqualTo(DARK.withIdleMinutes(5));
    assertThat(idle.after()).contains(Duration.ofMinutes(5));
  }

  private Settings kept() {
    return Settings.open(places().settings(), files, Runnable::run);
  }

  private Places places() {
    return new Places(folder, folder, folder, folder);
  }

  private static boolean run(Runnable action) {
    action.run();
    return true;
  }

  private static <T> T onWindow(Callable<T> action) {
    return WaitForAsyncUtils.waitForAsyncFx(PATIENCE.toMillis(), action);
  }
}
