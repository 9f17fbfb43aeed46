package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class OutboxTest {

  private final List<String> sent = new ArrayList<>();
  private final Counting one = new Counting();
  private final Counting other = new Counting();

  @Test
  void answers_of_one_event_loop_wake_it_once_and_keep_their_order() {
    var outbox = new Outbox(8, 1_000_000);
    outbox.add(one, () -> sent.add("first"));
    outbox.add(other, () -> sent.add("elsewhere"));
    outbox.add(one, () -> sent.add("second"));
    assertThat(sent).isEmpty();
    outbox.flush();
    assertThat(sent).containsExactlyInAnyOrder("first", "second", "elsewhere");
    assertThat(sent).containsSubsequence("first", "second");
    assertThat(one.wakings).isEqualTo(1);
    assertThat(other.wakings).isEqualTo(1);
  }

  @Test
  void an_answer_is_sent_once_however_often_the_outbox_is_flushed() {
    var outbox = new Outbox(8, 1_000_000);
    outbox.add(one, () -> sent.add("answer"));
    outbox.flush();
    outbox.flush();
    assertThat(sent).containsExactly("answer");
    assertThat(one.wakings).isEqualTo(1);
  }

  @Test
  void it_is_due_when_it_is_full_or_its_first_answer_has_waited() {
    var outbox = new Outbox(2, 1_000_000);
    assertThat(outbox.isDue(System.nanoTime() + 2_000_000)).as("empty").isFalse();
    outbox.add(one, () -> {});
    var soon = System.nanoTime();
    assertThat(outbox.isDue(soon + 2_000_000)).as("waited").isTrue();
    outbox.flush();
    assertThat(outbox.isDue(soon + 2_000_000)).as("flushed").isFalse();
    outbox.add(one, () -> {});
    outbox.add(one, () -> {});
    assertThat(outbox.isDue(System.nanoTime())).as("full").isTrue();
  }

  @Test
  void one_answer_that_cannot_be_sent_hinders_no_other() {
    var outbox = new Outbox(8, 1_000_000);
    outbox.add(
        one,
        () -> {
          throw new IllegalStateException("a defect");
        });
    outbox.add(one, () -> sent.add("next"));
    outbox.add(
        _ -> {
          throw new RejectedExecutionException("stopped");
        },
        () -> sent.add("lost"));
    outbox.flush();
    assertThat(sent).containsExactly("next");
  }

  /// Runs at once, and counts how often it was called.
  private static final class Counting implements Executor {

    private int wakings;

    @Override
    public void execute(Runnable task) {
      wakings++;
      task.run();
    }
  }
}
