package org.xksworkbench.app.kms.aws.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.MfaPrompt;
import software.amazon.awssdk.services.sts.model.StsException;

/// The requests of a window that opens, and one MFA device.
class MfaCodesTest {

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final AtomicInteger asked = new AtomicInteger();
  private final Deque<String> answers = new ArrayDeque<>();
  private final MfaCodes codes =
      new MfaCodes(
          (profile, serial) -> {
            asked.incrementAndGet();
            return answers.isEmpty() ? MfaPrompt.none().code(profile, serial) : answers.remove();
          },
          now::get);

  @Test
  void who_gives_no_code_is_not_asked_again_for_the_other_requests_of_the_moment() {
    for (var i = 0; i < 4; i++) {
      assertThatThrownBy(this::code).isInstanceOf(KmsException.class);
    }
    assertThat(asked).hasValue(1);
    now.set(Instant.EPOCH.plusSeconds(4));
    answers.add(" 123456 ");
    assertThat(code()).as("tried again later").isEqualTo("123456");
  }

  @Test
  void what_is_no_code_is_not_sent() {
    for (var wrong : List.of("12ab", "12345", "1234567", "")) {
      now.set(now.get().plusSeconds(10));
      answers.add(wrong);
      assertThatThrownBy(this::code)
          .isInstanceOfSatisfying(
              KmsException.class,
              failure -> assertThat(failure.is(KmsErrorCode.MFA_CODE_MISSING)).isTrue());
    }
  }

  @Test
  void a_code_that_is_refused_is_told_as_such_and_not_asked_for_again_at_once() {
    answers.add("123456");
    var _ = code();
    var told =
        codes.refusal(
            (StsException)
                StsException.builder()
                    .message("MultiFactorAuthentication failed with invalid MFA one time pass code")
                    .build());
    assertThat(told)
        .isInstanceOfSatisfying(
            KmsException.class,
            failure -> assertThat(failure.is(KmsErrorCode.MFA_CODE_REFUSED)).isTrue());
    assertThatThrownBy(this::code).isSameAs(told);
    assertThat(asked).hasValue(1);
  }

  @Test
  void any_other_refusal_of_sts_stays_what_it_is() {
    var denied = (StsException) StsException.builder().message("not authorized").build();
    assertThat(codes.refusal(denied)).isSameAs(denied);
  }

  private String code() {
    return codes.code("prod", "arn:aws:iam::111122223333:mfa/ada");
  }
}
