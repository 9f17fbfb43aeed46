package org.xksworkbench.app.ui.screen.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.opening.Opening;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.problem.ProblemException;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.screen.start.OpeningViewModel.OpeningState;
import org.xksworkbench.app.ui.task.HeldTasks;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.app.ui.task.ThreadedTasks;

/// The start of the window: what is opened and not taken would run on unseen, and what is asked too
/// early or not at all would cost the user's keys.
class OpeningViewModelTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration ASK = Duration.ofSeconds(20);
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

  /// What is opened.
  private final class OpenedToken implements AutoCloseable {
    @Override
    public void close() {
      closed.add(this);
    }
  }

  /// Opens one token after the other, each when the test lets it, unless it is interrupted.
  private final class OpeningOneByOne implements Opening<OpenedToken> {

    @Override
    public String name() {
      return "the demo";
    }

    @Override
    public OpenedToken open(OpeningProgress progress) throws Exception {
      progress.doing("Starting the XKS proxy", "the XKS proxy");
      progress.log("the XKS proxy", "it waits");
      log.add("opening");
      try {
        mayOpen.await();
      } catch (InterruptedException e) {
        log.add("interrupted");
        throw e;
      }
      if (!failure.get().isEmpty()) {
        throw new ProblemException(Problem.of(Problem.ProblemKind.NOT_FOUND, failure.get()), null);
      }
      log.add("open");
      return new OpenedToken();
    }

    @Override
    public Optional<Anew> anew() {
      return Optional.of(
          new Anew() {
            @Override
            public String whatGoes() {
              return "3 keys go.";
            }

            @Override
            public void run() {
              log.add("given up what was kept");
            }
          });
    }
  }

  private final List<String> log = new CopyOnWriteArrayList<>();
  private final BlockingQueue<OpenedToken> closed = new LinkedBlockingQueue<>();
  private final CountDownLatch mayOpen = new CountDownLatch(1);
  private final AtomicReference<String> failure = new AtomicReference<>("");
  private final List<OpenedToken> taken = new ArrayList<>();
  private final List<Problem> failed = new ArrayList<>();
  private final List<String> other = new ArrayList<>();
  private final ScriptedDialogs dialogs = new ScriptedDialogs();
  private final ThreadedTasks threads = new ThreadedTasks();
  private final HeldTasks held = new HeldTasks();
  private Instant now = NOON;

  @AfterEach
  void close() {
    mayOpen.countDown();
    threads.close();
  }

  @Test
  void what_was_opened_is_taken_by_the_window_and_stays_open_when_the_start_page_goes() {
    var opening = begun(threads);
    await("that it is being opened", () -> log.contains("opening"));
    assertThat(opening.standing())
        .isEqualTo(
            "Starting the XKS proxy, for 0 s. Last line of the log of the XKS proxy: it waits");
    mayOpen.countDown();
    await("what was opened", () -> !taken.isEmpty());
    opening.close();
    assertThat(closed).isEmpty();
    assertThat(opening.standing()).isEqualTo("Nothing is being opened.");
  }

  @Test
  void a_start_page_that_is_closed_ends_what_was_begun() {
    var opening = begun(threads);
    await("that it is being opened", () -> log.contains("opening"));
    opening.close();
    await("that it has ended", () -> log.contains("interrupted"));
    assertThat(taken).isEmpty();
  }

  @Test
  void what_came_up_after_the_user_went_elsewhere_is_closed() throws Exception {
    var opening = begun(held);
    mayOpen.countDown();
    held.doWork();
    opening.chooseOther();
    held.deliverOutcomes();
    assertThat(closed.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
    assertThat(other).containsExactly("other");
    assertThat(taken).isEmpty();
  }

  @Test
  void a_failure_is_told_with_the_log_of_what_was_waited_for_and_can_be_tried_again() {
    failure.set("The token is gone");
    mayOpen.countDown();
    var opening = begun(held);
    now = NOON.plusSeconds(7);
    held.doWork();
    held.deliverOutcomes();
    var state = (OpeningState.OpeningFailed) opening.state().get();
    assertThat(state.problem().headline()).isEqualTo("The token is gone");
    assertThat(state.took()).isEqualTo(Duration.ofSeconds(7));
    assertThat(state.log().lines()).containsExactly("it waits");
    assertThat(failed).containsExactly(state.problem());
    failure.set("");
    opening.tryAgain();
    assertThat(opening.state().get()).isInstanceOf(OpeningState.UnderWay.class);
    held.doWork();
    held.deliverOutcomes();
    assertThat(taken).hasSize(1);
  }

  @Test
  void a_slow_start_is_never_ended_by_itself_and_who_waits_is_asked_again_as_much_later() {
    var opening = begun(held);
    assertThat(slowAfter(opening, 19)).isFalse();
    assertThat(slowAfter(opening, 20)).isTrue();
    opening.await();
    assertThat(slowAfter(opening, 39)).isFalse();
    assertThat(slowAfter(opening, 40)).isTrue();
    assertThat(slowAfter(opening, 100_000)).isTrue();
    assertThat(failed).isEmpty();
    mayOpen.countDown();
    held.doWork();
    held.deliverOutcomes();
    assertThat(taken).hasSize(1);
  }

  @Test
  void a_second_try_begins_when_the_first_has_ended() {
    var opening = begun(threads);
    await("that it is being opened", () -> log.contains("opening"));
    opening.tryAgain();
    await("that it is opened again", () -> log.stream().filter("opening"::equals).count() == 2);
    assertThat(log).containsExactly("opening", "interrupted", "opening");
    mayOpen.countDown();
    await("what was opened", () -> !taken.isEmpty());
    assertThat(taken).hasSize(1);
    assertThat(failed).as("of the first one nothing is told").isEmpty();
  }

  @Test
  void what_was_kept_is_given_up_by_the_typed_word_only_and_after_the_first_try_has_ended() {
    var opening = begun(threads);
    assertThat(opening.canStartOver()).isTrue();
    await("that it is being opened", () -> log.contains("opening"));
    opening.startOver();
    await("the question", () -> dialogs.asked().size() == 1);
    assertThat(dialogs.asked().getFirst()).contains("Start over?", "3 keys go.");
    assertThat(log).as("nothing was typed").containsExactly("opening");
    dialogs.typing("demo");
    opening.startOver();
    assertThat(opening.readingWhatGoes().get()).isTrue();
    await("that it is opened again", () -> log.stream().filter("opening"::equals).count() == 2);
    assertThat(log).containsExactly("opening", "interrupted", "given up what was kept", "opening");
  }

  private OpeningViewModel<OpenedToken> begun(Tasks tasks) {
    var opening =
        new OpeningViewModel<OpenedToken>(
            new OpeningOneByOne(),
            ASK,
            tasks,
            dialogs,
            () -> now,
            new OpeningViewModel.Then<>(taken::add, failed::add, () -> other.add("other")));
    opening.begin();
    return opening;
  }

  private boolean slowAfter(OpeningViewModel<OpenedToken> opening, int seconds) {
    now = NOON.plusSeconds(seconds);
    held.timePasses(Duration.ofSeconds(1));
    return ((OpeningState.UnderWay) opening.state().get()).slow();
  }

  private void await(String what, BooleanSupplier condition) {
    threads.await(what, PATIENCE, condition);
  }
}
