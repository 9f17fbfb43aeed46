package org.xksworkbench.app.ui.screen.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.opening.Opening;
import org.xksworkbench.app.opening.Opening.LogTail;

class AttemptTest {

  private static final Instant BEGUN = Instant.parse("2026-11-30T12:00:00Z");

  private Instant now = BEGUN;
  private final OpeningAttempt<AutoCloseable> attempt =
      new OpeningAttempt<>(
          new Opening<AutoCloseable>() {
            @Override
            public String name() {
              return "the demo";
            }

            @Override
            public AutoCloseable open(OpeningProgress progress) {
              return () -> {};
            }
          },
          CompletableFuture.completedFuture(null),
          () -> now);

  @Test
  void the_log_that_is_told_is_that_of_what_is_waited_for() {
    assertThat(attempt.log()).isEqualTo(LogTail.NONE);
    attempt.doing("Opening the token", "the helper");
    attempt.log("the helper", "h1");
    IntStream.range(0, 20).forEach(line -> attempt.log("the proxy", "p" + line));
    assertThat(attempt.log().source()).isEqualTo("the helper");
    assertThat(attempt.log().lines()).containsExactly("h1");

    attempt.doing("Starting the proxy", "the proxy");
    assertThat(attempt.log().source()).isEqualTo("the proxy");
    assertThat(attempt.log().lines()).hasSize(8).startsWith("p12").endsWith("p19");

    attempt.doing("Starting the local KMS", "");
    assertThat(attempt.log()).isEqualTo(LogTail.NONE);
  }

  @Test
  void how_far_it_is_has_its_time_and_its_last_line() {
    now = BEGUN.plusSeconds(7);
    assertThat(attempt.standing()).isEqualTo("Opening the demo, for 7 s.");
    attempt.doing("Starting the proxy", "the proxy");
    attempt.log("the proxy", "first");
    attempt.log("the proxy", "it waits");
    assertThat(attempt.standing())
        .isEqualTo("Starting the proxy, for 7 s. Last line of the log of the proxy: it waits");
  }
}
