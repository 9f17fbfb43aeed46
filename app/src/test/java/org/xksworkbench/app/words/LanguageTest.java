package org.xksworkbench.app.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.PropertyResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every language is whole: half a screen in another language is worse than none.
class LanguageTest {

  private static final Path RESOURCES =
      Path.of(System.getProperty("xksw.basedir")).resolve("app/src/main/resources");

  private static final Pattern VALUE = Pattern.compile("%(?:\\d+\\$)?[,.0-9]*[a-z]");

  /// Texts that are the same in German and in English: names of products and AWS, and words that
  /// both languages have.
  private static final Set<String> SAME_IN_GERMAN =
      Set.of(
          "XKS Workbench",
          "AWS KMS",
          "DEMO",
          "Region",
          "Tags",
          "Tags, optional",
          "Single-Region",
          "Name",
          "Alias",
          "Token",
          "Proxy",
          "Version",
          "sensitive",
          "never extractable",
          "%d s",
          "%s ms");

  static Stream<Arguments> translations() throws IOException {
    try (var files = Files.walk(RESOURCES)) {
      var bundles = files.filter(file -> file.endsWith("words.properties")).toList();
      return others().stream()
          .flatMap(language -> bundles.stream().map(bundle -> Arguments.of(language, bundle)));
    }
  }

  @ParameterizedTest
  @MethodSource("translations")
  void a_translation_has_every_text_and_no_other(Language language, Path english) {
    assertThat(keys(translation(language, english))).isEqualTo(keys(read(english)));
  }

  @ParameterizedTest
  @MethodSource("translations")
  void a_translation_tells_the_same_values(Language language, Path english) {
    var texts = read(english);
    var translated = read(translationFile(language, english));
    for (var key : texts.keySet()) {
      assertThat(values(translated.getString(key))).as(key).isEqualTo(values(texts.getString(key)));
      assertThat(translated.getString(key).lines().count())
          .as("lines of " + key)
          .isEqualTo(texts.getString(key).lines().count());
    }
  }

  @ParameterizedTest
  @MethodSource("translations")
  void no_text_is_left_in_english(Language language, Path english) {
    var texts = read(english);
    var translated = translation(language, english);
    var left = new ArrayList<String>();
    for (var key : texts.keySet()) {
      var text = texts.getString(key);
      var hasLetters =
          VALUE.matcher(text).replaceAll("").codePoints().anyMatch(Character::isLetter);
      if (hasLetters && text.equals(translated.getString(key)) && !SAME_IN_GERMAN.contains(text)) {
        left.add(key + " = " + text);
      }
    }
    assertThat(left).isEmpty();
  }

  @Test
  void each_language_is_found_by_what_the_user_wants_and_english_else() {
    assertThat(Language.of(Locale.GERMANY)).isEqualTo(Language.GERMAN);
    assertThat(Language.of(Locale.of("de", "AT"))).isEqualTo(Language.GERMAN);
    assertThat(Language.of(Locale.UK)).isEqualTo(Language.ENGLISH);
    assertThat(Language.of(Locale.FRANCE)).isEqualTo(Language.ENGLISH);
    assertThat(Language.of(Locale.ROOT)).isEqualTo(Language.ENGLISH);
    assertThat(others()).contains(Language.GERMAN);
  }

  /// English is asked for as such: Java would take the user's own language for what it lacks.
  @Test
  void words_come_in_the_language_that_was_asked_for() {
    var before = Locale.getDefault(Locale.Category.DISPLAY);
    try {
      for (var display : List.of(Locale.ENGLISH, Locale.GERMANY)) {
        Locale.setDefault(Locale.Category.DISPLAY, display);
        var shell = org.xksworkbench.app.ui.shell.Identity.class;
        assertThat(Words.of(shell, Language.ENGLISH).text("go.overview")).isEqualTo("Overview");
        assertThat(Words.of(shell, Language.GERMAN).text("go.overview")).isEqualTo("Übersicht");
      }
      assertThat(Words.of(org.xksworkbench.app.ui.shell.Identity.class).text("go.overview"))
          .isEqualTo("Übersicht");
    } finally {
      Locale.setDefault(Locale.Category.DISPLAY, before);
    }
  }

  /// In German, 1,234 is a little more than one.
  @Test
  void numbers_are_written_as_the_words_are() {
    var before = Locale.getDefault(Locale.Category.FORMAT);
    try {
      Locale.setDefault(Locale.Category.FORMAT, Locale.of("ar", "EG"));
      var overview = org.xksworkbench.app.overview.Overview.class;
      assertThat(Words.of(overview, Language.ENGLISH).text("store.keys", 1234)).contains("1,234");
      assertThat(Words.of(overview, Language.GERMAN).text("store.keys", 1234)).contains("1.234");
      assertThat(Words.of(overview, Language.GERMAN).text("link.millis", 3.25)).contains("3,3 ms");
    } finally {
      Locale.setDefault(Locale.Category.FORMAT, before);
    }
  }

  private static List<Language> others() {
    return Arrays.stream(Language.values())
        .filter(language -> language != Language.ENGLISH)
        .toList();
  }

  private static Path translationFile(Language language, Path english) {
    return english.resolveSibling("words_" + language.formats().getLanguage() + ".properties");
  }

  private static PropertyResourceBundle translation(Language language, Path english) {
    return read(translationFile(language, english));
  }

  private static TreeSet<String> keys(PropertyResourceBundle bundle) {
    return new TreeSet<>(bundle.keySet());
  }

  /// In any order, but with their number where they are numbered.
  private static List<String> values(String text) {
    return VALUE.matcher(text).results().map(MatchResult::group).distinct().sorted().toList();
  }

  private static PropertyResourceBundle read(Path file) {
    try (var text = Files.newBufferedReader(file)) {
      return new PropertyResourceBundle(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
