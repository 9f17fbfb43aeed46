package org.xksworkbench.bridge.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.Clients;
import org.xksworkbench.bridge.Documents;

/// The examples of docs/test-your-service.md run as they stand there.
class DocumentedExamplesTest {

  @TempDir Path folder;

  @Test
  void the_example_in_java_is_the_test_that_runs() throws Exception {
    var source =
        Files.readString(
            Documents.ROOT.resolve(
                "hsm-bridge/src/test/java/org/xksworkbench/bridge/testing/PaymentsTest.java"));
    assertThat(example("java")).isEqualTo(source.substring(source.indexOf("class PaymentsTest")));
  }

  @Test
  @Tag("clients")
  void the_example_in_python_runs() throws Exception {
    var program = Files.writeString(folder.resolve("payments.py"), example("python"));
    assertThat(run(folder, List.of(Clients.python().toString(), program.toString())))
        .contains("Ran 2 tests", "OK");
  }

  @Test
  @Tag("clients")
  void the_example_in_javascript_runs() throws Exception {
    var packages = Clients.nodeFolder();
    Files.writeString(packages.resolve("payments.mjs"), example("javascript"));
    assertThat(run(packages, List.of("node", "--test", "payments.mjs")))
        .containsPattern("pass 2\\b")
        .containsPattern("fail 0\\b");
  }

  private String run(Path where, List<String> command) throws Exception {
    try (var keyStore = KeyStoreForTests.start()) {
      var environment = Map.of("AWS_ENDPOINT_URL_KMS", keyStore.endpoint().toString());
      return new Clients(folder).run(where, environment, command).well();
    }
  }

  private static String example(String language) throws IOException {
    var page = Files.readString(Documents.ROOT.resolve("docs/test-your-service.md"));
    var begin = "```" + language + "\n";
    var from = page.indexOf(begin) + begin.length();
    return page.substring(from, page.indexOf("```\n", from));
  }
}
