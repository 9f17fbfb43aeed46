package org.xksworkbench.app.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.app.kms.AwsProfile;
import org.xksworkbench.app.kms.EveryChange;
import org.xksworkbench.app.kms.InterceptedKeyManagement;
import org.xksworkbench.app.kms.Interceptors;
import org.xksworkbench.app.kms.KmsCall;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.signin.SignInDesk.Notice;

class PausingTest {

  private final AtomicReference<String> files = new AtomicReference<>("old");
  private final SignInDesk desk = new SignInDesk("prod", files::get);
  private final LinkedBlockingQueue<Optional<Notice>> notices = new LinkedBlockingQueue<>();
  private final AtomicReference<String> code =
      new AtomicReference<>(KmsErrorCode.SSO_SESSION_EXPIRED.text());
  private final AtomicInteger asked = new AtomicInteger();
  private final Pausing pausing = new Pausing(desk);

  PausingTest() {
    desk.onChange(notices::add);
  }

  @Test
  void a_call_with_expired_credentials_waits_and_goes_on_when_the_cache_renews() throws Exception {
    var call = CompletableFuture.supplyAsync(this::ask);
    var notice = notices.poll(30, TimeUnit.SECONDS).orElseThrow();
    assertThat(notice.command()).isEqualTo("aws sso login --profile prod");
    assertThat(call).isNotDone();

    code.set("");
    files.set("new");
    assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo("answer");
    assertThat(notices.poll(30, TimeUnit.SECONDS)).isEmpty();
    assertThat(asked).hasValue(2);
  }

  /// It was sent before somebody signed in, and fails after: nobody will sign in for it again.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_call_that_fails_after_somebody_signed_in_goes_on_at_once(boolean inTheWindow)
      throws Exception {
    var call =
        CompletableFuture.supplyAsync(() ->
            pausing.around(
                new KmsCall.KmsRead("ListKeys"),
                () -> {
                  if (asked.incrementAndGet() > 1) {
                    return "answer";
                  }
                  if (inTheWindow) {
                    desk.tryAgain();
                  } else {
                    files.set("new");
                  }
                  throw ended();
                }));
    assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo("answer");
    assertThat(asked).hasValue(2);
  }

  @Test
  void credentials_of_a_terminal_are_not_waited_for_because_no_new_ones_come() {
    var ofTerminal = new SignInDesk(AwsProfile.ENVIRONMENT, files::get);
    ofTerminal.onChange(notices::add);
    assertThatThrownBy(
            () -> new Pausing(ofTerminal).around(new KmsCall.KmsRead("ListKeys"), this::expired))
        .isInstanceOf(KmsException.class);
    assertThat(notices).isEmpty();
  }

  private String expired() {
    throw new KmsException(
        KmsException.KmsFailureKind.CREDENTIALS,
        KmsErrorCode.EXPIRED_TOKEN.text(),
        "ended",
        "",
        null);
  }

  @Test
  void it_waits_on_if_the_new_credentials_have_expired_too() throws Exception {
    var call = CompletableFuture.supplyAsync(this::ask);
    assertThat(notices.poll(30, TimeUnit.SECONDS)).isPresent();
    desk.tryAgain();
    assertThat(notices.poll(30, TimeUnit.SECONDS)).isEmpty();
    assertThat(notices.poll(30, TimeUnit.SECONDS)).as("waits once more").isPresent();
    assertThat(call).isNotDone();
    code.set("");
    desk.tryAgain();
    assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo("answer");
  }

  @Test
  void a_user_who_gives_up_gets_the_failure() throws Exception {
    var call = CompletableFuture.supplyAsync(this::ask);
    assertThat(notices.poll(30, TimeUnit.SECONDS)).isPresent();
    desk.giveUp();
    assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(KmsException.class)
        .hasMessage("ended");
  }

  @Test
  void any_other_failure_is_no_reason_to_wait() {
    code.set("AccessDeniedException");
    assertThatThrownBy(this::ask).isInstanceOf(KmsException.class);
    assertThat(asked).hasValue(1);
    assertThat(notices).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("org.xksworkbench.app.kms.EveryChange#all")
  void each_change_waits_too_and_is_done_once(KmsChange<?> change) throws Exception {
    var done = new AtomicInteger();
    var kms =
        new InterceptedKeyManagement(
            EveryChange.port(_ -> {
              if (!code.get().isEmpty()) {
                throw ended();
              }
              done.incrementAndGet();
            }),
            Interceptors.of(pausing));
    var call = CompletableFuture.supplyAsync(() -> kms.perform(change).requestId());
    assertThat(notices.poll(30, TimeUnit.SECONDS)).isPresent();
    code.set("");
    desk.tryAgain();
    assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo("r-" + change.operation());
    assertThat(done).hasValue(1);
  }

  private String ask() {
    return pausing.around(
        new KmsCall.KmsRead("ListKeys"),
        () -> {
          asked.incrementAndGet();
          if (!code.get().isEmpty()) {
            throw ended();
          }
          return "answer";
        });
  }

  private KmsException ended() {
    return new KmsException(
        KmsException.KmsFailureKind.CREDENTIALS, code.get(), "ended", "r", null);
  }
}
