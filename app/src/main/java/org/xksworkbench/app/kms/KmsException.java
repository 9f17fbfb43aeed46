package org.xksworkbench.app.kms;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// AWS KMS refused, or could not be asked.
public final class KmsException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final KmsFailureKind kind;
  private final String code;
  private final String requestId;

  /// @param code AWS's error code, such as `XksKeyNotFoundException`; empty where no answer came
  /// @param requestId empty where no answer came
  public KmsException(
      KmsFailureKind kind,
      String code,
      String message,
      String requestId,
      @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.code = code;
    this.requestId = requestId;
  }

  /// A failure of sign-in, settings or files that this program found, in its own words.
  public static KmsException ofCredentials(
      KmsErrorCode code, String message, @Nullable Throwable cause) {
    return new KmsException(KmsFailureKind.CREDENTIALS, code.text(), message, "", cause);
  }

  public KmsFailureKind kind() {
    return kind;
  }

  /// AWS's error code, such as `XksKeyNotFoundException`; empty where no answer came.
  public String code() {
    return code;
  }

  /// Empty for a code that is newer than this program, and where no answer came.
  public Optional<KmsErrorCode> knownCode() {
    return KmsErrorCode.of(code);
  }

  public boolean is(KmsErrorCode known) {
    return knownCode().filter(known::equals).isPresent();
  }

  /// Empty where no answer came.
  public String requestId() {
    return requestId;
  }

  /// How the call ended.
  public enum KmsFailureKind {
    /// AWS KMS answered with an error code.
    REFUSED,
    /// No credentials, expired ones, or a role that could not be assumed.
    CREDENTIALS,
    /// No connection, or TLS failed.
    UNREACHABLE,
    /// No answer in time.
    TIMEOUT,
    /// The window works on an HSM alone.
    NOT_OPENED
  }
}
