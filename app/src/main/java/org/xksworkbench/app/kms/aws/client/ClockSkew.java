package org.xksworkbench.app.kms.aws.client;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/// Compares the clock here with the one of AWS, by the Date header of every answer. The SDK makes
/// up for a wrong clock in silence; other programs and the logs of an HSM do not.
final class ClockSkew implements ExecutionInterceptor {

  private final Clock clock;
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  ClockSkew(Clock clock) {
    this.clock = clock;
  }

  /// How far the clock of AWS is ahead; negative if it is behind.
  Duration ahead() {
    return Objects.requireNonNull(ahead.get());
  }

  @Override
  public void beforeUnmarshalling(
      Context.BeforeUnmarshalling context, ExecutionAttributes attributes) {
    context.httpResponse().firstMatchingHeader("Date").ifPresent(this::saw);
  }

  void saw(String date) {
    try {
      var theirs = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
      ahead.set(Duration.between(clock.instant(), theirs));
    } catch (DateTimeException e) {
      // A header that is no date tells nothing of a clock.
    }
  }
}
