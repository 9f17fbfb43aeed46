package org.xksworkbench.app.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who writes to which log.
class LogFileTest {

  @TempDir private Path folder;

  @Test
  void a_second_window_has_a_log_of_its_own_until_the_first_is_closed() {
    try (var first = WindowLogFile.in(folder)) {
      assertThat(first.name()).isEqualTo("xks-workbench");
      try (var second = WindowLogFile.in(folder);
          var third = WindowLogFile.in(folder)) {
        assertThat(second.name()).isEqualTo("xks-workbench-2");
        assertThat(third.name()).isEqualTo("xks-workbench-3");
      }
    }
    try (var next = WindowLogFile.in(folder)) {
      assertThat(next.name()).isEqualTo("xks-workbench");
    }
  }

  @Test
  void a_folder_that_cannot_be_written_stops_no_window() throws IOException {
    var file = Files.createFile(folder.resolve("file"));
    try (var log = WindowLogFile.in(file)) {
      assertThat(log.name()).isEqualTo("xks-workbench");
    }
  }
}
