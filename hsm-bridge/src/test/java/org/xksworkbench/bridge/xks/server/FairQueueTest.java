package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.bridge.Eventually.eventually;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.xksworkbench.bridge.xks.server.FairQueue.QueueTurn;

/// Who is next, with times that the test tells.
class FairQueueTest {

  private static final Duration CALL = Duration.ofMillis(1);
  private static final Duration DEBT = Duration.ofMillis(20);
  private static final int ROOM = 100;

  private static final XksCaller LOUD = new XksCaller("/loud", "AKIALOUD", 4);
  private static final XksCaller QUIET = new XksCaller("/quiet", "AKIAQUIET", 4);

  private final FairQueue<String> queue = new FairQueue<>(ROOM, 1, DEBT.toNanos());

  @Test
  void callers_take_turns_however_much_one_of_them_asks() {
    add(LOUD, "loud", 10);
    add(QUIET, "quiet", 3);
    assertThat(served(7, CALL))
        .containsExactly("loud", "quiet", "loud", "quiet", "loud", "quiet", "loud");
  }

  @Test
  void a_key_store_with_three_shares_has_three_times_as_much() {
    add(new XksCaller("/large", "AKIALARGE", 12), "large", 40);
    add(QUIET, "quiet", 40);
    assertThat(Collections.frequency(served(40, CALL), "large")).isBetween(29, 31);
  }

  @Test
  void what_nobody_else_wants_anybody_gets() {
    add(LOUD, "loud", ROOM);
    assertThat(served(ROOM, CALL)).hasSize(ROOM);
    assertThat(queue.poll()).isNull();
  }

  @Test
  void time_counts_and_not_the_number_of_calls() {
    add(LOUD, "long", 40);
    add(QUIET, "short", 40);
    var longOnes = 0;
    for (var i = 0; i < 33; i++) {
      var turn = next();
      var isLong = turn.item().equals("long");
      longOnes += isLong ? 1 : 0;
      queue.noteDone(turn, (isLong ? CALL.multipliedBy(10) : CALL).toNanos());
    }
    assertThat(longOnes).isBetween(2, 4);
  }

  @Test
  void two_credentials_of_a_key_store_share_what_it_has() {
    add(LOUD, "old", 20);
    add(new XksCaller("/loud", "AKIANEW", 4), "new", 20);
    add(QUIET, "quiet", 20);
    var served = served(20, CALL);
    assertThat(Collections.frequency(served, "quiet")).isEqualTo(10);
    assertThat(Collections.frequency(served, "new")).isEqualTo(5);
  }

  @Test
  void nobody_saves_up_time_by_asking_for_nothing() {
    add(LOUD, "loud", ROOM);
    served(60, CALL);
    add(QUIET, "quiet", 20);
    assertThat(Collections.frequency(served(20, CALL), "quiet")).isBetween(9, 11);
  }

  @Test
  void a_call_that_hung_keeps_its_account_out_for_a_bounded_time() {
    add(LOUD, "loud", 2);
    var hung = next();
    add(QUIET, "quiet", 90);
    queue.noteDone(hung, Duration.ofHours(1).toNanos());
    var atMost = (int) DEBT.multipliedBy(4).dividedBy(CALL);
    assertThat(served(atMost + 2, CALL)).contains("loud");
  }

  @Test
  void when_nothing_waits_or_runs_all_is_forgotten() {
    add(LOUD, "loud", 1);
    queue.noteDone(next(), Duration.ofHours(1).toNanos());
    add(QUIET, "quiet", 10);
    add(LOUD, "loud", 10);
    assertThat(served(2, CALL)).containsExactly("quiet", "loud");
  }

  @Test
  void of_strangers_only_so_many_are_served_at_once_and_others_meanwhile() {
    add(XksCaller.stranger("192.0.2.1"), "one", 1);
    add(XksCaller.stranger("192.0.2.2"), "two", 1);
    add(QUIET, "quiet", 1);
    var one = next();
    assertThat(one.item()).isEqualTo("one");
    assertThat(next().item()).isEqualTo("quiet");
    assertThat(queue.poll()).isNull();
    assertThat(queue.wantsWorker(_ -> true)).isFalse();
    var waiting = CompletableFuture.supplyAsync(this::take);
    queue.noteDone(one, CALL.toNanos());
    eventually(waiting::isDone);
    assertThat(waiting.join().item()).isEqualTo("two");
  }

  @Test
  void strangers_together_have_a_quarter_of_what_a_key_store_has() {
    for (var i = 0; i < 40; i++) {
      add(XksCaller.stranger("192.0.2." + i), "stranger", 1);
    }
    add(QUIET, "quiet", 40);
    assertThat(Collections.frequency(served(40, CALL), "stranger")).isBetween(7, 9);
  }

  @Test
  void a_flood_from_one_address_holds_no_stranger_from_another_up() {
    add(XksCaller.stranger("192.0.2.1"), "flood", 50);
    add(XksCaller.stranger("192.0.2.2"), "other", 1);
    assertThat(served(2, CALL)).containsExactly("flood", "other");
  }

  @Test
  void when_the_room_is_full_who_fills_it_loses_its_newest() {
    for (var i = 0; i < ROOM; i++) {
      assertThat(queue.add(LOUD, "loud " + i)).isNull();
    }
    assertThat(queue.add(QUIET, "quiet")).isEqualTo("loud 99");
    assertThat(queue.add(LOUD, "one more")).isEqualTo("one more");
    assertThat(queue.size()).isEqualTo(ROOM);
    assertThat(served(2, CALL)).containsExactly("loud 0", "quiet");
  }

  @Test
  void a_crowd_of_strangers_takes_no_room_from_a_key_store() {
    add(LOUD, "loud", 50);
    for (var i = 0; i < 50; i++) {
      add(XksCaller.stranger("192.0.2." + i), "stranger", 1);
    }
    assertThat(queue.add(LOUD, "loud")).isEqualTo("stranger");
    assertThat(queue.add(XksCaller.stranger("198.51.100.1"), "newcomer")).isNotEqualTo("loud");
  }

  @Test
  void what_is_removed_waits_no_longer_and_leaves_its_room() {
    add(LOUD, "loud", 3);
    add(QUIET, "quiet", 2);
    assertThat(queue.removeIf("loud"::equals)).containsExactly("loud", "loud", "loud");
    assertThat(queue.size()).isEqualTo(2);
    assertThat(served(2, CALL)).containsExactly("quiet", "quiet");
  }

  private void add(XksCaller caller, String item, int times) {
    for (var i = 0; i < times; i++) {
      assertThat(queue.add(caller, item)).isNull();
    }
  }

  private List<String> served(int times, Duration each) {
    var served = new ArrayList<String>();
    for (var i = 0; i < times; i++) {
      var turn = next();
      served.add(turn.item());
      queue.noteDone(turn, each.toNanos());
    }
    return served;
  }

  private QueueTurn<String> next() {
    var turn = queue.poll();
    assertThat(turn).as("somebody's turn").isNotNull();
    return turn;
  }

  private QueueTurn<String> take() {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
