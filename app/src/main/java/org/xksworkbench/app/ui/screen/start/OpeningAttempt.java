package org.xksworkbench.app.ui.screen.start;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.app.opening.Opening;
import org.xksworkbench.app.opening.Opening.LogTail;

/// One try to open something. What it opened belongs to whoever takes it; what nobody takes is
/// closed.
final class OpeningAttempt<T extends AutoCloseable> implements Opening.OpeningProgress {

  private static final Logger LOG = LoggerFactory.getLogger(OpeningAttempt.class);

  private static final int LINES_KEPT = 8;

  private final Opening<T> opening;
  private final CompletableFuture<?> before;
  private final InstantSource clock;
  private final Instant begun;
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
  private final Map<String, Deque<String>> logs = new HashMap<>();
  private String doing;
  private String source = "";
  private @Nullable Thread thread;
  private @Nullable T unclaimed;
  private boolean abandoned;

  /// @param before what has to be over first; if it fails, so does this
  OpeningAttempt(Opening<T> opening, CompletableFuture<?> before, InstantSource clock) {
    this.opening = opening;
    this.before = before;
    this.clock = clock;
    this.begun = clock.instant();
    this.doing = before.isDone() ? "Opening " + opening.name() : "Ending what was begun";
  }

  /// Opens it. Blocks.
  T run() throws Exception {
    try {
      enter();
      awaitBefore();
      doing("Opening " + opening.name(), "");
      var result = opening.open(this);
      if (!keep(result)) {
        result.close();
        throw new CancellationException("Nobody waits for " + opening.name());
      }
      return result;
    } finally {
      leave();
    }
  }

  /// What was opened is somebody's now.
  synchronized void handOver() {
    unclaimed = null;
  }

  /// Nobody waits for it any more: it is ended.
  ///
  /// @return done when it has ended
  CompletableFuture<?> abandon() {
    AutoCloseable left;
    synchronized (this) {
      abandoned = true;
      left = unclaimed;
      unclaimed = null;
      if (thread != null) {
        thread.interrupt();
      }
    }
    if (left == null) {
      return ended;
    }
    return CompletableFuture.runAsync(
        () -> close(left), work -> Thread.ofPlatform().name("close-unclaimed").start(work));
  }

  Duration took() {
    return Duration.between(begun, clock.instant());
  }

  synchronized String doing() {
    return doing;
  }

  /// Of what is waited for now: what others say meanwhile would only look like a reason.
  synchronized LogTail log() {
    var lines = logs.get(source);
    return lines == null ? LogTail.NONE : new LogTail(source, List.copyOf(lines));
  }

  /// How far it is, in words.
  String standing() {
    var last = log();
    return "%s, for %d s.%s"
        .formatted(
            doing(),
            took().toSeconds(),
            last.lines().isEmpty()
                ? ""
                : " Last line of the log of " + last.source() + ": " + last.lines().getLast());
  }

  @Override
  public synchronized void doing(String what, String source) {
    doing = what;
    this.source = source;
  }

  @Override
  public synchronized void log(String source, String line) {
    var log = logs.computeIfAbsent(source, _ -> new ArrayDeque<>());
    if (log.size() == LINES_KEPT) {
      log.removeFirst();
    }
    log.addLast(line);
  }

  private synchronized void enter() {
    if (abandoned) {
      throw new CancellationException("Nobody waits for " + opening.name());
    }
    thread = Thread.currentThread();
  }

  private synchronized boolean keep(T result) {
    thread = null;
    if (!abandoned) {
      unclaimed = result;
    }
    return !abandoned;
  }

  private void leave() {
    synchronized (this) {
      thread = null;
    }
    // The interrupt was for this attempt, and the thread may be used again.
    var _ = Thread.interrupted();
    ended.complete(true);
  }

  private void awaitBefore() throws Exception {
    try {
      var _ = before.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception failure ? failure : e;
    }
  }

  private static void close(AutoCloseable left) {
    try {
      left.close();
    } catch (Exception e) {
      LOG.warn("What nobody waited for could not be closed: {}", e.getMessage());
    }
  }
}
