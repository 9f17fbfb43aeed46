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
    ProblemKind kind,
    String headline,
    List<String> causes,
    String nextStep,
    String technicalDetail,
    String code,
    String requestId) {

  public Problem {
    causes = List.copyOf(causes);
  }

  /// @param headline what happened, without a full stop
  public static Problem of(ProblemKind kind, String headline) {
    return new Problem(kind, headline, List.of(), "", "", "", "");
  }

  /// @param causes likely ones, each a sentence; they come after those that are there
  public Problem because(String... causes) {
    return because(List.of(causes));
  }

  /// @param causes likely ones, each a sentence; they come after those that are there
  public Problem because(List<String> causes) {
    var all = Stream.concat(this.causes.stream(), causes.stream()).toList();
    return new Problem(kind, headline, all, nextStep, technicalDetail, code, requestId);
  }

  /// @param nextStep a sentence
  public Problem toDo(String nextStep) {
    return new Problem(kind, headline, causes, nextStep, technicalDetail, code, requestId);
  }

  /// @param technicalDetail one click away
  public Problem withDetail(String technicalDetail) {
    return new Problem(kind, headline, causes, nextStep, technicalDetail, code, requestId);
  }

  /// @param code stable and searchable
  public Problem withCode(String code) {
    return new Problem(kind, headline, causes, nextStep, technicalDetail, code, requestId);
  }

  /// @param requestId of AWS KMS
  public Problem withRequestId(String requestId) {
    return new Problem(kind, headline, causes, nextStep, technicalDetail, code, requestId);
  }

  /// What kind of failure.
  public enum ProblemKind {
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
