package org.xksworkbench.app.kms;

import java.time.Instant;

/// When a KMS key last encrypted or decrypted something, as far as AWS KMS knows (GetKeyLastUsage).
/// AWS KMS keeps this since a date of each key's own, and advises not to delete a key for it alone.
public sealed interface LastUse {

  /// @param operation as AWS names it, such as `Encrypt`
  /// @param cloudTrailEventId empty where it is not told
  /// @param requestId of AWS KMS; empty where it is not told
  record Used(String operation, Instant at, String cloudTrailEventId, String requestId)
      implements LastUse {}

  /// Not since the key was created.
  record NeverUsed() implements LastUse {}

  /// The key is older than what AWS KMS knows of it.
  record NotSince(Instant trackingBegan) implements LastUse {}

  /// It cannot be asked.
  record NotKnown(Why why) implements LastUse {}

  /// Why it cannot be asked.
  enum Why {
    /// `kms:GetKeyLastUsage` is not allowed.
    DENIED,
    /// Whatever answers for AWS KMS does not have the operation, which is of 2026.
    NO_SUCH_OPERATION
  }
}
