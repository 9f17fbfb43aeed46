package org.xksworkbench.app.ui.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveFeedTest {

  private final DirectTasks tasks = new DirectTasks();
  private final TaskScope scope = tasks.scope();
  private final List<LiveFeed.Batch<Integer>> batches = new ArrayList<>();
  private final LiveFeed<Integer> feed =
      new LiveFeed<>(tasks, scope, 3, Duration.ofSeconds(1), batches::add);

  @Test
  void what_came_meanwhile_comes_in_one_batch() {
    feed.start();
    feed.offer(1);
    feed.offer(2);
    tasks.runScheduled();
    assertThat(batches.getLast().items()).containsExactly(1, 2);
    tasks.runScheduled();
    assertThat(batches.getLast().items()).isEmpty();
  }

  @Test
  void a_slow_window_slows_nobody_what_finds_no_room_is_dropped_and_counted() {
    feed.start();
    for (var i = 0; i < 100_000; i++) {
      feed.offer(i);
    }
    tasks.runScheduled();
    assertThat(batches.getLast().items()).containsExactly(0, 1, 2);
    assertThat(batches.getLast().dropped()).isEqualTo(99_997);
  }

  @Test
  void nothing_comes_after_the_screen_was_left() {
    feed.start();
    scope.close();
    feed.offer(1);
    tasks.runScheduled();
    assertThat(batches).isEmpty();
  }
}
