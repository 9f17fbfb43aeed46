package org.xksworkbench.bridge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.bridge.store.StoreException.FileReason;

/// Real files, a real full disk, real processes.
class StoreTest {

  record Names(List<String> names) {

    static final Names NONE = new Names(List.of());

    Names {
      names = List.copyOf(names);
    }

    Names with(String name) {
      return new Names(Stream.concat(names.stream(), Stream.of(name)).toList());
    }
  }

  record StoredEntry(Instant at, String name) {}

  @TempDir private Path folder;

  private Document<Names> document() {
    return new Document<>(folder.resolve("new/names.json"), Names.class, 1);
  }

  private LineLog<StoredEntry> log() {
    return new LineLog<>(folder.resolve("new/log.jsonl"), StoredEntry.class, 1 << 20);
  }

  @Test
  void a_document_is_what_was_last_written_and_only_its_owner_reads_it() throws IOException {
    var document = document();
    assertThat(document.read()).isEmpty();
    assertThat(document.change(Names.NONE, names -> names.with("one")).names())
        .containsExactly("one");
    assertThat(document.change(Names.NONE, names -> names.with("twö")).names())
        .containsExactly("one", "twö");
    assertThat(document.read()).contains(new Names(List.of("one", "twö")));
    assertThat(permissions(document.file())).isEqualTo("rw-------");
    assertThat(permissions(document.file().getParent())).isEqualTo("rwx------");
    assertThat(named(document.file().getParent()))
        .containsExactlyInAnyOrder("names.json", ".names.json.lock");
  }

  @Test
  void a_change_that_changes_nothing_does_not_touch_the_file() throws IOException {
    var document = document();
    var _ = document.change(Names.NONE, names -> names.with("one"));
    var before = Files.readAttributes(document.file(), "unix:ino");
    var _ = document.change(Names.NONE, names -> names);
    assertThat(Files.readAttributes(document.file(), "unix:ino")).isEqualTo(before);
  }

  @Test
  void a_file_that_is_a_link_stays_one() throws IOException {
    var real = folder.resolve("dotfiles.json");
    Files.writeString(real, "{\"names\":[\"old\"]}");
    var link = Files.createSymbolicLink(folder.resolve("names.json"), real);
    var _ = new Document<>(link, Names.class, 1).change(Names.NONE, names -> names.with("new"));
    assertThat(link).isSymbolicLink();
    assertThat(Files.readString(real)).contains("old", "new");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|DAMAGED|it is empty",
        "{\"names\":[\"a\"|DAMAGED|line 1",
        "[]|DAMAGED|no JSON object",
        "{\"names\":[]} x|DAMAGED|line 1",
        "{\"names\":\"a\"}|DAMAGED|names",
        "{\"names\":[{}]}|DAMAGED|names[0]",
        "{\"other\":[]}|DAMAGED|other",
        "{\"version\":\"1\",\"names\":[]}|DAMAGED|version",
        "{\"version\":2,\"anything\":1}|NEWER_VERSION|format 2",
      })
  void what_cannot_be_understood_is_named_and_never_overwritten(
      String text, FileReason reason, String detail) throws IOException {
    var file = Files.writeString(folder.resolve("names.json"), text);
    var document = new Document<>(file, Names.class, 1);
    for (var failure :
        List.of(
            catchThrowableOfType(StoreException.class, document::read),
            catchThrowableOfType(
                StoreException.class,
                () -> document.change(Names.NONE, names -> names.with("new"))))) {
      assertThat(failure.reason()).isEqualTo(reason);
      assertThat(failure).hasMessageContaining(file.toString()).hasMessageContaining(detail);
    }
    assertThat(file).hasContent(text);
    assertThat(document.setAside())
        .hasContent(text)
        .extracting(aside -> aside.getFileName().toString())
        .asString()
        .matches("names\\.json\\.\\d{4}-\\d\\d-\\d\\d-\\d{6}");
    assertThat(document.change(Names.NONE, names -> names.with("new")).names())
        .containsExactly("new");
  }

  @Test
  void two_files_that_are_set_aside_in_one_second_have_two_names() throws IOException {
    var file = folder.resolve("names.json");
    var document = new Document<>(file, Names.class, 1);
    Files.writeString(file, "first");
    var first = document.setAside();
    Files.writeString(file, "second");
    assertThat(document.setAside()).isNotEqualTo(first).hasContent("second");
    assertThat(first).hasContent("first");
  }

  @Test
  void a_folder_a_link_to_nothing_a_huge_file_and_a_file_as_folder_have_reasons_of_their_own()
      throws IOException {
    var aFolder = Files.createDirectories(folder.resolve("a-folder.json"));
    assertThat(reason(aFolder)).isEqualTo(FileReason.NOT_A_FILE);
    var dangling = Files.createSymbolicLink(folder.resolve("link.json"), Path.of("nowhere"));
    assertThat(reason(dangling)).isEqualTo(FileReason.NOT_THERE);
    var latin = Files.write(folder.resolve("latin.json"), new byte[] {'{', (byte) 0xe4, '}'});
    assertThat(reason(latin)).isEqualTo(FileReason.NOT_UTF8);
    var huge = Files.createFile(folder.resolve("huge.json"));
    try (var channel = Files.newByteChannel(huge, StandardOpenOption.WRITE)) {
      channel.position(1L << 26).write(java.nio.ByteBuffer.wrap(new byte[1]));
    }
    assertThat(reason(huge)).isEqualTo(FileReason.TOO_LONG);
    var below = new Document<>(latin.resolve("names.json"), Names.class, 1);
    assertThatThrownBy(() -> below.change(Names.NONE, names -> names.with("a")))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.reason()).isEqualTo(FileReason.NOT_A_FILE));
  }

  @Test
  void a_full_disk_costs_nothing_that_was_there_and_is_said_in_any_language() throws IOException {
    try (var volume = Volume.on(folder.resolve("disk"), "256k")) {
      var file = volume.folder().resolve("names.json");
      var document = new Document<>(file, Names.class, 1);
      var _ = document.change(Names.NONE, names -> names.with("before"));
      var log = new LineLog<>(volume.folder().resolve("log.jsonl"), StoredEntry.class, 1 << 20);
      log.append(List.of(new StoredEntry(Instant.EPOCH, "before")));
      volume.fill();

      assertThatThrownBy(() -> document.change(Names.NONE, names -> names.with("x".repeat(9000))))
          .isInstanceOf(StoreException.class)
          .hasMessage(file + " cannot be written: the disk is full.");
      assertThatThrownBy(
              () -> log.append(List.of(new StoredEntry(Instant.EPOCH, "x".repeat(9000)))))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.reason()).isEqualTo(FileReason.DISK_FULL));
      assertThat(document.read()).contains(new Names(List.of("before")));
      assertThat(log.read()).isEqualTo(new LineLog.Lines<>(entries("before"), 0));

      volume.makeRoom();
      log.append(entries("after"));
      assertThat(log.read().entries()).isEqualTo(entries("before", "after"));
    }
  }

  @Test
  void a_disk_that_is_read_only_is_said_to_be_so() throws IOException {
    try (var volume = Volume.on(folder.resolve("disk"), "256k")) {
      var document = new Document<>(volume.folder().resolve("names.json"), Names.class, 1);
      var _ = document.change(Names.NONE, names -> names.with("before"));
      volume.readOnly(true);
      assertThatThrownBy(() -> document.change(Names.NONE, names -> names.with("after")))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.reason()).isEqualTo(FileReason.READ_ONLY));
      assertThat(document.read()).contains(new Names(List.of("before")));
    }
  }

  @Test
  void an_entry_after_a_torn_line_is_not_lost() throws IOException {
    var log = log();
    log.append(entries("one"));
    Files.writeString(log.file(), "{\"at\":\"1970-", StandardOpenOption.APPEND);
    log.append(entries("two"));
    assertThat(log.read()).isEqualTo(new LineLog.Lines<>(entries("one", "two"), 1));
    assertThat(Files.readString(log.file())).as("it stays").contains("{\"at\":\"1970-\n");
  }

  @Test
  void a_byte_that_is_not_utf_8_costs_only_its_line() throws IOException {
    var log = log();
    log.append(entries("one"));
    Files.write(
        log.file(),
        "{\"at\":\"1970-01-01T00:00:00Z\",\"name\":\"\u00e4\"}\n"
            .getBytes(StandardCharsets.ISO_8859_1),
        StandardOpenOption.APPEND);
    log.append(entries("two"));
    assertThat(log.read()).isEqualTo(new LineLog.Lines<>(entries("one", "two"), 1));
  }

  @Test
  void a_log_that_has_grown_becomes_the_predecessor_and_is_still_read() {
    var log = new LineLog<>(folder.resolve("log.jsonl"), StoredEntry.class, 100);
    for (var i = 0; i < 5; i++) {
      log.append(entries("entry-" + i));
    }
    assertThat(log.readPredecessor().entries()).isNotEmpty();
    assertThat(log.read().entries()).endsWith(entries("entry-4").getFirst());
  }

  @Test
  void two_windows_lose_none_of_each_others_entries() throws Exception {
    var processes = new ArrayList<Process>();
    for (var name : List.of("a", "b", "c")) {
      processes.add(WritingProcess.start(folder, name, 40));
    }
    for (var process : processes) {
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
    }
    assertThat(
            new Document<>(folder.resolve("names.json"), Names.class, 1)
                .read()
                .orElseThrow()
                .names())
        .hasSize(120)
        .doesNotHaveDuplicates();
    var lines = new LineLog<>(folder.resolve("log.jsonl"), StoredEntry.class, 1 << 20).read();
    assertThat(lines.entries()).hasSize(120).doesNotHaveDuplicates();
    assertThat(lines.unreadable()).isZero();
  }

  /// The moment is chance; whichever it is, the file is whole.
  @Test
  void killed_at_any_moment_the_file_is_whole_and_the_next_change_succeeds() throws Exception {
    var document = new Document<>(folder.resolve("names.json"), Names.class, 1);
    for (var round = 0; round < 3; round++) {
      var process = WritingProcess.start(folder, "round" + round + "-", Integer.MAX_VALUE);
      var file = document.file();
      var before = Files.exists(file) ? Files.size(file) : 0;
      assertThat(process.inputReader().readLine()).isEqualTo("here");
      while (process.isAlive() && (!Files.exists(file) || Files.size(file) == before)) {
        Thread.onSpinWait();
      }
      process.destroyForcibly();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      var mine = "mine" + round;
      assertThat(document.change(Names.NONE, names -> names.with(mine)).names()).contains(mine);
    }
    assertThat(document.read().orElseThrow().names()).contains("mine0", "mine1", "mine2");
    assertThat(
            new LineLog<>(folder.resolve("log.jsonl"), StoredEntry.class, 1 << 20)
                .read()
                .unreadable())
        .as("at most the line of each kill")
        .isLessThanOrEqualTo(3);
  }

  /// As a kill between the write and the rename leaves it.
  @Test
  void what_a_write_that_was_cut_off_left_does_not_stand_in_the_way() throws IOException {
    var document = document();
    var _ = document.change(Names.NONE, names -> names.with("one"));
    var left = document.file().resolveSibling(".names.json.partial");
    Files.writeString(left, "{\"names\":[\"o");
    assertThat(document.read()).contains(new Names(List.of("one")));
    var _ = document.change(Names.NONE, names -> names.with("two"));
    assertThat(document.read()).contains(new Names(List.of("one", "two")));
    assertThat(left).doesNotExist();
  }

  private static FileReason reason(Path file) {
    return catchThrowableOfType(
            StoreException.class, () -> new Document<>(file, Names.class, 1).read())
        .reason();
  }

  private static List<StoredEntry> entries(String... names) {
    return Stream.of(names).map(name -> new StoredEntry(Instant.EPOCH, name)).toList();
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static List<String> named(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
