package org.xksworkbench.app.ui.screen.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.hsm.IdleLock;
import org.xksworkbench.app.settings.Appearance;
import org.xksworkbench.app.settings.LanguageChoice;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.app.words.Language;
import org.xksworkbench.bridge.store.KeptFiles;

class PreferencesViewModelTest {

  @TempDir private Path folder;
  private final KeptFiles files = new KeptFiles();
  private final IdleLock idle = new IdleLock();

  @AfterEach
  void close() {
    files.close();
  }

  @Test
  void a_choice_is_kept_at_once_and_shown_by_the_next_window() {
    var model = model(kept());
    model.change(before -> before.withAppearance(Appearance.DARK));
    model.change(before -> before.withThresholds(before.thresholds().withCertificateDays(60)));
    var next = model(kept()).preferences().get();
    assertThat(next.appearance()).isEqualTo(Appearance.DARK);
    assertThat(next.thresholds().certificateDays()).isEqualTo(60);
    assertThat(next.thresholds().slowMillis()).isEqualTo(100);
  }

  @Test
  void what_a_file_holds_is_offered_beside_the_usual() {
    var settings = kept();
    settings.keepPreferences(settings.preferences().withIdleMinutes(7));
    assertThat(model(settings).idleMinutes()).containsExactly(1, 2, 5, 7, 10, 15, 30, 60);
    assertThat(model(settings).certificateDays()).containsExactly(14, 30, 45, 60, 90);
  }

  @Test
  void another_language_says_that_it_waits_for_the_next_start() {
    var model = model(kept());
    var other =
        Language.current() == Language.GERMAN ? LanguageChoice.ENGLISH : LanguageChoice.GERMAN;
    var before = model.aboutLanguage();
    model.change(now -> now.withLanguage(other));
    assertThat(model.aboutLanguage()).isNotEqualTo(before).contains("XKS Workbench");
    model.change(now -> now.withLanguage(LanguageChoice.SYSTEM));
    assertThat(model.aboutLanguage()).isEqualTo(before);
  }

  @Test
  void the_demo_says_that_it_keeps_nothing_and_offers_no_language() {
    var demo = model(Settings.inMemory());
    assertThat(demo.isForgotten()).isTrue();
    assertThat(demo.languageCanBeChosen()).isFalse();
    assertThat(demo.aboutLanguage()).contains("demo");
    assertThat(model(kept()).isForgotten()).isFalse();
  }

  @Test
  void a_policy_that_ends_logins_sooner_is_named_with_its_time() {
    idle.atMost(Duration.ofMinutes(5));
    var model = model(kept());
    assertThat(model.aboutIdle()).contains("policy").contains("5 min");
    model.change(before -> before.withIdleMinutes(2));
    assertThat(model.aboutIdle()).doesNotContain("policy");
    assertThat(idle.after()).contains(Duration.ofMinutes(2));
  }

  private Settings kept() {
    return Settings.open(folder.resolve("settings.json"), files, Runnable::run);
  }

  private PreferencesViewModel model(Settings settings) {
    settings.onPreferences(now -> idle.after(Optional.of(now.idle())));
    return new PreferencesViewModel(settings, idle);
  }
}
