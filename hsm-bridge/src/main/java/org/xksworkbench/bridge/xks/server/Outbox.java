package org.xksworkbench.bridge.xks.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers that a worker made and that are not handed to their event loops yet. To wake an event
/// loop costs about as much as a call into a fast token, so under load several answers go together.
///
/// The worker flushes it; the thread that watches deadlines does it when the worker hangs in its
/// next request.
final class Outbox {

  private record Delivery(Executor sender, Runnable sending) {}

  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  private final int room;
  private final long patienceNanos;
  private List<Delivery> deliveries = new ArrayList<>();
  private long oldest;

  /// @param room answers that it holds at most
  /// @param patienceNanos how long the first of them may wait for others
  Outbox(int room, long patienceNanos) {
    this.room = room;
    this.patienceNanos = patienceNanos;
  }

  synchronized void add(Executor sender, Runnable sending) {
    if (deliveries.isEmpty()) {
      oldest = System.nanoTime();
    }
    deliveries.add(new Delivery(sender, sending));
  }

  /// Whether it must be flushed before anything else is done.
  synchronized boolean isDue(long now) {
    return deliveries.size() >= room || (!deliveries.isEmpty() && now - oldest >= patienceNanos);
  }

  void flushIfDue(long now) {
    if (isDue(now)) {
      flush();
    }
  }

  void flush() {
    var bySender = new HashMap<Executor, List<Runnable>>();
    for (var delivery : takeAll()) {
      bySender.computeIfAbsent(delivery.sender(), _ -> new ArrayList<>()).add(delivery.sending());
    }
    bySender.forEach(Outbox::send);
  }

  private synchronized List<Delivery> takeAll() {
    var taken = deliveries;
    if (!taken.isEmpty()) {
      deliveries = new ArrayList<>();
    }
    return taken;
  }

  static void send(Executor sender, List<Runnable> sendings) {
    try {
      sender.execute(() -> sendings.forEach(Outbox::send));
    } catch (RejectedExecutionException e) {
      LOG.debug("{} answers are not sent; the proxy has stopped", sendings.size());
    }
  }

  private static void send(Runnable sending) {
    try {
      sending.run();
    } catch (RuntimeException e) {
      LOG.error("A defect while sending an answer", e);
    }
  }
}
