package org.xksworkbench.app.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.bridge.Documents;
import org.xksworkbench.bridge.hsm.HsmException;

/// docs/troubleshooting.md and the messages of the program say the same.
class TroubleshootingTest {

  private static final Path ROOT = Documents.ROOT;

  @Test
  void each_message_on_the_page_is_one_of_the_program() throws IOException {
    var program =
        Documents.sources(ROOT.resolve("app/src/main/java"))
            + Documents.sources(ROOT.resolve("hsm-bridge/src/main/java"))
            + Files.readString(ROOT.resolve("hsm-bridge/bin/supervise.sh"));
    var page = Files.readAllLines(ROOT.resolve("docs/troubleshooting.md"));
    var messages =
        page.stream()
            .filter(line -> line.startsWith("### "))
            .map(line -> line.substring(4).replace("`", "").strip())
            .toList();
    assertThat(messages).hasSizeGreaterThan(60);
    assertThat(messages).allSatisfy(message -> assertThat(program).contains(message));
  }

  @Test
  void no_failure_that_the_program_explains_is_missing_on_the_page() throws IOException {
    var page = Files.readString(ROOT.resolve("docs/troubleshooting.md"));
    assertThat(ConnectionErrorCode.values())
        .filteredOn(code -> code != ConnectionErrorCode.OTHER)
        .allSatisfy(code -> assertThat(page).contains("### `" + code + "`"));
    var problems = new ArrayList<Problem>();
    for (var code : KmsErrorCode.values()) {
      problems.add(
          Problems.of(
              new KmsException(
                  KmsException.KmsFailureKind.REFUSED, code.text(), "words", "", null)));
      assertThat(page).contains("`" + code.text() + "`");
    }
    for (var reason : HsmException.Reason.values()) {
      problems.add(Problems.of(new HsmException(reason, "words")));
    }
    for (var problem : problems) {
      assertThat(page).contains("### " + problem.headline() + "\n").contains(problem.nextStep());
    }
  }

  @Test
  void each_document_that_is_named_is_there() throws IOException {
    for (var page : Documents.pages()) {
      var links =
          java.util.regex.Pattern.compile("\\]\\(([^)#:]+?)(#[^)]*)?\\)")
              .matcher(Files.readString(page));
      while (links.find()) {
        assertThat(page.resolveSibling(links.group(1)).normalize())
            .as("named in " + ROOT.relativize(page))
            .exists();
      }
    }
  }
}
