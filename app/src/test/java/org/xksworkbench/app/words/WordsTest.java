package org.xksworkbench.app.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.MissingResourceException;
import java.util.PropertyResourceBundle;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a user reads of a screen stands in its bundle, all of it and nothing else: what is left in
/// the sources would never be translated, and what nobody uses would be for nothing.
class WordsTest {

  private static final Path APP = Path.of(System.getProperty("xksw.basedir")).resolve("app");
  private static final Path RESOURCES = APP.resolve("src/main/resources");
  private static final Path SOURCES = APP.resolve("src/main/java");

  private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*//.*$");
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern ASKED =
      Pattern.compile("WORDS\\s*\\.(?:text|named)\\(\\s*\"([^\"]+)\"");
  private static final Pattern SENTENCE = Pattern.compile("\\p{L} \\p{L}");
  private static final Pattern ANY_VALUE = Pattern.compile("%[0-9$,.]*[a-z]");
  private static final Pattern VALUE = Pattern.compile("%(\\d+\\$)?,?[sd]");

  static Stream<Path> bundles() throws IOException {
    try (var files = Files.walk(RESOURCES)) {
      return files
          .filter(file -> file.endsWith("words.properties"))
          .map(file -> RESOURCES.relativize(file).getParent())
          .toList()
          .stream();
    }
  }

  @Test
  void there_are_bundles() throws IOException {
    assertThat(bundles()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void every_text_that_is_used_exists_and_every_text_that_exists_is_used(Path folder) {
    var used = new TreeSet<String>();
    var missing = new TreeSet<String>();
    var keys = keys(folder);
    var topics = keys.stream().map(WordsTest::topic).toList();
    for (var source : sources(folder)) {
      find(ASKED, source).filter(key -> !known(keys, key)).forEach(missing::add);
      find(LITERAL, source)
          .filter(text -> text.matches("[a-z0-9-]+(\\.[a-z0-9-]+)+"))
          .forEach(text -> {
            if (keys.contains(text)) {
              used.add(text);
            } else if (known(keys, text)) {
              used.addAll(List.of(text + ".name", text + ".about"));
            } else if (topics.contains(topic(text))) {
              missing.add(text);
            }
          });
    }
    assertThat(missing).as("used and not there").isEmpty();
    assertThat(keys).as("there and not used").isEqualTo(used);
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void no_sentence_is_left_in_the_sources(Path folder) {
    assertThat(sources(folder).stream().flatMap(source -> find(LITERAL, source)))
        .filteredOn(text -> !text.startsWith("HH:mm")) // the pattern of a time
        .noneMatch(text -> SENTENCE.matcher(ANY_VALUE.matcher(text).replaceAll("")).find());
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void values_are_told_by_number_where_there_are_several(Path folder) {
    var bundle = bundle(folder);
    for (var key : bundle.keySet()) {
      var values = VALUE.matcher(bundle.getString(key)).results().toList();
      if (values.size() > 1) {
        assertThat(values).as(key).allMatch(value -> value.group(1) != null);
      }
    }
  }

  @Test
  void a_text_takes_values_and_is_shown_as_it_is_without() {
    var words = Words.of(WordsTest.class);
    assertThat(words.text("test.plain")).isEqualTo("100% as it is");
    assertThat(words.text("test.values", "one", 2)).isEqualTo("2 after one");
    assertThat(words.namedText("test.thing"))
        .isEqualTo(new Words.NamedText("A thing", "What it is"));
    assertThatThrownBy(() -> words.text("test.none")).isInstanceOf(MissingResourceException.class);
  }

  private static boolean known(TreeSet<String> keys, String key) {
    return keys.contains(key) || keys.containsAll(List.of(key + ".name", key + ".about"));
  }

  private static String topic(String key) {
    return key.replaceFirst("\\..*", "");
  }

  private static TreeSet<String> keys(Path folder) {
    return new TreeSet<>(bundle(folder).keySet());
  }

  private static PropertyResourceBundle bundle(Path folder) {
    try (var text =
        Files.newBufferedReader(RESOURCES.resolve(folder).resolve("words.properties"))) {
      return new PropertyResourceBundle(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Of the package, without comments.
  private static List<String> sources(Path folder) {
    try (var files = Files.list(SOURCES.resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(file -> COMMENT.matcher(read(file)).replaceAll(""))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> find(Pattern pattern, String source) {
    return pattern.matcher(source).results().map(match -> match.group(1));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
