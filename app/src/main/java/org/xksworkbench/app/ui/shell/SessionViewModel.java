package org.xksworkbench.app.ui.shell;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.xksworkbench.app.kms.AwsChoices;
import org.xksworkbench.app.words.Words;

/// The profiles and Regions to choose from, how long the credentials last, and how the clocks
/// agree.
public final class SessionViewModel {

  private static final Words WORDS = Words.of(SessionViewModel.class);

  private static final Duration SKEW_TO_WARN_OF = Duration.ofMinutes(1);

  private final ReadOnlyObjectWrapper<AwsChoices> choices;
  private final BiConsumer<String, String> switchTo;
  private final Clock clock;
  private final boolean withAws;
  private final ReadOnlyStringWrapper remaining = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper skew = new ReadOnlyStringWrapper("");
  private Optional<Instant> expires = Optional.empty();
  private Runnable onLook = () -> {};

  /// @param choices where the user may go, as it was read last; none where there is nothing to
  ///   choose, as in the demo
  /// @param switchTo goes to another profile and Region
  public SessionViewModel(AwsChoices choices, BiConsumer<String, String> switchTo, Clock clock) {
    this(choices, switchTo, clock, true);
  }

  private SessionViewModel(
      AwsChoices choices, BiConsumer<String, String> switchTo, Clock clock, boolean withAws) {
    this.withAws = withAws;
    this.choices = new ReadOnlyObjectWrapper<>(choices);
    this.switchTo = switchTo;
    this.clock = clock;
  }

  /// Nothing to choose and nothing that ends.
  public static SessionViewModel unchangeable() {
    return new SessionViewModel(AwsChoices.NONE, (_, _) -> {}, Clock.systemUTC(), false);
  }

  /// Whether it is AWS that is worked on, and not a stand-in.
  public boolean isWithAws() {
    return withAws;
  }

  /// Where the user may go, as it was read last.
  public ReadOnlyObjectProperty<AwsChoices> choices() {
    return choices.getReadOnlyProperty();
  }

  public void chooseFrom(AwsChoices now) {
    choices.set(now);
  }

  /// @param listener called when the user is about to choose: the files may have changed
  public void onLook(Runnable listener) {
    onLook = listener;
  }

  void look() {
    onLook.run();
  }

  public void go(String profile, String region) {
    switchTo.accept(profile, region);
  }

  /// How long the credentials last, such as "58 min"; empty if they do not end.
  public ReadOnlyStringProperty remaining() {
    return remaining.getReadOnlyProperty();
  }

  /// A warning if the clock here differs from the one of AWS; empty if not.
  public ReadOnlyStringProperty skew() {
    return skew.getReadOnlyProperty();
  }

  public void showIdentity(Optional<Instant> credentialsExpire, Duration awsIsAhead) {
    expires = credentialsExpire;
    skew.set(
        awsIsAhead.abs().compareTo(SKEW_TO_WARN_OF) < 0
            ? ""
            : WORDS.text(
                awsIsAhead.isNegative() ? "clock.ahead" : "clock.behind",
                awsIsAhead.abs().toSeconds()));
    tick();
  }

  /// Called now and then.
  public void tick() {
    remaining.set(
        expires
            .map(end -> {
              var left = Duration.between(clock.instant(), end);
              return left.isNegative()
                  ? WORDS.text("credentials.expired")
                  : left.toHours() > 0
                      ? WORDS.text("credentials.hours", left.toHours(), left.toMinutesPart())
                      : WORDS.text("credentials.minutes", left.toMinutes());
            })
            .orElse(""));
  }
}
