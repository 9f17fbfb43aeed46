package org.xksworkbench.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.hsm.ModuleStart;
import org.xksworkbench.bridge.store.KeptFiles;

class SettingsTest {

  @TempDir private Path folder;
  private final KeptFiles files = new KeptFiles();

  @AfterEach
  void close() {
    files.close();
  }

  @Test
  void what_the_user_arranged_is_there_at_the_next_start() {
    var file = folder.resolve("new/settings.json");
    var settings = Settings.open(file, files, Runnable::run);
    assertThat(settings.window()).isEmpty();
    var window = new WindowState(10, 20, 1200, 800, false);
    var table = new TableState(List.of("Name", "Created"), Set.of("Keys"), Map.of("Name", 210.0));
    settings.keepWindow(window);
    settings.keepTable("key-stores", table);
    settings.keepRegion("prod", "eu-central-1");

    var next = Settings.open(file, files, Runnable::run);
    assertThat(next.window()).contains(window);
    assertThat(next.table("key-stores")).contains(table);
    assertThat(next.table("another")).isEmpty();
    assertThat(next.region("prod")).contains("eu-central-1");
    assertThat(next.region("dev")).isEmpty();
  }

  @Test
  void what_a_module_is_given_is_kept_until_it_is_given_nothing() {
    var file = folder.resolve("settings.json");
    var settings = Settings.open(file, files, Runnable::run);
    var module = Path.of("/usr/lib/libsoftokn3.so");
    var start = ModuleStart.of("configdir='sql:/a b'", "A=1\nB=2", "0x80000001");
    settings.keepModule(module, start);
    settings.keepRegion("prod", "eu-central-1");
    settings.keepWindow(new WindowState(10, 20, 1200, 800, false));
    settings.keepTable("keys", new TableState(List.of(), Set.of(), Map.of()));

    var next = Settings.open(file, files, Runnable::run);
    assertThat(next.module(module)).contains(start);
    assertThat(next.modules()).containsExactly(module);
    next.keepModule(module, ModuleStart.NOTHING);
    assertThat(Settings.open(file, files, Runnable::run).modules()).isEmpty();
  }

  @Test
  void a_file_that_cannot_be_understood_stays_until_the_user_sets_it_aside() throws IOException {
    var file = folder.resolve("settings.json");
    Files.writeString(file, "{\"window\":");
    var settings = Settings.open(file, files, Runnable::run);
    settings.keepRegion("prod", "us-west-2");
    assertThat(file).hasContent("{\"window\":");
    assertThat(files.filesInTrouble().getFirst().setAside()).hasContent("{\"window\":");
    assertThat(Settings.open(file, files, Runnable::run).region("prod")).contains("us-west-2");
  }

  @Test
  void what_the_user_prefers_is_kept_beside_the_rest() {
    var file = folder.resolve("settings.json");
    var settings = Settings.open(file, files, Runnable::run);
    assertThat(settings.preferences()).isEqualTo(Preferences.USUAL);
    var wanted =
        new Preferences(Appearance.DARK, LanguageChoice.GERMAN, 5, new Thresholds(60, 150));
    settings.keepPreferences(wanted);
    settings.keepRegion("prod", "eu-central-1");
    settings.keepWindow(new WindowState(10, 20, 1200, 800, false));
    settings.keepTable("keys", new TableState(List.of(), Set.of(), Map.of()));
    settings.keepModule(Path.of("/a/module.so"), ModuleStart.of("a", "", ""));
    settings.keepProxy(Optional.of(Path.of("/a/proxy.toml")));

    var next = Settings.open(file, files, Runnable::run);
    assertThat(next.preferences()).isEqualTo(wanted);
    assertThat(next.region("prod")).contains("eu-central-1");
    assertThat(Settings.language(file)).isEqualTo(LanguageChoice.GERMAN);
    assertThat(Settings.language(folder.resolve("none"))).isEqualTo(LanguageChoice.SYSTEM);
  }

  @Test
  void a_preference_that_cannot_be_is_a_damaged_file_and_not_taken() throws IOException {
    var file = folder.resolve("settings.json");
    var settings = Settings.open(file, files, Runnable::run);
    settings.keepPreferences(Preferences.USUAL.withIdleMinutes(5));
    var text = Files.readString(file).replaceAll("(\"idleMinutes\" *: *)5", "$1\\0");
    Files.writeString(file, text);
    assertThat(text).contains("0");
    var next = Settings.open(file, files, Runnable::run);
    assertThat(next.preferences()).isEqualTo(Preferences.USUAL);
    assertThat(files.filesInTrouble()).isNotEmpty();
    assertThat(Settings.language(file)).isEqualTo(LanguageChoice.SYSTEM);
  }

  @Test
  void a_disk_that_cannot_be_written_is_no_failure_of_the_window() throws IOException {
    var notAFolder = Files.createFile(folder.resolve("file"));
    var settings = Settings.open(notAFolder.resolve("settings.json"), files, Runnable::run);
    settings.keepRegion("prod", "us-west-2");
    assertThat(settings.region("prod")).contains("us-west-2");
    assertThat(files.filesInTrouble()).hasSize(1);
  }

  /// As versions before wrote it.
  @Test
  void a_file_of_an_earlier_version_is_read() throws IOException {
    var file = folder.resolve("settings.json");
    Files.writeString(
        file,
        """
        {
          "profiles" : { "prod" : { "region" : "eu-central-1" } },
          "tables" : { "keys" : { "order" : [ "Name" ], "hidden" : [ ], "widths" : { "Name" : 9.5 } } },
          "window" : { "x" : 1.0, "y" : 2.0, "width" : 3.0, "height" : 4.0, "maximized" : true }
        }
        """);
    var settings = Settings.open(file, files, Runnable::run);
    assertThat(files.filesInTrouble()).isEmpty();
    assertThat(settings.region("prod")).contains("eu-central-1");
    assertThat(settings.window()).contains(new WindowState(1, 2, 3, 4, true));
    assertThat(settings.table("keys"))
        .contains(new TableState(List.of("Name"), Set.of(), Map.of("Name", 9.5)));
  }
}
