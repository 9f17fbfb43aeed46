package org.xksworkbench.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.app.MovableClock;
import org.xksworkbench.app.kms.AwsChoices;
import org.xksworkbench.app.kms.AwsProfile;
import org.xksworkbench.app.kms.KmsCall;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.signin.Pausing;
import org.xksworkbench.app.signin.SignInDesk;
import org.xksworkbench.app.signin.SignInDesk.Notice;

/// How long the credentials last, and what waits when they have ended.
class SessionViewModelTest {

  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

  private final SignInDesk desk = new SignInDesk("prod", () -> "unchanged");
  private final LinkedBlockingQueue<Optional<Notice>> notices = new LinkedBlockingQueue<>();
  private final AtomicBoolean expired = new AtomicBoolean(true);
  private final List<String> went = new ArrayList<>();
  private final MovableClock clock = new MovableClock(NOON);
  private final SessionViewModel session =
      new SessionViewModel(
          AwsChoices.NONE, (profile, region) -> went.add(profile + " in " + region), desk, clock);

  @AfterEach
  void close() {
    desk.close();
  }

  @ParameterizedTest
  @CsvSource({
    "PT12H5M59S, 12 h 5 min",
    "PT1H, 1 h 0 min",
    "PT59M59S, 59 min",
    "PT59S, 0 min",
    "PT-1S, expired"
  })
  void the_time_that_is_left_is_told_in_words(Duration left, String words) {
    session.identified(Optional.of(NOON.plus(left)), Duration.ZERO);
    assertThat(session.remaining().get()).isEqualTo(words);
  }

  @Test
  void the_time_that_is_left_goes_down_and_credentials_without_an_end_have_none() {
    session.identified(Optional.of(NOON.plus(Duration.ofMinutes(61))), Duration.ZERO);
    clock.moveOn(Duration.ofMinutes(3));
    session.tick();
    assertThat(session.remaining().get()).isEqualTo("58 min");
    session.identified(Optional.empty(), Duration.ZERO);
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
    session.identified(Optional.empty(), ahead);
    assertThat(session.skew().get()).isEqualTo(words);
  }

  @Test
  void what_there_is_to_choose_is_read_anew_when_the_user_is_about_to_choose() {
    var read =
        new AwsChoices(
            List.of(new AwsProfile("ada", AwsProfile.Kind.SSO, Optional.of("eu-west-1"))),
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
  void a_request_that_waits_for_a_sign_in_goes_on_when_the_user_says_so() throws Exception {
    desk.onChange(notices::add);
    var call = CompletableFuture.supplyAsync(this::ask);
    session.showNotice(notices.poll(60, TimeUnit.SECONDS));
    assertThat(session.notice().get().orElseThrow().command())
        .isEqualTo("aws sso login --profile prod");
    expired.set(false);
    session.tryAgain();
    assertThat(call.get(60, TimeUnit.SECONDS)).isEqualTo("answer");
    session.showNotice(notices.poll(60, TimeUnit.SECONDS));
    assertThat(session.notice().get()).isEmpty();
  }

  @Test
  void a_user_who_gives_up_waits_for_nothing() throws Exception {
    desk.onChange(notices::add);
    var call = CompletableFuture.supplyAsync(this::ask);
    assertThat(notices.poll(60, TimeUnit.SECONDS)).isPresent();
    session.giveUp();
    assertThatThrownBy(() -> call.get(60, TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(KmsException.class)
        .hasMessage("ended");
  }

  @Test
  void in_the_demo_there_is_nothing_to_choose_and_nothing_ends() {
    var demo = SessionViewModel.fixed(desk);
    demo.tick();
    assertThat(demo.choices().get()).isEqualTo(AwsChoices.NONE);
    assertThat(demo.remaining().get()).isEmpty();
    assertThat(demo.skew().get()).isEmpty();
    assertThat(demo.notice().get()).isEmpty();
    assertThat(demo.isWithAws()).isFalse();
    assertThat(session.isWithAws()).isTrue();
  }

  private String ask() {
    return new Pausing(desk)
        .around(
            new KmsCall.Read("ListKeys"),
            () -> {
              if (expired.get()) {
                throw new KmsException(
                    KmsException.Kind.CREDENTIALS,
                    KmsErrorCode.SSO_SESSION_EXPIRED.text(),
                    "ended",
                    "r-1",
                    null);
              }
              return "answer";
            });
  }
}
