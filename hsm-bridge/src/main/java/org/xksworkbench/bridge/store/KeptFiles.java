package org.xksworkbench.bridge.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// All files that a window keeps: what is wrong with them, and the thread that writes them. A file
/// that could not be written is tried again from time to time, and at the end.
public final class KeptFiles implements AutoCloseable {

  private static final Duration AGAIN = Duration.ofSeconds(10);

  /// A disk that takes longer does not take it at all; the window must end.
  private static final Duration LAST_PATIENCE = Duration.ofSeconds(5);

  private final List<Kept> files = new CopyOnWriteArrayList<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("files").daemon().factory());

  public KeptFiles() {
    var _ =
        thread.scheduleWithFixedDelay(
            this::tryAgainToWrite, AGAIN.toMillis(), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Whoever kept this file before does not any more.
  public void add(Kept file) {
    var before = files.removeIf(other -> other.file().equals(file.file()));
    files.add(file);
    if (before || file.trouble().isPresent()) {
      tellListeners();
    }
  }

  /// The files that cannot be read or written now.
  public List<Kept> filesInTrouble() {
    return files.stream().filter(file -> file.trouble().isPresent()).toList();
  }

  /// Called on any thread when [#filesInTrouble] may be another.
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /// For what need not be on disk when its caller goes on; in order.
  public Executor soon() {
    return work -> {
      try {
        thread.execute(work);
      } catch (RejectedExecutionException e) {
        // The window ends; its last words are written where they are said.
        work.run();
      }
    };
  }

  /// To be called by a file whose trouble began or ended.
  public void tellListeners() {
    listeners.forEach(Runnable::run);
  }

  private void tryAgainToWrite() {
    for (var file : files) {
      if (file.unwrittenChanges() > 0
          && file.trouble().filter(why -> !why.reason().ofContent()).isPresent()) {
        file.tryAgain();
      }
    }
  }

  /// Writes what is left to write, as far as it can be.
  @Override
  public void close() {
    if (!thread.isShutdown()) {
      thread.execute(this::tryAgainToWrite);
      thread.shutdown();
      try {
        var _ = thread.awaitTermination(LAST_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
