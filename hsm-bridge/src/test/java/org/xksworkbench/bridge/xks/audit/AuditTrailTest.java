package org.xksworkbench.bridge.xks.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.bridge.Eventually.eventually;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xksworkbench.bridge.LogLines;
import org.xksworkbench.bridge.store.Volume;
import org.xksworkbench.bridge.xks.audit.RequestLog.OnFailure;

/// A log in a file: real files, a real full disk, a real pipe that nobody empties.
class AuditTrailTest {

  @TempDir private Path folder;

  private static RequestLog log(Path file) {
    return new RequestLog(OwnerOnlyLogFile.open(file, LogRotation.NEVER), OnFailure.REFUSE);
  }

  private static void write(RequestLog log, String id) {
    log.answered(XksCalls.served(id));
    eventually(() -> log.waiting() == 0);
  }

  private static List<String> ids(Path file) throws IOException {
    try (var lines = Files.lines(file)) {
      return lines.map(line -> XksCall.fromJsonLine(line).kmsRequestId()).toList();
    }
  }

  @ParameterizedTest
  @EnumSource(OnFailure.class)
  void a_full_disk_loses_no_line_is_told_and_is_over_when_there_is_room(OnFailure onFailure)
      throws IOException {
    try (var volume = Volume.on(folder.resolve("disk"), "1m");
        var said = new LogLines()) {
      var file = volume.folder().resolve("requests.log");
      try (var log = new RequestLog(OwnerOnlyLogFile.open(file, LogRotation.NEVER), onFailure)) {
        write(log, "before");
        volume.fill();
        var during = IntStream.range(0, 600).mapToObj(i -> "during " + i).toList();
        during.forEach(id -> log.answered(XksCalls.served(id)));
        eventually(log::fails);
        assertThat(log.refuses()).isEqualTo(onFailure == OnFailure.REFUSE);
        assertThat(log.alive()).isFalse();

        volume.makeRoom();
        eventually(() -> log.waiting() == 0);
        assertThat(log.fails()).isFalse();
        assertThat(log.refuses()).isFalse();
        assertThat(log.lostLines()).isZero();
        assertThat(said.lines())
            .as("said once, with what to do")
            .filteredOn(
                line -> line.contains(file + " cannot be written: the disk is full. Make room"))
            .hasSize(1);
        write(log, "after");
        assertThat(ids(file))
            .as("each once and whole: what was written in part is taken back")
            .containsExactlyElementsOf(
                Stream.of(List.of("before"), during, List.of("after"))
                    .flatMap(List::stream)
                    .toList());
      }
    }
  }

  @Test
  void a_log_that_ends_while_the_disk_is_full_says_how_many_lines_it_lost() throws IOException {
    try (var volume = Volume.on(folder.resolve("disk"), "256k");
        var said = new LogLines()) {
      var log = log(volume.folder().resolve("requests.log"));
      volume.fill();
      for (var i = 0; i < 700; i++) {
        log.answered(XksCalls.served("lost"));
      }
      eventually(log::fails);
      log.close();
      assertThat(log.lostLines()).isEqualTo(700);
      assertThat(said.lines())
          .anySatisfy(line -> assertThat(line).contains("700 lines of the request log were lost"));
    }
  }

  @Test
  void after_a_rename_the_next_line_is_in_a_new_file_of_the_name() throws IOException {
    var file = folder.resolve("requests.log");
    try (var log = log(file)) {
      write(log, "one");
      Files.move(file, folder.resolve("requests.log.1"));
      write(log, "two");
    }
    assertThat(ids(folder.resolve("requests.log.1"))).containsExactly("one");
    assertThat(ids(file)).containsExactly("two");
  }

  @Test
  void a_log_that_is_copied_and_emptied_goes_on_at_its_beginning() throws IOException {
    var file = folder.resolve("requests.log");
    try (var log = log(file)) {
      write(log, "one");
      Files.write(file, new byte[0]);
      write(log, "two");
    }
    assertThat(ids(file)).containsExactly("two");
  }

  @Test
  void a_folder_that_is_removed_is_made_again_for_its_owner_alone() throws IOException {
    var inner = Files.createDirectory(folder.resolve("logs"));
    var file = inner.resolve("requests.log");
    try (var log = log(file)) {
      write(log, "one");
      Files.delete(file);
      Files.delete(inner);
      write(log, "two");
      assertThat(log.lostLines()).isZero();
    }
    assertThat(ids(file)).containsExactly("two");
    assertThat(permissions(file)).isEqualTo("rw-------");
    assertThat(permissions(inner)).isEqualTo("rwx------");
  }

  @Test
  void something_else_in_the_place_of_the_folder_is_a_failure_until_it_is_gone()
      throws IOException {
    var inner = Files.createDirectory(folder.resolve("logs"));
    var file = inner.resolve("requests.log");
    try (var log = log(file)) {
      Files.delete(file);
      Files.delete(inner);
      Files.writeString(inner, "a file");
      log.answered(XksCalls.served("one"));
      eventually(log::refuses);
      Files.delete(inner);
      eventually(() -> log.waiting() == 0);
      assertThat(log.refuses()).isFalse();
    }
    assertThat(ids(file)).containsExactly("one");
  }

  /// As a crash leaves it.
  @Test
  void a_line_after_a_torn_one_stands_by_itself() throws IOException {
    var file = Files.writeString(folder.resolve("requests.log"), "{\"at\":\"1970-");
    try (var log = log(file)) {
      write(log, "one");
    }
    assertThat(Files.readAllLines(file)).hasSize(2).first().isEqualTo("{\"at\":\"1970-");
    assertThat(XksCall.fromJsonLine(Files.readAllLines(file).getLast()))
        .isEqualTo(XksCalls.served("one"));
  }

  @Test
  void a_disk_that_does_not_answer_refuses_requests_before_a_line_of_theirs_is_lost()
      throws Exception {
    var pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    // Each waits for the other.
    var opening = CompletableFuture.supplyAsync(() -> log(pipe));
    try (var reader = Files.newInputStream(pipe);
        var log = opening.get()) {
      var served = 0;
      while (!log.refuses()) {
        log.answered(XksCalls.served("line " + served));
        served++;
      }
      assertThat(served).isGreaterThan(10_000);
      for (var underWay = 0; underWay < 4000; underWay++) {
        log.answered(XksCalls.served("line " + served));
        served++;
      }
      assertThat(log.lostLines()).isZero();
      var number = served;
      var emptied = CompletableFuture.supplyAsync(() -> lines(reader, number));
      eventually(() -> log.waiting() == 0);
      assertThat(log.refuses()).isFalse();
      assertThat(emptied.get()).isEqualTo(number);
    }
  }

  private static int lines(java.io.InputStream in, int number) {
    var found = 0;
    try {
      var buffer = new byte[8192];
      while (found < number) {
        var length = in.read(buffer);
        if (length < 0) {
          return found;
        }
        for (var i = 0; i < length; i++) {
          found += buffer[i] == '\n' ? 1 : 0;
        }
      }
      return found;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void a_log_that_has_grown_is_set_aside_with_its_time_and_begun_anew() throws IOException {
    var file = folder.resolve("requests.log");
    var clock = new AtomicReference<>(Instant.parse("2026-11-30T12:34:56.789Z"));
    try (var log =
        new RequestLog(
            OwnerOnlyLogFile.open(file, new LogRotation(1, 0), clock::get), OnFailure.REFUSE)) {
      write(log, "one");
      write(log, "two");
      Files.writeString(file, "\n".repeat(1 << 20), StandardOpenOption.APPEND);
      write(log, "three");
    }
    assertThat(ids(file)).containsExactly("three");
    var aside = folder.resolve("requests.log.20261130T123456.789Z");
    assertThat(Files.readString(aside)).contains("\"one\"", "\"two\"");
    assertThat(permissions(aside)).isEqualTo("rw-------");
  }

  @Test
  void a_log_that_has_become_old_is_set_aside_and_one_that_cannot_be_goes_on() throws IOException {
    var file = folder.resolve("requests.log");
    var start = Instant.now();
    var clock = new AtomicReference<>(start);
    try (var log =
        new RequestLog(
            OwnerOnlyLogFile.open(file, new LogRotation(0, 7), clock::get), OnFailure.REFUSE)) {
      write(log, "one");
      clock.set(start.plus(Duration.ofDays(7).minusSeconds(1)));
      write(log, "two");
      assertThat(ids(file)).containsExactly("one", "two");
      clock.set(Instant.parse("2100-01-01T00:00:00Z"));
      var taken = Files.writeString(folder.resolve("requests.log.21000101T000000.000Z"), "taken");
      write(log, "three");
      assertThat(ids(file)).containsExactly("one", "two", "three");
      assertThat(taken).hasContent("taken");
      clock.set(Instant.parse("2100-01-01T00:10:00Z"));
      write(log, "four");
      assertThat(ids(file)).containsExactly("four");
      assertThat(log.lostLines()).isZero();
    }
    assertThat(ids(folder.resolve("requests.log.21000101T001000.000Z")))
        .containsExactly("one", "two", "three");
  }

  @Test
  void a_link_stays_one_when_what_it_leads_to_is_set_aside() throws IOException {
    var real = Files.createDirectory(folder.resolve("data")).resolve("real.log");
    Files.writeString(real, "\n".repeat(1 << 20));
    var link = Files.createSymbolicLink(folder.resolve("requests.log"), real);
    try (var log =
        new RequestLog(OwnerOnlyLogFile.open(link, new LogRotation(1, 0)), OnFailure.REFUSE)) {
      write(log, "one");
    }
    assertThat(link).isSymbolicLink();
    assertThat(ids(real)).containsExactly("one");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
