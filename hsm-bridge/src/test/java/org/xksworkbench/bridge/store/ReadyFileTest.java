package org.xksworkbench.bridge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadyFileTest {

  private static final String URL = "https://xks.demo.test:8443";

  @TempDir private Path folder;

  private void assertAlone(Path file) throws IOException {
    try (var left = Files.list(folder)) {
      assertThat(left).as("nothing beside it").containsExactly(file);
    }
  }

  @Test
  void what_a_server_wrote_and_left_behind_makes_room_for_the_next() throws IOException {
    var file = folder.resolve("ready");
    ReadyFile.claim(file);
    ReadyFile.write(file, URL);
    assertThat(file).hasContent(URL + "\n");
    assertAlone(file);
    ReadyFile.claim(file);
    assertThat(file).doesNotExist();
    ReadyFile.write(file, "http://127.0.0.1:4566");
    ReadyFile.write(file, URL);
    assertThat(file).hasContent(URL + "\n");
    ReadyFile.remove(file);
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "the only copy of my thesis\n",
        "https://xks.demo.test:8443\nand a line of mine\n",
        "https://xks.demo.test:8443",
        "https://xks.demo.test:8443/a/path/of/mine\n",
        "ftp://xks.demo.test:8443\n"
      })
  void a_file_of_somebody_else_is_left_as_it_is(String content) throws IOException {
    var file = folder.resolve("notes");
    Files.writeString(file, content);
    refused(file);
    ReadyFile.remove(file);
    assertThat(Files.readString(file)).isEqualTo(content);
    assertAlone(file);
  }

  @Test
  void a_link_is_left_as_it_is_and_so_is_what_it_leads_to() throws IOException {
    var target = folder.resolve("target");
    ReadyFile.write(target, URL);
    var link = Files.createSymbolicLink(folder.resolve("link"), target);
    refused(link);
    ReadyFile.remove(link);
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(target).hasContent(URL + "\n");
    var dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("none"));
    refused(dangling);
    assertThat(Files.exists(dangling, LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void a_folder_is_left_as_it_is() throws IOException {
    var dir = Files.createDirectory(folder.resolve("photos"));
    refused(dir);
    ReadyFile.remove(dir);
    assertThat(dir).isEmptyDirectory();
    assertAlone(dir);
  }

  private static void refused(Path file) {
    var words = "The ready file " + file + " is there already, and no server wrote it.";
    assertThatThrownBy(() -> ReadyFile.claim(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(words);
    assertThatThrownBy(() -> ReadyFile.write(file, URL))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(words);
  }
}
