package org.xksworkbench.bridge.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A [Document] in memory and on disk. A change is in memory at once; on disk it is made to what is
/// there by then. Safe for use by several threads.
///
/// @param <T> a record
public final class KeptDocument<T> implements Kept {

  private final Document<T> document;
  private final T absent;
  private final KeptFiles files;
  private final Executor writer;

  /// Held while the disk is at work; what is in memory can be read meanwhile.
  private final ReentrantLock disk = new ReentrantLock();

  private final List<UnaryOperator<T>> unwritten = new ArrayList<>();
  private T value;
  private @Nullable StoreException trouble;

  private KeptDocument(Document<T> document, T absent, KeptFiles files, Executor writer) {
    this.document = document;
    this.absent = absent;
    this.files = files;
    this.writer = writer;
    this.value = absent;
  }

  /// Reads the file.
  ///
  /// @param absent what a file that is not there stands for
  /// @param writer on which changes are written
  public static <T> KeptDocument<T> open(
      Document<T> document, T absent, KeptFiles files, Executor writer) {
    var kept = new KeptDocument<T>(document, absent, files, writer);
    kept.tryAgain();
    files.add(kept);
    return kept;
  }

  public synchronized T value() {
    return value;
  }

  public void change(UnaryOperator<T> change) {
    synchronized (this) {
      var changed = change.apply(value);
      if (changed.equals(value)) {
        return;
      }
      value = changed;
      unwritten.add(change);
    }
    writer.execute(this::tryAgain);
  }

  @Override
  public Path file() {
    return document.file();
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
      var taken = take();
      var stored =
          taken.isEmpty()
              ? document.read().orElse(absent)
              : document.change(absent, before -> apply(taken, before));
      noteStored(stored, taken.size());
    } catch (StoreException e) {
      fail(e);
    } finally {
      disk.unlock();
    }
    files.tellListeners();
  }

  @Override
  public Path setAside() {
    disk.lock();
    try {
      var to = document.setAside();
      tryAgain();
      return to;
    } finally {
      disk.unlock();
    }
  }

  private synchronized List<UnaryOperator<T>> take() {
    return List.copyOf(unwritten);
  }

  private synchronized void noteStored(T stored, int written) {
    unwritten.subList(0, written).clear();
    value = apply(unwritten, stored);
    trouble = null;
  }

  private synchronized void fail(StoreException why) {
    trouble = why;
  }

  private static <T> T apply(List<UnaryOperator<T>> changes, T to) {
    var value = to;
    for (var change : changes) {
      value = change.apply(value);
    }
    return value;
  }
}
