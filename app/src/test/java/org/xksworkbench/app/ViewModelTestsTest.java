package org.xksworkbench.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// A view model decides what a user may do next and what is asked before: a screen can look right
/// while it is wrong. So each has a test that is found by its name.
class ViewModelTestsTest {

  private static final Path APP = Path.of(System.getProperty("xksw.basedir")).resolve("app");

  @Test
  void every_view_model_has_a_test_of_its_own() throws IOException {
    var sources = APP.resolve("src/main/java");
    var tests = APP.resolve("src/test/java");
    var without = new ArrayList<Path>();
    try (var files = Files.walk(sources)) {
      for (var file : files.filter(one -> one.toString().endsWith("ViewModel.java")).toList()) {
        var relative = sources.relativize(file);
        var test = tests.resolve(relative.toString().replace(".java", "Test.java"));
        if (!Files.exists(test) || !Files.readString(test).contains("@Test")) {
          without.add(relative);
        }
      }
    }
    assertThat(without).as("without a <name>Test in the same package").isEmpty();
  }
}
