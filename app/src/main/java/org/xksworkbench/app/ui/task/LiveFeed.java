package org.xksworkbench.app.ui.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Brings what comes quickly and without end to the window's thread, in batches. Whoever offers
/// never waits: what finds no room is dropped and counted, so that a slow window slows nobody.
public final class LiveFeed<T> {

  /// What came since the last batch.
  ///
  /// @param dropped how many found no room since the beginning
  public record Batch<T>(List<T> items, long dropped) {}

  private final Tasks tasks;
  private final TaskScope scope;
  private final int room;
  private final Duration interval;
  private final Consumer<Batch<T>> sink;
  private final ConcurrentLinkedQueue<T> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();

  /// @param sink called on the window's thread until the scope is closed
  public LiveFeed(
      Tasks tasks, TaskScope scope, int room, Duration interval, Consumer<Batch<T>> sink) {
    this.tasks = tasks;
    this.scope = scope;
    this.room = room;
    this.interval = interval;
    this.sink = sink;
  }

  /// Begins to deliver. Called on the window's thread.
  public void start() {
    tasks.after(interval, scope, this::deliver);
  }

  /// Takes an item from any thread, or drops it.
  public void offer(T item) {
    if (size.incrementAndGet() > room) {
      size.decrementAndGet();
      dropped.incrementAndGet();
      return;
    }
    waiting.add(item);
  }

  private void deliver() {
    var items = new ArrayList<T>();
    for (var item = waiting.poll(); item != null; item = waiting.poll()) {
      items.add(item);
      size.decrementAndGet();
    }
    sink.accept(new Batch<>(List.copyOf(items), dropped.get()));
    tasks.after(interval, scope, this::deliver);
  }
}
