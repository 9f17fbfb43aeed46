package org.xksworkbench.bridge.localkms;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import javax.crypto.SecretKey;

/// A KMS key.
///
/// @param external only for a key in an external key store
/// @param tags sorted by key
/// @param material key material of this stand-in: the inner layer
record KmsKey(
    UUID id,
    String arn,
    String description,
    String policy,
    Optional<External> external,
    Map<String, String> tags,
    KeyStatus status,
    SecretKey material,
    Instant created) {

  /// Where the outer layer is.
  record External(String customKeyStoreId, String xksKeyId) {}

  KmsKey {
    tags = java.util.Collections.unmodifiableMap(new TreeMap<>(tags));
  }

  boolean isIn(String customKeyStoreId) {
    return external.filter(e -> e.customKeyStoreId().equals(customKeyStoreId)).isPresent();
  }

  KmsKey withDescription(String changed) {
    return new KmsKey(id, arn, changed, policy, external, tags, status, material, created);
  }

  KmsKey withPolicy(String changed) {
    return new KmsKey(id, arn, description, changed, external, tags, status, material, created);
  }

  KmsKey withTags(Map<String, String> changed) {
    return new KmsKey(id, arn, description, policy, external, changed, status, material, created);
  }

  KmsKey with(KeyStatus changed) {
    return new KmsKey(id, arn, description, policy, external, tags, changed, material, created);
  }

  /// Never shows key material.
  @Override
  public String toString() {
    return "KmsKey[" + arn + "]";
  }
}
