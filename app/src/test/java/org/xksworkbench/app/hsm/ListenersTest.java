package org.xksworkbench.app.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ListenersTest {

  private final AtomicInteger state = new AtomicInteger();
  private final ChangeListeners<Integer> listeners = new ChangeListeners<>(state::get);
  private final List<Integer> told = new CopyOnWriteArrayList<>();

  @Test
  void a_change_while_a_listener_is_told_is_told_after_it_and_last() throws Exception {
    var inside = new CountDownLatch(1);
    var changed = new CountDownLatch(1);
    listeners.add(now -> {
      inside.countDown();
      await(changed);
      told.add(now);
    });
    var other = CompletableFuture.runAsync(this::change, task -> new Thread(task).start());
    await(inside);
    // Does not wait for the listener that is still inside.
    change();
    change();
    changed.countDown();
    other.get(30, TimeUnit.SECONDS);
    assertThat(told).containsExactly(1, 3);
  }

  @Test
  void a_listener_that_changes_something_is_told_of_it() {
    listeners.add(now -> {
      told.add(now);
      if (now < 3) {
        change();
      }
    });
    change();
    assertThat(told).containsExactly(1, 2, 3);
  }

  @Test
  void a_listener_that_fails_keeps_no_other_from_hearing() {
    listeners.add(_ -> {
      throw new IllegalStateException("as the test wants it");
    });
    listeners.add(told::add);
    change();
    change();
    assertThat(told).containsExactly(1, 2);
  }

  private void change() {
    state.incrementAndGet();
    listeners.tell();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
