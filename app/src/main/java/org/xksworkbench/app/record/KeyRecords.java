package org.xksworkbench.app.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.xks.config.OwnerOnly;

/// Backups and ceremonies in one file, readable by its owner alone and replaced as a whole. Safe
/// for use by several threads.
public final class KeyRecords {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final @Nullable Path file;
  private final List<BackupRecord> backups = new ArrayList<>();
  private final List<CeremonyRecord> ceremonies = new ArrayList<>();
  private final List<CheckValueRecord> checkValues = new ArrayList<>();

  private KeyRecords(@Nullable Path file) {
    this.file = file;
  }

  /// Of this run of the program only.
  public static KeyRecords inMemory() {
    return new KeyRecords(null);
  }

  /// @param folder made if it is not there
  /// @throws UncheckedIOException if what is there cannot be read: it is then left as it is
  public static KeyRecords in(Path folder) {
    var file = folder.resolve("key-records.json");
    var records = new KeyRecords(file);
    try {
      OwnerOnly.createFolder(folder);
      if (Files.exists(file)) {
        records.read(MAPPER.readTree(Files.readString(file)));
      }
      return records;
    } catch (JsonProcessingException | DateTimeException e) {
      throw new UncheckedIOException(
          new IOException(file + " is damaged; move it away to begin anew", e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public synchronized List<BackupRecord> backups() {
    return List.copyOf(backups);
  }

  public synchronized List<CeremonyRecord> ceremonies() {
    return List.copyOf(ceremonies);
  }

  /// The latest backup of a key.
  public synchronized Optional<BackupRecord> backupOf(String token, String label) {
    return backups.stream()
        .filter(one -> one.token().equals(token) && one.label().equals(label))
        .reduce((_, later) -> later);
  }

  public synchronized void add(BackupRecord backup) {
    backups.add(backup);
    write();
  }

  public synchronized void add(CeremonyRecord ceremony) {
    ceremonies.add(ceremony);
    write();
  }

  /// The CMAC that the token computed of a key while it might sign, by the key's label and ID.
  public synchronized Optional<String> checkValueOf(String token, String label, String id) {
    return checkValues.stream()
        .filter(one -> one.token().equals(token))
        .filter(one -> one.label().equals(label) && one.id().equals(id))
        .map(CheckValueRecord::cmac)
        .reduce((_, later) -> later);
  }

  public synchronized void add(CheckValueRecord checkValue) {
    checkValues.add(checkValue);
    write();
  }

  private void read(JsonNode root) {
    for (var one : root.path("checkValues")) {
      checkValues.add(
          new CheckValueRecord(
              Instant.parse(one.path("at").asText()),
              one.path("token").asText(),
              one.path("label").asText(),
              one.path("id").asText(),
              one.path("cmac").asText()));
    }
    for (var one : root.path("backups")) {
      backups.add(
          new BackupRecord(
              Instant.parse(one.path("at").asText()),
              one.path("token").asText(),
              one.path("label").asText(),
              one.path("by").asText(),
              one.path("how").asText()));
    }
    for (var one : root.path("ceremonies")) {
      ceremonies.add(
          new CeremonyRecord(
              Instant.parse(one.path("at").asText()),
              one.path("title").asText(),
              one.path("token").asText(),
              one.path("label").asText(),
              one.path("checkValue").asText(),
              one.path("evidence").asText(),
              one.path("fingerprint").asText(),
              one.path("kmsKeyArn").asText(),
              one.path("rehearsal").asBoolean()));
    }
  }

  private void write() {
    if (file == null) {
      return;
    }
    var root = MAPPER.createObjectNode();
    var backupArray = root.putArray("backups");
    backups.forEach(one ->
        backupArray
            .addObject()
            .put("at", one.at().toString())
            .put("token", one.token())
            .put("label", one.label())
            .put("by", one.by())
            .put("how", one.how()));
    var ceremonyArray = root.putArray("ceremonies");
    ceremonies.forEach(one ->
        ceremonyArray
            .addObject()
            .put("at", one.at().toString())
            .put("title", one.title())
            .put("token", one.token())
            .put("label", one.label())
            .put("checkValue", one.checkValue())
            .put("evidence", one.evidence())
            .put("fingerprint", one.fingerprint())
            .put("kmsKeyArn", one.kmsKeyArn())
            .put("rehearsal", one.rehearsal()));
    var checkValueArray = root.putArray("checkValues");
    checkValues.forEach(one ->
        checkValueArray
            .addObject()
            .put("at", one.at().toString())
            .put("token", one.token())
            .put("label", one.label())
            .put("id", one.id())
            .put("cmac", one.cmac()));
    try {
      OwnerOnly.replace(
          file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("The record was not saved: " + e.getMessage(), e);
    }
  }
}
