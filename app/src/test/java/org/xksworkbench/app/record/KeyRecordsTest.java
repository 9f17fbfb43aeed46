package org.xksworkbench.app.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.store.KeptFiles;

class KeyRecordsTest {

  private static final Instant DAY = Instant.parse("2026-11-21T10:00:00Z");

  @TempDir private Path folder;
  private final KeptFiles files = new KeptFiles();

  @AfterEach
  void close() {
    files.close();
  }

  @Test
  void what_is_recorded_is_there_after_a_restart() {
    var records = KeyRecords.in(folder.resolve("state"), files, Runnable::run);
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

    var again = KeyRecords.in(folder.resolve("state"), files, Runnable::run);

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
    KeyRecords.in(folder.resolve("state"), files, Runnable::run)
        .add(new BackupRecord(DAY, "token", "payments", "Ada", "first"));
    var file = folder.resolve("state").resolve("key-records.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void a_damaged_file_is_told_is_left_as_it_is_and_costs_no_new_record() throws Exception {
    var file = folder.resolve("key-records.json");
    Files.writeString(file, "{");
    var backup = new BackupRecord(DAY, "token", "payments", "Ada", "first");
    var records = KeyRecords.in(folder, files, Runnable::run);
    records.add(backup);
    assertThat(records.backups()).containsExactly(backup);
    assertThat(Files.readString(file)).isEqualTo("{");
    var damaged = files.filesInTrouble().getFirst();
    assertThat(damaged.trouble().orElseThrow()).hasMessageContaining(file + " cannot be read");
    assertThat(damaged.setAside()).hasContent("{");
    assertThat(KeyRecords.in(folder, files, Runnable::run).backups()).containsExactly(backup);
  }

  /// As versions before wrote it, one that knew no check values.
  @Test
  void a_file_of_an_earlier_version_is_read() throws Exception {
    Files.writeString(
        folder.resolve("key-records.json"),
        """
        {
          "backups" : [ {
            "at" : "2026-11-21T10:00:00Z", "token" : "token", "label" : "payments",
            "by" : "Ada", "how" : "first"
          } ],
          "ceremonies" : [ {
            "at" : "2026-11-21T10:00:00Z", "title" : "#7", "token" : "token", "label" : "payments",
            "checkValue" : "A1C09E", "evidence" : "bundle", "fingerprint" : "", "rehearsal" : true
          } ]
        }
        """);
    var records = KeyRecords.in(folder, files, Runnable::run);
    assertThat(files.filesInTrouble()).isEmpty();
    assertThat(records.backupOf("token", "payments")).isPresent();
    assertThat(records.ceremonies().getFirst().kmsKeyArn()).isEmpty();
  }
}
