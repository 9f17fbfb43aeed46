package org.xksworkbench.app.activity;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.xksworkbench.bridge.store.KeptFiles;
import org.xksworkbench.bridge.store.KeptLog;
import org.xksworkbench.bridge.store.LineLog;

/// What was done from this workstation, newest last; the oldest entries go when it is full. Entries
/// are names, IDs and outcomes, never a secret or a plaintext. Safe for use by several threads.
public final class ActivityLog {

  private static final int CAPACITY = 10_000;
  private static final long FILE_BYTES = 4 * 1024 * 1024;

  private final Consumer<ActivityEntry> keep;
  private final Supplier<List<ActivityEntry>> entries;
  private final List<Consumer<ActivityEntry>> listeners = new CopyOnWriteArrayList<>();

  private ActivityLog(Consumer<ActivityEntry> keep, Supplier<List<ActivityEntry>> entries) {
    this.keep = keep;
    this.entries = entries;
  }

  /// Forgotten with the program.
  public static ActivityLog inMemory() {
    var entries = new Entries();
    return new ActivityLog(entries::add, entries::all);
  }

  /// Goes on with what a file holds. An entry is on disk when [#add] returns, if the disk takes it.
  public static ActivityLog open(Path file, KeptFiles files) {
    var log =
        KeptLog.open(
            new LineLog<>(file, ActivityLine.class, FILE_BYTES), CAPACITY, files, Runnable::run);
    return new ActivityLog(
        entry -> log.add(ActivityLine.of(entry)),
        () -> log.entries().stream().map(ActivityLine::entry).toList());
  }

  public void add(ActivityEntry entry) {
    keep.accept(entry);
    listeners.forEach(listener -> listener.accept(entry));
  }

  public List<ActivityEntry> entries() {
    return entries.get();
  }

  /// Called on the thread that adds.
  public void onAdd(Consumer<ActivityEntry> listener) {
    listeners.add(listener);
  }

  private static final class Entries {

    private final Deque<ActivityEntry> all = new ArrayDeque<>();

    synchronized void add(ActivityEntry entry) {
      if (all.size() == CAPACITY) {
        all.removeFirst();
      }
      all.addLast(entry);
    }

    synchronized List<ActivityEntry> all() {
      return List.copyOf(all);
    }
  }

  /// An entry as it is on disk.
  record ActivityLine(
      Instant at,
      String who,
      String operation,
      String target,
      String requestId,
      String outcome,
      long tookMillis) {

    static ActivityLine of(ActivityEntry entry) {
      return new ActivityLine(
          entry.at(),
          entry.who(),
          entry.operation(),
          entry.target(),
          entry.requestId(),
          entry.outcome(),
          entry.took().toMillis());
    }

    ActivityEntry entry() {
      return new ActivityEntry(
          at, who, operation, target, requestId, outcome, Duration.ofMillis(tookMillis));
    }
  }
}
