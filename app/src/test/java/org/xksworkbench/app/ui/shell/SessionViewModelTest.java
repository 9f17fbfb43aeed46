package org.xksworkbench.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.app.MovableClock;
import org.xksworkbench.app.kms.AwsChoices;
import org.xksworkbench.app.kms.AwsProfile;

/// How long the credentials last, and whether AWS would take the clock.
class SessionViewModelTest {

  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

  private final List<String> went = new ArrayList<>();
  private final MovableClock clock = new MovableClock(NOON);
  private final SessionViewModel session =
      new SessionViewModel(
          AwsChoices.NONE, (profile, region) -> went.add(profile + " in " + region), clock);

  @ParameterizedTest
  @CsvSource({
    "PT12H5M59S, 12 h 5 min",
    "PT1H, 1 h 0 min",
    "PT59M59S, 59 min",
    "PT59S, 0 min",
    "PT-1S, expired"
  })
  void the_time_that_is_left_is_told_in_words(Duration left, String words) {
    session.showIdentity(Optional.of(NOON.plus(left)), Duration.ZERO);
    assertThat(session.remaining().get()).isEqualTo(words);
  }

  @Test
  void the_time_that_is_left_goes_down_and_credentials_without_an_end_have_none() {
    session.showIdentity(Optional.of(NOON.plus(Duration.ofMinutes(61))), Duration.ZERO);
    clock.moveOn(Duration.ofMinutes(3));
    session.tick();
    assertThat(session.remaining().get()).isEqualTo("58 min");
    session.showIdentity(Optional.empty(), Duration.ZERO);
    session.tick();
    assertThat(session.remaining().get()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PT59S, ''",
    "PT-59S, ''",
    "PT60S, This clock is 60 s behind the clock of AWS",
    "PT-301S, This clock is 301 s ahead of the clock of AWS"
  })
  void a_clock_that_aws_would_not_take_is_told_before_it_refuses(Duration ahead, String words) {
    session.showIdentity(Optional.empty(), ahead);
    assertThat(session.skew().get()).isEqualTo(words);
  }

  @Test
  void what_there_is_to_choose_is_read_anew_when_the_user_is_about_to_choose() {
    var read =
        new AwsChoices(
            List.of(new AwsProfile("ada", AwsProfile.ProfileKind.SSO, Optional.of("eu-west-1"))),
            List.of("eu-west-1"));
    session.look();
    assertThat(session.choices().get()).isEqualTo(AwsChoices.NONE);
    session.onLook(() -> session.chooseFrom(read));
    session.look();
    assertThat(session.choices().get()).isEqualTo(read);
    session.go("ada", "eu-west-1");
    assertThat(went).containsExactly("ada in eu-west-1");
  }

  @Test
  void in_the_demo_there_is_nothing_to_choose_and_nothing_ends() {
    var demo = SessionViewModel.unchangeable();
    demo.tick();
    assertThat(demo.choices().get()).isEqualTo(AwsChoices.NONE);
    assertThat(demo.remaining().get()).isEmpty();
    assertThat(demo.skew().get()).isEmpty();
    assertThat(demo.isWithAws()).isFalse();
    assertThat(session.isWithAws()).isTrue();
  }
}
