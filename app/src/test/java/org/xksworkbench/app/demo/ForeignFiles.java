package org.xksworkbench.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a user may have put into the folder that the demo is given.
final class ForeignFiles {

  private final Map<Path, String> files = new LinkedHashMap<>();
  private final Map<Path, Path> links = new LinkedHashMap<>();

  /// @param outside a folder beside it, to which links lead
  ForeignFiles(Path folder, Path outside) throws IOException {
    write(outside.resolve("holiday.jpg"));
    for (var name :
        new String[] {
          "photo.jpg",
          "Fotos 2026/Ausflug nach Öland/über den Dächern (1).jpg",
          "ceremonies/2026-01/transcript.jsonl",
          "records/backups.json",
          "proxy/notes.txt",
          "proxy/proxy.toml.bak",
          "hsm/notes of mine.txt",
          "hsm/tokens/holiday/photo.jpg",
          "hsm/tokens/photo.jpg"
        }) {
      write(folder.resolve(name));
    }
    for (var name : new String[] {"link to outside", "proxy/outside", "hsm/tokens/outside"}) {
      links.put(Files.createSymbolicLink(folder.resolve(name), outside), outside);
    }
    var readOnly = folder.resolve("read-only/mine.txt");
    write(readOnly);
    assertThat(readOnly.toFile().setReadOnly()).isTrue();
    assertThat(readOnly.getParent().toFile().setReadOnly()).isTrue();
  }

  private void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    var content = "worth something: " + file.getFileName();
    Files.writeString(file, content);
    files.put(file, content);
  }

  void assertAllThere() {
    files.forEach((file, content) -> assertThat(file).hasContent(content));
    links.forEach((link, target) -> {
      assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).as(link.toString()).isTrue();
      assertThat(link).isSymbolicLink();
      assertThat(target).isDirectory();
    });
  }
}
