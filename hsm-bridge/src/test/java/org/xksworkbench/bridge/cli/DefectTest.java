package org.xksworkbench.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the command line says of a failure that it does not know.
class DefectTest {

  private final StringWriter said = new StringWriter();

  @Test
  void it_is_one_sentence_with_a_code_of_its_own_and_the_trace_is_in_a_file(@TempDir Path folder)
      throws IOException {
    var logs = folder.resolve("logs");
    var failure = new IllegalStateException("an impossible\nthing");
    assertThat(Defect.tell(failure, logs, new PrintWriter(said))).isEqualTo(70);
    var file = logs.resolve("hsm-bridge-defects.log");
    assertThat(said.toString().lines())
        .singleElement()
        .asString()
        .contains("IllegalStateException: an impossible thing", file.toString());
    assertThat(Files.readString(file)).contains("\tat " + DefectTest.class.getName());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Defect.tell(failure, logs, new PrintWriter(said))).isEqualTo(70);
    assertThat(Files.readString(file)).as("both").containsPattern("(?s)Exception.*Exception");
  }

  @Test
  void where_no_file_can_be_written_the_trace_is_on_the_terminal(@TempDir Path folder)
      throws IOException {
    var noFolder = Files.writeString(folder.resolve("file"), "");
    assertThat(Defect.tell(new StackOverflowError(), noFolder, new PrintWriter(said)))
        .isEqualTo(70);
    assertThat(said.toString()).contains("could not be written", "StackOverflowError", "\tat ");
  }
}
