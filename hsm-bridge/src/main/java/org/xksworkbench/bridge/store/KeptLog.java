package org.xksworkbench.bridge.store;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.store.StoreException.FileAct;
import org.xksworkbench.bridge.store.StoreException.FileReason;

/// The newest entries of a [LineLog] in memory, and all of them on disk. Safe for use by several
/// threads.
///
/// @param <T> a record
public final class KeptLog<T> implements Kept {

  private final LineLog<T> log;
  private final int most;
  private final KeptFiles files;
  private final Executor writer;

  /// Held while the disk is at work; what is in memory can be read meanwhile.
  private final ReentrantLock disk = new ReentrantLock();

  private final Deque<T> entries = new ArrayDeque<>();
  private final List<T> unwritten = new ArrayList<>();
  private @Nullable StoreException trouble;

  private KeptLog(LineLog<T> log, int most, KeptFiles files, Executor writer) {
    this.log = log;
    this.most = most;
    this.files = files;
    this.writer = writer;
  }

  /// Reads the predecessor and the file.
  ///
  /// @param most entries in memory; the oldest go first
  /// @param writer on which entries are written
  public static <T> KeptLog<T> open(LineLog<T> log, int most, KeptFiles files, Executor writer) {
    var kept = new KeptLog<T>(log, most, files, writer);
    files.add(new Predecessor<>(log, kept, files));
    kept.read();
    files.add(kept);
    return kept;
  }

  /// Returns when it is in memory, and on disk if the writer is the caller's thread and the disk
  /// takes it.
  public void add(T entry) {
    synchronized (this) {
      remember(entry);
      unwritten.add(entry);
    }
    writer.execute(this::write);
  }

  /// Oldest first.
  public synchronized List<T> entries() {
    return List.copyOf(entries);
  }

  @Override
  public Path file() {
    return log.file();
  }

  @Override
  public synchronized Optional<StoreException> trouble() {
    return Optional.ofNullable(trouble);
  }

  @Override
  public synchronized int unwrittenChanges() {
    return unwritten.size();
  }

  @Override
  public void tryAgain() {
    disk.lock();
    try {
      readAgain();
      if (unwrittenChanges() > 0) {
        write();
      }
    } finally {
      disk.unlock();
    }
    files.tellListeners();
  }

  /// The lines that can be understood go into the new file.
  @Override
  public Path setAside() {
    disk.lock();
    try {
      var good = good();
      var to = log.setAside();
      synchronized (this) {
        trouble = null;
        unwritten.addAll(0, good);
      }
      write();
      return to;
    } finally {
      disk.unlock();
    }
  }

  private List<T> good() {
    try {
      return log.read().entries();
    } catch (StoreException e) {
      return List.of();
    }
  }

  private void write() {
    disk.lock();
    try {
      var taken = take();
      if (!taken.isEmpty()) {
        log.append(taken);
        noteWritten(taken.size());
      }
    } catch (StoreException e) {
      fail(e);
    } finally {
      disk.unlock();
    }
    files.tellListeners();
  }

  private void read() {
    try {
      var lines = log.read();
      synchronized (this) {
        lines.entries().forEach(this::remember);
        trouble = damage(log.file(), lines);
      }
    } catch (StoreException e) {
      fail(e);
    }
  }

  /// What was read before is known already; only whether it can be read is asked.
  private void readAgain() {
    try {
      var lines = log.read();
      synchronized (this) {
        trouble = damage(log.file(), lines);
      }
    } catch (StoreException e) {
      fail(e);
    }
  }

  private synchronized void prepend(List<T> older) {
    older.reversed().stream().limit(Math.max(0, most - entries.size())).forEach(entries::addFirst);
  }

  private void remember(T entry) {
    if (entries.size() == most) {
      entries.removeFirst();
    }
    entries.addLast(entry);
  }

  private synchronized List<T> take() {
    return List.copyOf(unwritten);
  }

  private synchronized void noteWritten(int count) {
    unwritten.subList(0, count).clear();
    if (trouble != null && trouble.act() == FileAct.WRITE) {
      trouble = null;
    }
  }

  private synchronized void fail(StoreException why) {
    trouble = why;
  }

  private static @Nullable StoreException damage(Path file, LineLog.Lines<?> lines) {
    if (lines.unreadable() == 0) {
      return null;
    }
    var count = lines.unreadable() == 1 ? "1 line" : lines.unreadable() + " lines";
    return new StoreException(
        FileReason.DAMAGED,
        FileAct.READ,
        file,
        count + "; the other " + lines.entries().size() + " are used",
        null);
  }

  /// The file that has grown too large before: only read.
  private static final class Predecessor<T> implements Kept {

    private final LineLog<T> log;
    private final KeptLog<T> successor;
    private final KeptFiles files;
    private @Nullable StoreException trouble;
    private boolean read;

    Predecessor(LineLog<T> log, KeptLog<T> successor, KeptFiles files) {
      this.log = log;
      this.successor = successor;
      this.files = files;
      look();
    }

    @Override
    public Path file() {
      return log.predecessor();
    }

    @Override
    public synchronized Optional<StoreException> trouble() {
      return Optional.ofNullable(trouble);
    }

    @Override
    public int unwrittenChanges() {
      return 0;
    }

    @Override
    public void tryAgain() {
      look();
      files.tellListeners();
    }

    @Override
    public Path setAside() {
      var to = log.setPredecessorAside();
      synchronized (this) {
        trouble = null;
      }
      files.tellListeners();
      return to;
    }

    private synchronized void look() {
      try {
        var lines = log.readPredecessor();
        trouble = damage(file(), lines);
        if (!read) {
          read = true;
          successor.prepend(lines.entries());
        }
      } catch (StoreException e) {
        trouble = e;
      }
    }
  }
}
