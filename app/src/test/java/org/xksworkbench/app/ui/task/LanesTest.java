package org.xksworkbench.app.ui.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// On real threads.
class LanesTest {

  private final Lanes lanes = new Lanes();
  private final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() {
    release.countDown();
    lanes.close();
  }

  @ParameterizedTest
  @EnumSource
  void so_many_are_at_work_at_a_time_and_the_next_begins_when_one_is_over(Lane lane)
      throws Exception {
    fill(lane);
    lanes.submit(lane, () -> begun.add("next"));
    assertThat(begun).as("before any is over").isEmpty();
    release.countDown();
    assertThat(next()).isEqualTo("next");
  }

  @Test
  void those_that_wait_begin_in_the_order_in_which_they_were_started() throws Exception {
    fill(Lane.DISK);
    var expected = new ArrayList<String>();
    for (var i = 0; i < 20; i++) {
      expected.add("job " + i);
    }
    var order = new ArrayList<String>();
    // All places but one are taken for good, so that they begin one after the other.
    var one = new CountDownLatch(1);
    for (var i = 0; i < Lane.DISK.atATime() - 1; i++) {
      lanes.submit(Lane.DISK, () -> hang(one));
    }
    expected.forEach(name ->
        lanes.submit(
            Lane.DISK,
            () -> {
              synchronized (order) {
                order.add(name);
              }
              begun.add(name);
            }));
    release.countDown();
    for (var i = 0; i < 20; i++) {
      assertThat(next()).isNotEmpty();
    }
    one.countDown();
    synchronized (order) {
      assertThat(order).containsExactlyElementsOf(expected);
    }
  }

  @Test
  void one_that_hangs_for_good_and_is_given_up_lets_the_next_begin() throws Exception {
    var places = fill(Lane.HSM);
    lanes.submit(Lane.HSM, () -> begun.add("next"));
    places.getFirst().giveUp(false);
    assertThat(next()).isEqualTo("next");
  }

  @Test
  void one_that_waits_and_is_given_up_never_begins() throws Exception {
    fill(Lane.DISK);
    lanes.submit(Lane.DISK, () -> begun.add("given up")).giveUp(true);
    lanes.submit(Lane.DISK, () -> begun.add("next"));
    release.countDown();
    assertThat(next()).isEqualTo("next");
  }

  @Test
  void lanes_do_not_wait_for_each_other() throws Exception {
    fill(Lane.HSM);
    fill(Lane.DISK);
    lanes.submit(Lane.AWS, () -> begun.add("AWS"));
    assertThat(next()).isEqualTo("AWS");
  }

  @Test
  void its_threads_are_no_virtual_ones() throws Exception {
    lanes.submit(Lane.DISK, () -> begun.add(String.valueOf(Thread.currentThread().isVirtual())));
    assertThat(next()).isEqualTo("false");
  }

  /// Takes every place of the lane; returns when all have begun.
  private List<LanePlace> fill(Lane lane) throws InterruptedException {
    var inside = new CountDownLatch(lane.atATime());
    var places = new ArrayList<LanePlace>();
    for (var i = 0; i < lane.atATime(); i++) {
      places.add(
          lanes.submit(
              lane,
              () -> {
                inside.countDown();
                hang(release);
              }));
    }
    assertThat(inside.await(60, TimeUnit.SECONDS)).isTrue();
    return places;
  }

  private String next() throws InterruptedException {
    return begun.poll(60, TimeUnit.SECONDS);
  }

  /// As a call into a library: an interrupt changes nothing.
  private static void hang(CountDownLatch until) {
    while (until.getCount() > 0) {
      try {
        until.await();
      } catch (InterruptedException e) {
        // stays
      }
    }
  }
}
