package org.xksworkbench.app.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRecordsTest {

  private static final Instant DAY = Instant.parse("2026-11-21T10:00:00Z");

  @TempDir private Path folder;

  @Test
  void what_is_recorded_is_there_after_a_restart() {
    var records = KeyRecords.in(folder.resolve("state"));
    var backup = new BackupRecord(DAY, "token", "payments", "Ada", "two cards");
    var ceremony =
        new CeremonyRecord(
            DAY,
            "#7",
            "token",
            "payments",
            "A1C09E",
            "bundle",
            "12ab".repeat(16),
            "arn:aws:kms:x",
            true);
    records.add(backup);
    records.add(ceremony);
    records.add(new CheckValueRecord(DAY, "token", "payments", "01", "A1C09E"));

    var again = KeyRecords.in(folder.resolve("state"));

    assertThat(again.backupOf("token", "payments")).contains(backup);
    assertThat(again.ceremonies()).containsExactly(ceremony);
    assertThat(again.checkValueOf("token", "payments", "01")).contains("A1C09E");
    assertThat(again.backupOf("other", "payments")).isEmpty();
  }

  @Test
  void the_latest_backup_of_a_key_counts() {
    var records = KeyRecords.inMemory();
    records.add(new BackupRecord(DAY, "token", "payments", "Ada", "first"));
    records.add(new BackupRecord(DAY.plusSeconds(1), "token", "payments", "Ada", "second"));
    assertThat(records.backupOf("token", "payments").orElseThrow().how()).isEqualTo("second");
  }

  @Test
  void others_cannot_read_the_file() throws Exception {
    KeyRecords.in(folder.resolve("state"))
        .add(new BackupRecord(DAY, "token", "payments", "Ada", "first"));
    var file = folder.resolve("state").resolve("key-records.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void a_damaged_file_is_an_error_and_is_left_as_it_is() throws Exception {
    var file = folder.resolve("key-records.json");
    Files.writeString(file, "{");
    assertThatThrownBy(() -> KeyRecords.in(folder))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("damaged");
    assertThat(Files.readString(file)).isEqualTo("{");
  }
}
