package org.xksworkbench.app.hsm;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells how something stands after it has changed, under no lock and one call at a time.
final class ChangeListeners<T> {

  private static final Logger LOG = LoggerFactory.getLogger(ChangeListeners.class);

  private final Supplier<T> state;
  private final List<Consumer<T>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicInteger untold = new AtomicInteger();

  /// @param state asked right before it is told
  ChangeListeners(Supplier<T> state) {
    this.state = state;
  }

  void add(Consumer<T> listener) {
    listeners.add(listener);
  }

  /// Who comes while another thread tells leaves it to that one, so that nobody hears of an earlier
  /// state last.
  void tell() {
    var telling = untold.getAndIncrement() == 0 ? 1 : 0;
    while (telling > 0) {
      var now = state.get();
      listeners.forEach(listener -> tell(listener, now));
      telling = untold.addAndGet(-telling);
    }
  }

  private void tell(Consumer<T> listener, T now) {
    try {
      listener.accept(now);
    } catch (RuntimeException e) {
      LOG.error("A listener failed", e);
    }
  }
}
