package org.xksworkbench.app.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.PropertyResourceBundle;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.xksworkbench.bridge.Documents;

/// What the documents name in the window, and each other, is there.
class DocumentsTest {

  private static final Path ROOT = Documents.ROOT;
  private static final Pattern FENCE = Pattern.compile("(?ms)^ *```\\w*\\n.*?^ *```$");
  private static final Pattern BOLD = Pattern.compile("\\*\\*([^*]+)\\*\\*");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]*)#([^)]+)\\)");

  @Test
  void each_label_that_the_guides_name_is_written_so_in_the_window() throws IOException {
    var program = sources();
    for (var guide : List.of("README.md", "docs/user-guide.md")) {
      var labels =
          text(ROOT.resolve(guide))
              .lines()
              .flatMap(line -> BOLD.matcher(line).results())
              .map(match -> match.group(1))
              .filter(bold -> !bold.endsWith("."))
              // The demo's own key stores are named by their seed.
              .filter(bold -> !bold.equals("payments-hsm"))
              .toList();
      assertThat(labels).as(guide).hasSizeGreaterThan(3);
      assertThat(labels)
          .as(guide)
          .allSatisfy(
              label -> assertThat(program.contains("\"" + label + "\"")).as(label).isTrue());
    }
  }

  @Test
  void each_heading_that_is_linked_is_there() throws IOException {
    for (var page : pages()) {
      var links = LINK.matcher(text(page));
      while (links.find()) {
        var target = links.group(1).isEmpty() ? page : page.resolveSibling(links.group(1));
        assertThat(anchors(target))
            .as(ROOT.relativize(page) + " names " + links.group())
            .contains(links.group(2));
      }
    }
  }

  @Test
  void each_picture_that_is_shown_exists_in_the_dark_theme_too() throws IOException {
    for (var page : pages()) {
      var pictures = Pattern.compile("\\]\\(([^)]+)-light\\.png\\)").matcher(text(page));
      while (pictures.find()) {
        assertThat(page.resolveSibling(pictures.group(1) + "-light.png")).exists();
        assertThat(page.resolveSibling(pictures.group(1) + "-dark.png")).exists();
      }
    }
  }

  @Test
  void each_picture_that_lies_there_is_shown() throws IOException {
    var shown = new ArrayList<String>();
    for (var page : pages()) {
      var pictures = Pattern.compile("pictures/(.+?)-light\\.png\\)").matcher(text(page));
      while (pictures.find()) {
        shown.add(pictures.group(1) + "-light.png");
        shown.add(pictures.group(1) + "-dark.png");
      }
    }
    try (var pictures = Files.list(ROOT.resolve("docs/pictures"))) {
      assertThat(pictures.map(picture -> picture.getFileName().toString())).isSubsetOf(shown);
    }
  }

  @Test
  void each_file_that_is_linked_is_there() throws IOException {
    for (var page : pages()) {
      var links = Pattern.compile("\\]\\(([^)#:\\s]+)[#)]").matcher(text(page));
      while (links.find()) {
        assertThat(page.resolveSibling(links.group(1)))
            .as(ROOT.relativize(page).toString())
            .exists();
      }
    }
  }

  private static List<String> anchors(Path page) throws IOException {
    return text(page)
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .toList();
  }

  private static String text(Path page) throws IOException {
    return FENCE.matcher(Files.readString(page)).replaceAll("");
  }

  private static List<Path> pages() throws IOException {
    var pages = new ArrayList<>(Documents.pages());
    pages.add(ROOT.resolve("CHANGELOG.md"));
    return pages;
  }

  /// Escapes are read as the compiler does.
  private static String sources() throws IOException {
    return Documents.sources(ROOT.resolve("app/src/main/java")).replace("\\u2026", "…") + words();
  }

  /// What stands in resource bundles, as it would stand in the sources.
  private static String words() throws IOException {
    try (var files = Files.walk(ROOT.resolve("app/src/main/resources"))) {
      var texts = new StringBuilder();
      for (var file : files.filter(file -> file.endsWith("words.properties")).toList()) {
        try (var in = Files.newBufferedReader(file)) {
          var bundle = new PropertyResourceBundle(in);
          bundle
              .keySet()
              .forEach(key -> texts.append('"').append(bundle.getString(key)).append("\"\n"));
        }
      }
      return texts.toString();
    }
  }
}
