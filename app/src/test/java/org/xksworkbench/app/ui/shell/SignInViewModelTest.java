package org.xksworkbench.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.kms.KmsCall;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.signin.Pausing;
import org.xksworkbench.app.signin.SignInDesk;
import org.xksworkbench.app.signin.SignInDesk.Notice;

class SignInViewModelTest {

  private final SignInDesk desk = new SignInDesk("prod", () -> "unchanged");
  private final LinkedBlockingQueue<Optional<Notice>> notices = new LinkedBlockingQueue<>();
  private final AtomicBoolean expired = new AtomicBoolean(true);
  private final SignInViewModel signIn = new SignInViewModel(desk);

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void a_request_that_waits_for_a_sign_in_goes_on_when_the_user_says_so() throws Exception {
    desk.onChange(notices::add);
    var call = CompletableFuture.supplyAsync(this::ask);
    signIn.show(notices.poll(60, TimeUnit.SECONDS));
    assertThat(signIn.notice().get().orElseThrow().command())
        .isEqualTo("aws sso login --profile prod");
    expired.set(false);
    signIn.tryAgain();
    assertThat(call.get(60, TimeUnit.SECONDS)).isEqualTo("answer");
    signIn.show(notices.poll(60, TimeUnit.SECONDS));
    assertThat(signIn.notice().get()).isEmpty();
  }

  @Test
  void a_user_who_gives_up_waits_for_nothing() throws Exception {
    desk.onChange(notices::add);
    var call = CompletableFuture.supplyAsync(this::ask);
    assertThat(notices.poll(60, TimeUnit.SECONDS)).isPresent();
    signIn.giveUp();
    assertThatThrownBy(() -> call.get(60, TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(KmsException.class)
        .hasMessage("ended");
  }

  private String ask() {
    return new Pausing(desk)
        .around(
            new KmsCall.KmsRead("ListKeys"),
            () -> {
              if (expired.get()) {
                throw new KmsException(
                    KmsException.KmsFailureKind.CREDENTIALS,
                    KmsErrorCode.SSO_SESSION_EXPIRED.text(),
                    "ended",
                    "r-1",
                    null);
              }
              return "answer";
            });
  }
}
