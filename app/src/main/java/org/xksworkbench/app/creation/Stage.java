package org.xksworkbench.app.creation;

/// How far a creation is known to have come.
public sealed interface Stage {

  /// CreateKey was about to be called; whether AWS KMS did it is not known.
  record Intended() implements Stage {}

  /// The KMS key exists; whether its alias does is not known.
  ///
  /// @param createKeyRequestId empty where the answer was lost and the key was found again
  record KeyCreated(String keyId, String arn, String createKeyRequestId) implements Stage {}

  /// The KMS key exists and has its alias.
  ///
  /// @param createAliasRequestId empty where the answer was lost
  record Finished(String keyId, String arn, String createKeyRequestId, String createAliasRequestId)
      implements Stage {}
}
