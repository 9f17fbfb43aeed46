package org.xksworkbench.app.externalkey;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.words.Words;

/// One thing that is known, or not, of an external key before AWS KMS is asked.
///
/// @param what was looked at, such as "Token"
/// @param found a sentence
/// @param awsError with which CreateKey would fail for it; empty if it would not
/// @param took where something had to be asked
public record ExternalKeyCheck(
    Result result,
    String what,
    String found,
    Optional<KmsErrorCode> awsError,
    Optional<Duration> took) {

  private static final Words WORDS = Words.of(ExternalKeyCheck.class);

  /// How a check ended.
  public enum Result {
    GOOD,
    /// Only AWS KMS or the proxy can tell.
    UNKNOWN,
    /// AWS KMS would refuse it.
    REFUSED
  }

  static ExternalKeyCheck good(String what, String found) {
    return new ExternalKeyCheck(Result.GOOD, what, found, Optional.empty(), Optional.empty());
  }

  static ExternalKeyCheck unknown(String what, String found) {
    return new ExternalKeyCheck(Result.UNKNOWN, what, found, Optional.empty(), Optional.empty());
  }

  static ExternalKeyCheck refusal(String what, String found, KmsErrorCode awsError) {
    return new ExternalKeyCheck(
        Result.REFUSED, what, found, Optional.of(awsError), Optional.empty());
  }

  ExternalKeyCheck after(Duration time) {
    return new ExternalKeyCheck(result, what, found, awsError, Optional.of(time));
  }

  /// All checks of one external key.
  public record ExternalKeyReport(String xksKeyId, List<ExternalKeyCheck> checks) {

    public ExternalKeyReport {
      checks = List.copyOf(checks);
    }

    /// The worst of all.
    public Result result() {
      return checks.stream()
          .map(ExternalKeyCheck::result)
          .max(Result::compareTo)
          .orElse(Result.UNKNOWN);
    }

    /// The error that AWS KMS would answer first; empty if none is expected.
    public Optional<KmsErrorCode> awsError() {
      return checks.stream().flatMap(check -> check.awsError().stream()).findFirst();
    }

    public String headline() {
      return switch (result()) {
        case GOOD -> WORDS.text("report.good", xksKeyId);
        case UNKNOWN -> WORDS.text("report.unknown", xksKeyId);
        case REFUSED ->
            awsError()
                .map(code -> WORDS.text("report.refused-with", xksKeyId, code.text()))
                .orElseGet(() -> WORDS.text("report.refused", xksKeyId));
      };
    }
  }
}
