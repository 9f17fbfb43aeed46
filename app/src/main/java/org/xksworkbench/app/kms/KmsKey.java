package org.xksworkbench.app.kms;

import java.time.Instant;
import java.util.Optional;

/// A KMS key (`KeyMetadata`).
///
/// @param customKeyStoreId only where the key is in a custom key store
/// @param xksKeyId `XksKeyConfiguration.Id`, only where the key is in an external key store
/// @param customerManaged `KeyManager` is CUSTOMER: not made by AWS for one of its services
/// @param deletionDate only where the key state is `PendingDeletion`
public record KmsKey(
    String keyId,
    String arn,
    String accountId,
    String description,
    KeyState keyState,
    String keySpec,
    String keyUsage,
    KeyOrigin origin,
    boolean multiRegion,
    boolean customerManaged,
    Instant creationDate,
    Optional<String> customKeyStoreId,
    Optional<String> xksKeyId,
    Optional<Instant> deletionDate) {

  /// Whether the key is in an external key store.
  public boolean external() {
    return origin == KeyOrigin.KnownKeyOrigin.EXTERNAL_KEY_STORE;
  }

  public boolean pendingDeletion() {
    return keyState == KeyState.KnownKeyState.PENDING_DELETION;
  }
}
