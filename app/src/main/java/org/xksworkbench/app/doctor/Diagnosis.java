package org.xksworkbench.app.doctor;

import java.util.List;
import java.util.Optional;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.problem.ConnectionErrorCode;
import org.xksworkbench.app.problem.ProxyFailure;

/// All findings, one for each probe in order, and what the first failure means.
public record Diagnosis(List<ProbeFinding> findings, Optional<DiagnosedCause> cause) {

  /// What the first failing step means for AWS KMS.
  ///
  /// @param remedy what to do, a sentence
  public record DiagnosedCause(Probe probe, ProxyFailure failure, String why, String remedy) {

    /// The ConnectionErrorCode that AWS KMS would give on connecting; empty if it would not notice.
    public Optional<ConnectionErrorCode> connectionErrorCode() {
      return failure.onConnect();
    }

    /// What CreateCustomKeyStore and UpdateCustomKeyStore would answer.
    public Optional<KmsErrorCode> exception() {
      return failure.onKeyStore();
    }
  }

  public Diagnosis {
    findings = List.copyOf(findings);
  }

  public boolean healthy() {
    return cause.isEmpty();
  }
}
