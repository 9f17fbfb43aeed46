package org.xksworkbench.app.creation;

import org.xksworkbench.app.kms.KmsKey;

/// What exists of a creation that did not come to its end.
public sealed interface CreationRemains {

  /// No KMS key of the key store belongs to the external key, as far as can be seen.
  ///
  /// @param unknown how many keys of the account could not be described
  record NothingCreated(int unknown) implements CreationRemains {}

  /// The KMS key, without its alias.
  record WithoutAlias(KmsKey key) implements CreationRemains {}

  /// The KMS key, but the alias names another.
  ///
  /// @param aliasOf the key that has the alias
  record AliasTaken(KmsKey key, String aliasOf) implements CreationRemains {}

  /// The KMS key with its alias: all was done, only the answer was lost.
  record Complete(KmsKey key) implements CreationRemains {}

  /// The external key belongs to a KMS key that is older than this creation.
  record AnotherKey(KmsKey key) implements CreationRemains {}

  /// The KMS key waits for its deletion already.
  record BeingDeleted(KmsKey key) implements CreationRemains {}
}
