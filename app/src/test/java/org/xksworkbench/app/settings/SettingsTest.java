package org.xksworkbench.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

  @TempDir private Path folder;

  @Test
  void what_the_user_arranged_is_there_at_the_next_start() {
    var file = folder.resolve("new/settings.json");
    var settings = Settings.open(file);
    assertThat(settings.window()).isEmpty();
    var window = new WindowState(10, 20, 1200, 800, false);
    var table = new TableState(List.of("Name", "Created"), Set.of("Keys"), Map.of("Name", 210.0));
    settings.keepWindow(window);
    settings.keepTable("key-stores", table);
    settings.keepRegion("prod", "eu-central-1");

    var next = Settings.open(file);
    assertThat(next.window()).contains(window);
    assertThat(next.table("key-stores")).contains(table);
    assertThat(next.table("another")).isEmpty();
    assertThat(next.region("prod")).contains("eu-central-1");
    assertThat(next.region("dev")).isEmpty();
  }

  @Test
  void a_file_that_cannot_be_understood_is_set_aside_and_not_lost() throws IOException {
    var file = folder.resolve("settings.json");
    Files.writeString(file, "{\"window\":");
    var settings = Settings.open(file);
    settings.keepRegion("prod", "us-west-2");
    assertThat(folder.resolve("settings.json.broken")).hasContent("{\"window\":");
    assertThat(Settings.open(file).region("prod")).contains("us-west-2");
  }

  @Test
  void a_disk_that_cannot_be_written_is_no_failure_of_the_window() throws IOException {
    var notAFolder = Files.createFile(folder.resolve("file"));
    var settings = Settings.open(notAFolder.resolve("settings.json"));
    settings.keepRegion("prod", "us-west-2");
    assertThat(settings.region("prod")).contains("us-west-2");
  }
}
