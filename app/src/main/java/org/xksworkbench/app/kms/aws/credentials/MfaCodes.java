package org.xksworkbench.app.kms.aws.credentials;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.MfaPrompt;
import software.amazon.awssdk.services.sts.model.StsException;

/// Asks for the codes of one MFA device. Several requests come at once when a window opens: what
/// the user said to the first of them, that there is no code, or what AWS said of it, is the answer
/// to the others too.
final class MfaCodes {

  /// Requests of one moment are over by then; whoever tries again later is asked again.
  private static final Duration ONE_ANSWER = Duration.ofSeconds(3);

  private static final Pattern CODE = Pattern.compile("\\d{6}");

  private final MfaPrompt prompt;
  private final InstantSource clock;
  private @Nullable KmsException refusal;
  private Instant since = Instant.EPOCH;

  MfaCodes(MfaPrompt prompt, InstantSource clock) {
    this.prompt = prompt;
    this.clock = clock;
  }

  /// @throws KmsException if there is none
  synchronized String code(String profile, String serial) {
    var before = refusal;
    if (before != null && clock.instant().isBefore(since.plus(ONE_ANSWER))) {
      throw before;
    }
    try {
      var code = prompt.code(profile, serial).strip();
      if (!CODE.matcher(code).matches()) {
        throw failure(
            KmsErrorCode.MFA_CODE_MISSING,
            "A code of an MFA device has six digits, and nothing else. Nothing was sent.",
            null);
      }
      return code;
    } catch (KmsException e) {
      throw keep(e);
    }
  }

  /// What AWS STS said to a request with a code.
  synchronized RuntimeException refusal(StsException e) {
    return String.valueOf(e.getMessage()).contains("MultiFactorAuthentication")
        ? keep(
            failure(
                KmsErrorCode.MFA_CODE_REFUSED,
                "AWS STS did not take the code: it is used up, too old or mistyped.",
                e))
        : e;
  }

  private KmsException keep(KmsException e) {
    refusal = e;
    since = clock.instant();
    return e;
  }

  private static KmsException failure(
      KmsErrorCode code, String message, @Nullable Exception cause) {
    return KmsException.ofCredentials(code, message, cause);
  }
}
