package org.xksworkbench.app.ui.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.problem.Problems;
import org.xksworkbench.bridge.store.Volume;

/// A file that the user chose and that cannot be written is named, whatever the reason is.
class ChosenFileTest {

  @TempDir private Path home;

  @Test
  void what_is_written_is_there() throws Exception {
    var file = home.resolve("list.csv");
    assertThat(ChosenFile.write(file, "a,b\n")).isEqualTo(file);
    assertThat(file).hasContent("a,b\n");
  }

  @Test
  void a_full_disk_and_a_read_only_one_are_told_with_the_path() throws Exception {
    try (var volume = Volume.on(home.resolve("volume"), "64k")) {
      var file = Files.createFile(volume.folder().resolve("list.csv"));
      volume.fill();
      assertThat(told(file)).isEqualTo("No space left on device (" + file + ").");
      volume.readOnly(true);
      assertThat(told(file)).isEqualTo("Read-only file system (" + file + ").");
    }
  }

  @Test
  void a_folder_that_is_not_there_and_a_folder_in_its_place_are_told_with_the_path() {
    assertThat(told(home.resolve("none/list.csv")))
        .contains(home.resolve("none/list.csv").toString());
    assertThat(told(home)).contains(home.toString());
  }

  private static String told(Path file) {
    var failure = catchThrowable(() -> ChosenFile.write(file, "a,b\n"));
    return Problems.of(failure).causes().getFirst();
  }
}
