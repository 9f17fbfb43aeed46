package org.xksworkbench.app.ui.screen.keystorelist;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.kms.KeyStoreFigures;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.ui.screen.keystorelist.CloudWatchViewModel.Range;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.ThreadedTasks;

/// Figures of another key store, or of another time than the one that is chosen, would mislead.
class CloudWatchViewModelTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ThreadedTasks tasks = new ThreadedTasks();
  private final Thread window = Thread.currentThread();
  private final List<String> begun = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch answer = new CountDownLatch(1);
  private final AtomicReference<String> refusal = new AtomicReference<>("");
  private final CloudWatchViewModel watch =
      new CloudWatchViewModel(this::figures, tasks, tasks.scope());

  @AfterEach
  void close() {
    answer.countDown();
    tasks.close();
  }

  @Test
  void it_is_asked_for_the_range_that_was_chosen_when_somebody_looked() {
    assertThat(watch.state().get()).isInstanceOf(Loadable.Loading.class);
    assertThat(asked).as("nobody looked: each metric costs money").isEmpty();
    watch.range().set(Range.WEEK);
    watch.ask("cks-1");
    watch.range().set(Range.HOUR);
    answer.countDown();
    tasks.await("the figures", PATIENCE, () -> watch.state().get() instanceof Loadable.Ready<?>);
    assertThat(asked).containsExactly("cks-1 PT168H");
  }

  @Test
  void of_two_key_stores_the_one_that_was_asked_for_last_is_shown() {
    watch.ask("slow");
    // Else it may be dropped before it is asked at all.
    tasks.await("that the first is at work", PATIENCE, () -> begun.contains("slow"));
    watch.ask("cks-2");
    tasks.await("the figures", PATIENCE, () -> watch.state().get() instanceof Loadable.Ready<?>);
    assertThat(throttled()).isEqualTo(2);
    answer.countDown();
    tasks.await("that the first has answered", PATIENCE, () -> asked.contains("slow PT3H"));
    assertThat(throttled()).as("not those of the first, which came later").isEqualTo(2);
  }

  @Test
  void a_missing_permission_is_told_in_its_place_and_asked_again() {
    answer.countDown();
    refusal.set("cloudwatch:ListMetrics");
    watch.ask("cks-2");
    tasks.await(
        "the refusal", PATIENCE, () -> watch.state().get() instanceof Loadable.LoadFailed<?>);
    refusal.set("");
    watch.ask("cks-2");
    assertThat(watch.state().get()).isInstanceOf(Loadable.Loading.class);
    tasks.await("the figures", PATIENCE, () -> watch.state().get() instanceof Loadable.Ready<?>);
  }

  private long throttled() {
    return ((Loadable.Ready<KeyStoreFigures>) watch.state().get()).value().throttled();
  }

  private KeyStoreFigures figures(String store, Duration range) {
    assertThat(Thread.currentThread()).isNotSameAs(window);
    begun.add(store);
    // As a call that does not notice that nobody waits.
    while (!store.equals("cks-2") && answer.getCount() > 0) {
      try {
        answer.await();
      } catch (InterruptedException e) {
        // goes on
      }
    }
    asked.add(store + " " + range);
    if (!refusal.get().isEmpty()) {
      throw new KmsException(
          KmsException.KmsFailureKind.REFUSED, "AccessDenied", refusal.get(), "r-1", null);
    }
    return new KeyStoreFigures(
        List.of(),
        List.of(),
        Map.of(),
        OptionalDouble.empty(),
        Map.of(),
        store.equals("cks-2") ? 2 : 1);
  }
}
