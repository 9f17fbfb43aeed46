package org.xksworkbench.app.activity;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The activity of this run of the program, newest last; the oldest entries go when it is full.
/// Safe for use by several threads.
public final class ActivityLog {

  private static final int CAPACITY = 10_000;

  private final Deque<ActivityEntry> entries = new ArrayDeque<>();
  private final List<Consumer<ActivityEntry>> listeners = new CopyOnWriteArrayList<>();

  public void add(ActivityEntry entry) {
    synchronized (entries) {
      if (entries.size() == CAPACITY) {
        entries.removeFirst();
      }
      entries.addLast(entry);
    }
    listeners.forEach(listener -> listener.accept(entry));
  }

  public List<ActivityEntry> entries() {
    synchronized (entries) {
      return List.copyOf(entries);
    }
  }

  /// Called on the thread that adds.
  public void onAdd(Consumer<ActivityEntry> listener) {
    listeners.add(listener);
  }
}
