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

  /// In one line.
  public String headline() {
    return cause
        .map(found -> found.probe().title() + ": " + found.why())
        .orElse("From this workstation the way to the proxy is clear");
  }

  /// What follows from it, and for AWS KMS, a paragraph each.
  public List<String> consequences() {
    return cause
        .map(found -> List.of("What to do: " + found.remedy(), inAws(found)))
        .orElseGet(() ->
            List.of(
                "AWS KMS goes another way to the same proxy and trusts its own list of"
                    + " authorities, so this cannot promise that AWS KMS gets through."));
  }

  private static String inAws(DiagnosedCause cause) {
    return cause.connectionErrorCode().map("Connecting would fail with %s. "::formatted).orElse("")
        + cause
            .exception()
            .map(code ->
                "Creating or editing the key store would fail with %s.".formatted(code.text()))
            .orElse("");
  }

  public boolean healthy() {
    return cause.isEmpty();
  }
}
