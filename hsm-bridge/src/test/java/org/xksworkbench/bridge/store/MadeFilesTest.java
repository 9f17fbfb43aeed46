package org.xksworkbench.bridge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a manifest names is deleted, and nothing else.
class MadeFilesTest {

  private static final LocalDateTime NOON = LocalDateTime.of(2026, 11, 30, 12, 0, 1);

  @TempDir Path parent;
  private Path folder;
  private Path outside;

  @BeforeEach
  void folders() throws Exception {
    folder = Files.createDirectory(parent.resolve("folder"));
    outside = Files.createDirectory(parent.resolve("outside"));
    write(outside.resolve("photo.jpg"));
  }

  @Test
  void what_was_noted_goes_and_what_somebody_else_made_stays() throws Exception {
    var made = MadeFiles.in(folder);
    Files.createDirectory(made.note("proxy/"));
    write(made.note("proxy/proxy.toml"));
    Files.createDirectory(made.note("empty/"));
    write(folder.resolve("proxy/Fotos für Öl.jpg"));

    Deletion.deleteMade(MadeFiles.in(folder));

    assertThat(folder.resolve("proxy/proxy.toml")).doesNotExist();
    assertThat(folder.resolve("empty")).doesNotExist();
    assertThat(folder.resolve("proxy/Fotos für Öl.jpg")).exists();
    assertThat(folder.resolve(MadeFiles.NAME)).doesNotExist();
  }

  @Test
  void a_name_is_on_disk_before_its_file_is_made() throws Exception {
    var file = MadeFiles.in(folder).note("softhsm2.conf");
    assertThat(file).doesNotExist();
    assertThat(MadeFiles.in(folder).names()).containsExactly("softhsm2.conf");
  }

  @Test
  void what_is_there_already_is_not_noted() throws Exception {
    write(folder.resolve("proxy.toml"));
    var made = MadeFiles.in(folder);
    var _ = made.note("proxy.toml");
    assertThat(made.names()).isEmpty();
    Deletion.deleteMade(made);
    assertThat(folder.resolve("proxy.toml")).exists();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void links_are_neither_deleted_nor_followed() throws Exception {
    var made = MadeFiles.in(folder);
    var _ = made.note("proxy/");
    var _ = made.note("proxy/photo.jpg");
    var _ = made.note("photo.jpg");
    Files.createSymbolicLink(folder.resolve("proxy"), outside);
    Files.createSymbolicLink(folder.resolve("photo.jpg"), outside.resolve("photo.jpg"));

    Deletion.deleteMade(made);

    assertThat(outside.resolve("photo.jpg")).exists();
    assertThat(folder.resolve("proxy")).isSymbolicLink();
    assertThat(folder.resolve("photo.jpg")).isSymbolicLink();
  }

  @Test
  void a_folder_in_the_place_of_a_file_stays() throws Exception {
    var made = MadeFiles.in(folder);
    Files.createDirectory(made.note("ready"));
    write(folder.resolve("ready/photo.jpg"));
    Deletion.deleteMade(made);
    assertThat(folder.resolve("ready/photo.jpg")).exists();
  }

  @Test
  void a_line_that_was_not_written_to_its_end_names_nothing() throws Exception {
    write(folder.resolve("proxy"));
    Files.writeString(folder.resolve(MadeFiles.NAME), MadeFiles.HEAD + "\nproxy");
    var made = MadeFiles.in(folder);
    assertThat(made.names()).isEmpty();
    var _ = made.note("hsm");
    assertThat(MadeFiles.in(folder).has("hsm")).isTrue();
    assertThat(MadeFiles.in(folder).names()).as("the half line is gone").doesNotContain("proxy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside/photo.jpg",
        "proxy/../../outside/photo.jpg",
        "/etc/passwd",
        ".",
        "..",
        "a//b",
        "a\\b",
        "C:/x"
      })
  void a_name_that_leads_out_of_the_folder_is_none(String name) throws Exception {
    Files.writeString(folder.resolve(MadeFiles.NAME), MadeFiles.HEAD + "\n" + name + "\n");
    assertThatThrownBy(() -> MadeFiles.in(folder))
        .isInstanceOf(ManifestException.class)
        .hasMessageContaining("line 2");
    assertThatThrownBy(() -> MadeFiles.of(folder, List.of(name)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// Half of a name may be the whole name of somebody else's file.
  @Test
  void half_of_a_name_is_never_a_name_afterwards() throws Exception {
    write(folder.resolve("photo"));
    Files.writeString(folder.resolve(MadeFiles.NAME), MadeFiles.HEAD + "\nphoto");
    var made = MadeFiles.in(folder);
    assertThat(made.torn()).isTrue();
    write(made.note("mine.txt"));
    assertThat(MadeFiles.in(folder).names()).containsExactly("mine.txt");
    assertThat(MadeFiles.in(folder).torn()).isFalse();
    Deletion.deleteMade(MadeFiles.in(folder));
    assertThat(folder.resolve("photo")).exists();
  }

  @Test
  void a_file_that_is_no_manifest_is_told_and_stays() throws Exception {
    var file = folder.resolve(MadeFiles.NAME);
    for (var content : List.of("", "my own list\n", "\u0000\u0001")) {
      Files.writeString(file, content);
      assertThatThrownBy(() -> MadeFiles.in(folder)).hasMessageContaining(file.toString());
      assertThat(file).hasContent(content);
    }
    Files.write(file, "Grüße\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> MadeFiles.in(folder)).hasMessageContaining("UTF-8");
  }

  @Test
  void what_was_set_aside_is_not_deleted_any_more() throws Exception {
    var made = MadeFiles.in(folder);
    var file = made.note("proxy.toml");
    write(file);
    var first = Aside.set(file, NOON);
    made.forget("proxy.toml");
    write(file);
    var second = Aside.set(file, NOON);

    Deletion.deleteMade(MadeFiles.in(folder));

    assertThat(first.getFileName()).hasToString("proxy.toml.2026-11-30-120001");
    assertThat(second.getFileName()).hasToString("proxy.toml.2026-11-30-120001-2");
    assertThat(first).exists();
    assertThat(second).exists();
  }

  @Test
  void one_file_means_one_file() throws Exception {
    assertThatIOException().isThrownBy(() -> Deletion.file(outside));
    assertThat(outside).exists();
    Deletion.file(folder.resolve("not there"));
    assertThat(Files.exists(folder, LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  private static void write(Path file) throws Exception {
    Files.writeString(file, "worth something");
  }
}
