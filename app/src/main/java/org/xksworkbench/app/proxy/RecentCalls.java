package org.xksworkbench.app.proxy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.xks.audit.XksCall;

/// The last requests to the proxy, in memory, over all of its starts.
final class RecentCalls {

  private static final Logger LOG = LoggerFactory.getLogger(RecentCalls.class);

  private static final int KEPT = 10_000;

  private final Deque<XksCall> calls = new ArrayDeque<>();
  private final List<Consumer<XksCall>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong missed = new AtomicLong();

  /// Takes a line of the proxy's standard output.
  void take(String line) {
    try {
      keep(XksCall.fromJsonLine(line));
    } catch (IllegalArgumentException e) {
      LOG.info("The proxy printed: {}", line);
    }
  }

  void keep(XksCall call) {
    synchronized (calls) {
      if (calls.size() == KEPT) {
        calls.removeFirst();
      }
      calls.addLast(call);
    }
    listeners.forEach(listener -> listener.accept(call));
  }

  /// Notes that the proxy answered requests which are not known here.
  void miss(long number) {
    missed.addAndGet(number);
  }

  long misses() {
    return missed.get();
  }

  /// Oldest first.
  List<XksCall> that(Predicate<XksCall> which) {
    synchronized (calls) {
      return calls.stream().filter(which).toList();
    }
  }

  int refusals() {
    return that(call -> call.httpStatus() != 200).size();
  }

  void onCall(Consumer<XksCall> listener) {
    listeners.add(listener);
  }

  void forget(Consumer<XksCall> listener) {
    listeners.remove(listener);
  }
}
