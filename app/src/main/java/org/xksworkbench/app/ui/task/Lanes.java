package org.xksworkbench.app.ui.task;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The threads of the lanes. Safe for use by several threads.
final class Lanes implements AutoCloseable {

  /// What was given up and did not return yet, in one lane. More than so many keep their places: a
  /// disk that is gone must not take all memory with it.
  private static final int MOST_ABANDONED = 32;

  private final Map<Lane, LaneQueue> lines = new EnumMap<>(Lane.class);

  Lanes() {
    for (var lane : Lane.values()) {
      lines.put(lane, new LaneQueue(lane));
    }
  }

  LanePlace submit(Lane lane, Runnable work) {
    return Objects.requireNonNull(lines.get(lane)).submit(work);
  }

  @Override
  public void close() {
    lines.values().forEach(LaneQueue::close);
  }

  private static final class LaneQueue {

    private final Lane lane;
    private final Deque<QueuedWork> waiting = new ArrayDeque<>();
    private final Set<QueuedWork> started = new HashSet<>();
    private int atWork;
    private int abandoned;
    private boolean closed;

    LaneQueue(Lane lane) {
      this.lane = lane;
    }

    synchronized LanePlace submit(Runnable work) {
      var entry = new QueuedWork(this, work);
      waiting.addLast(entry);
      startNext();
      return entry;
    }

    synchronized void close() {
      closed = true;
      waiting.clear();
      started.forEach(QueuedWork::interrupt);
    }

    private synchronized void startNext() {
      while (!closed && atWork < lane.atATime() && !waiting.isEmpty()) {
        atWork++;
        var next = waiting.removeFirst();
        started.add(next);
        next.start(lane);
      }
    }

    private synchronized void noteReturn(QueuedWork entry) {
      if (entry.abandoned) {
        abandoned--;
      } else {
        atWork--;
      }
      started.remove(entry);
      startNext();
    }

    private synchronized void giveUp(QueuedWork entry, boolean interrupt) {
      if (waiting.remove(entry) || !started.contains(entry)) {
        return;
      }
      if (interrupt) {
        entry.interrupt();
      }
      if (!entry.abandoned && abandoned < MOST_ABANDONED) {
        entry.abandoned = true;
        abandoned++;
        atWork--;
        startNext();
      }
    }
  }

  /// Guarded by its line.
  private static final class QueuedWork implements LanePlace {

    private final LaneQueue line;
    private final Runnable work;
    private @Nullable Thread thread;
    private boolean abandoned;

    QueuedWork(LaneQueue line, Runnable work) {
      this.line = line;
      this.work = work;
    }

    void start(Lane lane) {
      thread =
          Thread.ofPlatform()
              .name("job-" + lane)
              .daemon()
              .start(() -> {
                try {
                  work.run();
                } finally {
                  line.noteReturn(this);
                }
              });
    }

    void interrupt() {
      if (thread != null) {
        thread.interrupt();
      }
    }

    @Override
    public void giveUp(boolean interrupt) {
      line.giveUp(this, interrupt);
    }
  }
}
