package org.xksworkbench.app.kms;

import java.time.Instant;
import java.util.Optional;

/// A KMS key (`KeyMetadata`).
///
/// @param keyState `KeyState`, such as `Enabled` or `Unavailable`
/// @param origin `Origin`, such as `EXTERNAL_KEY_STORE`
/// @param customKeyStoreId only where the key is in a custom key store
/// @param xksKeyId `XksKeyConfiguration.Id`, only where the key is in an external key store
/// @param customerManaged `KeyManager` is CUSTOMER: not made by AWS for one of its services
/// @param deletionDate only where the key state is `PendingDeletion`
public record KmsKey(
    String keyId,
    String arn,
    String accountId,
    String description,
    String keyState,
    String keySpec,
    String keyUsage,
    String origin,
    boolean multiRegion,
    boolean customerManaged,
    Instant creationDate,
    Optional<String> customKeyStoreId,
    Optional<String> xksKeyId,
    Optional<Instant> deletionDate) {

  /// Whether the key is in an external key store.
  public boolean external() {
    return origin.equals("EXTERNAL_KEY_STORE");
  }

  public boolean pendingDeletion() {
    return keyState.equals("PendingDeletion");
  }
}
