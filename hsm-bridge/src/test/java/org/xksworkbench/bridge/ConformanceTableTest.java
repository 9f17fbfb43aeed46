package org.xksworkbench.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// docs/xks-conformance.md names tests; they must exist.
class ConformanceTableTest {

  private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z0-9]+)\\.([a-z0-9_]+)`");

  private static List<String> lines() throws IOException {
    return Files.readAllLines(
        Path.of(System.getProperty("xksw.basedir"), "docs", "xks-conformance.md"));
  }

  private static Set<String> tests() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("org.xksworkbench.bridge")
            .stream()
            .flatMap(type -> type.getMethods().stream())
            .filter(ConformanceTableTest::isTest)
            .map(method -> method.getOwner().getSimpleName() + "." + method.getName())
            .collect(Collectors.toSet());
  }

  private static boolean isTest(JavaMethod method) {
    return method.getAnnotations().stream()
        .map(annotation -> annotation.getRawType().getSimpleName())
        .anyMatch(
            Set.of("Test", "ParameterizedTest", "TestFactory", "Property", "RepeatedTest")
                ::contains);
  }

  @Test
  void every_test_that_the_table_names_exists() throws IOException {
    var tests = tests();
    var named =
        lines().stream()
            .flatMap(line -> TEST.matcher(line).results())
            .map(match -> match.group(1) + "." + match.group(2))
            .collect(Collectors.toSet());
    assertThat(named).hasSizeGreaterThan(40);
    assertThat(tests).containsAll(named);
  }

  @Test
  void every_row_names_a_test_or_says_why_there_is_none() throws IOException {
    var rows =
        lines().stream()
            .filter(line -> line.startsWith("| "))
            .filter(line -> !line.startsWith("| Section") && !line.startsWith("| #"))
            .toList();
    assertThat(rows).hasSizeGreaterThan(70);
    assertThat(rows)
        .allSatisfy(row -> {
          var cells = row.split("\\|", -1);
          var last = cells[cells.length - 2].strip();
          assertThat(TEST.matcher(last).find() || last.startsWith("Not a test:")).as(row).isTrue();
        });
  }

  @Test
  void the_fourteen_places_where_a_known_proxy_falls_short_are_all_there() throws IOException {
    assertThat(lines().stream().filter(line -> line.matches("\\| C\\d+ \\|.*"))).hasSize(14);
  }
}
