package org.xksworkbench.app.record;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.xksworkbench.bridge.store.Document;
import org.xksworkbench.bridge.store.KeptDocument;
import org.xksworkbench.bridge.store.KeptFiles;

/// Backups, ceremonies and check values in one file. Safe for use by several threads.
public final class KeyRecords {

  private static final int VERSION = 1;

  private final Supplier<Recorded> recorded;
  private final Consumer<UnaryOperator<Recorded>> change;

  private KeyRecords(Supplier<Recorded> recorded, Consumer<UnaryOperator<Recorded>> change) {
    this.recorded = recorded;
    this.change = change;
  }

  /// Of this run of the program only.
  public static KeyRecords inMemory() {
    var recorded = new AtomicReference<>(Recorded.NONE);
    return new KeyRecords(recorded::get, recorded::updateAndGet);
  }

  /// @param folder made with the first record
  /// @param writer on which records are written
  public static KeyRecords in(Path folder, KeptFiles files, Executor writer) {
    var kept =
        KeptDocument.open(
            new Document<>(folder.resolve("key-records.json"), Recorded.class, VERSION),
            Recorded.NONE,
            files,
            writer);
    return new KeyRecords(kept::value, kept::change);
  }

  public List<BackupRecord> backups() {
    return recorded.get().backups();
  }

  public List<CeremonyRecord> ceremonies() {
    return recorded.get().ceremonies();
  }

  /// The latest backup of a key.
  public Optional<BackupRecord> backupOf(String token, String label) {
    return recorded.get().backups().stream()
        .filter(one -> one.token().equals(token) && one.label().equals(label))
        .reduce((_, later) -> later);
  }

  public void add(BackupRecord backup) {
    change.accept(before ->
        new Recorded(
            Recorded.and(before.backups(), backup), before.ceremonies(), before.checkValues()));
  }

  public void add(CeremonyRecord ceremony) {
    change.accept(before ->
        new Recorded(
            before.backups(), Recorded.and(before.ceremonies(), ceremony), before.checkValues()));
  }

  /// The CMAC that the token computed of a key while it might sign, by the key's label and ID.
  public Optional<String> checkValueOf(String token, String label, String id) {
    return recorded.get().checkValues().stream()
        .filter(one -> one.token().equals(token))
        .filter(one -> one.label().equals(label) && one.id().equals(id))
        .map(CheckValueRecord::cmac)
        .reduce((_, later) -> later);
  }

  public void add(CheckValueRecord checkValue) {
    change.accept(before ->
        new Recorded(
            before.backups(), before.ceremonies(), Recorded.and(before.checkValues(), checkValue)));
  }

  /// All records, as they are on disk.
  record Recorded(
      List<BackupRecord> backups,
      List<CeremonyRecord> ceremonies,
      List<CheckValueRecord> checkValues) {

    static final Recorded NONE = new Recorded(List.of(), List.of(), List.of());

    Recorded {
      backups = List.copyOf(backups);
      ceremonies = List.copyOf(ceremonies);
      checkValues = List.copyOf(checkValues);
    }

    static <T> List<T> and(List<T> before, T one) {
      return Stream.concat(before.stream(), Stream.of(one)).toList();
    }
  }
}
