package org.xksworkbench.app.policy;

import java.util.Optional;
import org.xksworkbench.app.kms.KmsErrorCode;

/// What a look at a key policy found.
///
/// @param text a sentence or two for the user
/// @param awsError with which AWS KMS would refuse it; empty where it would take it
public record PolicyFinding(boolean refused, String text, Optional<KmsErrorCode> awsError) {

  /// What a refusal comes to, without a full stop.
  public String headline() {
    return awsError
        .map(code -> "AWS KMS would refuse it: " + code.text())
        .orElse("This must be mended");
  }

  static PolicyFinding malformedPolicy(String text) {
    return refusal(text, KmsErrorCode.MALFORMED_POLICY_DOCUMENT);
  }

  static PolicyFinding refusal(String text, KmsErrorCode awsError) {
    return new PolicyFinding(true, text, Optional.of(awsError));
  }

  static PolicyFinding mind(String text) {
    return new PolicyFinding(false, text, Optional.empty());
  }
}
