package org.xksworkbench.app.policy;

/// What a look at a key policy found.
///
/// @param text a sentence or two for the user
/// @param awsError with which AWS KMS would refuse it; empty where it would take it
public record PolicyFinding(boolean refused, String text, String awsError) {

  static PolicyFinding malformed(String text) {
    return new PolicyFinding(true, text, "MalformedPolicyDocumentException");
  }

  static PolicyFinding mind(String text) {
    return new PolicyFinding(false, text, "");
  }
}
