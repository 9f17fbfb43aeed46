package org.xksworkbench.bridge.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.store.StoreException.FileReason;
import org.xksworkbench.bridge.store.StoreTest.Names;
import org.xksworkbench.bridge.store.StoreTest.StoredEntry;

/// What a window keeps while the disk does not take it.
class KeptFilesTest {

  @TempDir private Path folder;
  private final KeptFiles files = new KeptFiles();

  @AfterEach
  void close() {
    files.close();
  }

  @Test
  void what_could_not_be_written_is_kept_and_written_when_the_disk_has_room() throws IOException {
    try (var volume = Volume.on(folder.resolve("disk"), "256k")) {
      var document = document(volume.folder().resolve("names.json"));
      var log = log(volume.folder().resolve("log.jsonl"));
      volume.fill();
      document.change(names -> names.with("x".repeat(9000)));
      log.add(new StoredEntry(Instant.EPOCH, "y".repeat(9000)));

      assertThat(files.filesInTrouble()).containsExactlyInAnyOrder(document, log);
      assertThat(document.trouble().orElseThrow().reason()).isEqualTo(FileReason.DISK_FULL);
      assertThat(document.value().names()).hasSize(1);
      assertThat(log.entries()).hasSize(1);

      volume.makeRoom();
      files.filesInTrouble().forEach(Kept::tryAgain);
      assertThat(files.filesInTrouble()).isEmpty();
      assertThat(document(document.file()).value().names()).hasSize(1);
      assertThat(log(log.file()).entries()).hasSize(1);
    }
  }

  @Test
  void what_is_left_to_write_is_written_at_the_end() throws IOException {
    try (var volume = Volume.on(folder.resolve("disk"), "256k")) {
      var document = document(volume.folder().resolve("names.json"));
      volume.readOnly(true);
      document.change(names -> names.with("one"));
      volume.readOnly(false);
      files.close();
      assertThat(document(document.file()).value().names()).containsExactly("one");
    }
  }

  @Test
  void a_damaged_document_stays_and_what_is_changed_meanwhile_is_added_when_it_is_mended()
      throws IOException {
    var file = Files.writeString(folder.resolve("names.json"), "{");
    var document = document(file);
    document.change(names -> names.with("new"));
    assertThat(file).hasContent("{");
    assertThat(document.value().names()).containsExactly("new");

    Files.writeString(file, "{\"names\":[\"old\"]}");
    document.tryAgain();
    assertThat(document.trouble()).isEmpty();
    assertThat(document.value().names()).containsExactly("old", "new");
    assertThat(document(file).value().names()).containsExactly("old", "new");
  }

  @Test
  void set_aside_it_is_begun_anew_with_what_is_in_memory() throws IOException {
    var file = Files.writeString(folder.resolve("names.json"), "{");
    var document = document(file);
    document.change(names -> names.with("new"));
    assertThat(document.setAside()).hasContent("{");
    assertThat(files.filesInTrouble()).isEmpty();
    assertThat(document(file).value().names()).containsExactly("new");
  }

  @Test
  void a_log_with_lines_that_cannot_be_understood_says_so_and_shows_the_others()
      throws IOException {
    var file = folder.resolve("log.jsonl");
    log(file).add(new StoredEntry(Instant.EPOCH, "one"));
    Files.write(file, new byte[] {'{', (byte) 0xff, '\n', '{'}, StandardOpenOption.APPEND);
    var log = log(file);
    log.add(new StoredEntry(Instant.EPOCH, "two"));
    assertThat(log.entries()).extracting(StoredEntry::name).containsExactly("one", "two");
    assertThat(log.trouble().orElseThrow())
        .hasMessageContaining(file + "")
        .hasMessageContaining("2 lines");

    var damaged = Files.readAllBytes(file);
    assertThat(Files.readAllBytes(log.setAside())).isEqualTo(damaged);
    assertThat(log.trouble()).isEmpty();
    assertThat(log(file).entries()).extracting(StoredEntry::name).containsExactly("one", "two");
  }

  @Test
  void a_predecessor_that_cannot_be_read_costs_its_own_entries_and_can_be_set_aside()
      throws IOException {
    var file = folder.resolve("log.jsonl");
    log(file).add(new StoredEntry(Instant.EPOCH, "one"));
    Files.createDirectory(folder.resolve("log.jsonl.1"));
    var log = log(file);
    assertThat(log.entries()).hasSize(1);
    var predecessor =
        files.filesInTrouble().stream()
            .filter(kept -> kept.file().equals(folder.resolve("log.jsonl.1")))
            .findFirst()
            .orElseThrow();
    assertThat(predecessor.setAside()).isDirectory();
    assertThat(predecessor.trouble()).isEmpty();
  }

  @Test
  void listeners_hear_of_trouble_and_of_its_end() throws IOException {
    var heard = new java.util.ArrayList<Integer>();
    files.onChange(() -> heard.add(files.filesInTrouble().size()));
    var document = document(Files.writeString(folder.resolve("names.json"), ""));
    Files.writeString(document.file(), "{\"names\":[]}");
    document.tryAgain();
    assertThat(heard).contains(1).endsWith(0);
  }

  private KeptDocument<Names> document(Path file) {
    return KeptDocument.open(
        new Document<>(file, Names.class, 1), new Names(List.of()), files, Runnable::run);
  }

  private KeptLog<StoredEntry> log(Path file) {
    return KeptLog.open(new LineLog<>(file, StoredEntry.class, 1 << 20), 100, files, Runnable::run);
  }
}
