package org.xksworkbench.app.problem;

import java.util.List;
import java.util.stream.Stream;

/// A failure as a user reads it.
///
/// @param headline what happened, without a full stop
/// @param causes likely causes, each a sentence
/// @param nextStep what to do, a sentence; empty if nothing can be done
/// @param technicalDetail one click away; empty if there is none
/// @param code stable and searchable: AWS's error code, a `CKR_` name, or our own
/// @param requestId of AWS KMS; empty where no answer came
public record Problem(
    Kind kind,
    String headline,
    List<String> causes,
    String nextStep,
    String technicalDetail,
    String code,
    String requestId) {

  public Problem {
    causes = List.copyOf(causes);
  }

  /// The same, with more that has to be said.
  public Problem with(List<String> more) {
    return new Problem(
        kind,
        headline,
        Stream.concat(causes.stream(), more.stream()).toList(),
        nextStep,
        technicalDetail,
        code,
        requestId);
  }

  /// What kind of failure.
  public enum Kind {
    DENIED,
    NOT_FOUND,
    CONFLICT,
    INVALID,
    UNREACHABLE,
    TIMEOUT,
    HSM,
    /// A defect of this program.
    BUG
  }
}
