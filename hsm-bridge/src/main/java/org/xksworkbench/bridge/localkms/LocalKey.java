package org.xksworkbench.bridge.localkms;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;

/// A KMS key.
///
/// @param material key material of this stand-in: the inner layer
record LocalKey(
    UUID id,
    String arn,
    String description,
    String policy,
    Optional<String> customKeyStoreId,
    Optional<String> xksKeyId,
    Map<String, String> tags,
    SecretKey material,
    Instant created) {

  LocalKey {
    tags = Map.copyOf(tags);
  }

  /// Never shows key material.
  @Override
  public String toString() {
    return "LocalKey[" + arn + "]";
  }
}
