package org.xksworkbench.bridge.localkms.state;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// A KMS key.
///
/// @param external only for a key in an external key store
/// @param tags sorted by key
/// @param materials key material of this stand-in: the inner layer
public record StoredKey(
    UUID id,
    String arn,
    String description,
    String policy,
    Optional<External> external,
    Map<String, String> tags,
    KeyStatus status,
    KeyMaterials materials,
    Instant created) {

  /// Where the outer layer is.
  public record External(String customKeyStoreId, String xksKeyId) {}

  public StoredKey {
    tags = java.util.Collections.unmodifiableMap(new TreeMap<>(tags));
  }

  /// `CurrentKeyMaterialId`, which keys in external key stores do not have.
  public Optional<String> materialId() {
    return materialId(materials.currentIndex());
  }

  /// `KeyMaterialId`
  ///
  /// @param index in [KeyMaterials#all]
  public Optional<String> materialId(int index) {
    return external.isPresent()
        ? Optional.empty()
        : Optional.of(Digests.hexSha256("material " + id + (index == 0 ? "" : " " + index)));
  }

  /// `Origin` on the wire.
  public String origin() {
    return external.isPresent() ? "EXTERNAL_KEY_STORE" : "AWS_KMS";
  }

  public boolean isIn(String customKeyStoreId) {
    return external.filter(e -> e.customKeyStoreId().equals(customKeyStoreId)).isPresent();
  }

  public StoredKey withDescription(String changed) {
    return new StoredKey(id, arn, changed, policy, external, tags, status, materials, created);
  }

  public StoredKey withPolicy(String changed) {
    return new StoredKey(id, arn, description, changed, external, tags, status, materials, created);
  }

  public StoredKey withTags(Map<String, String> changed) {
    return new StoredKey(
        id, arn, description, policy, external, changed, status, materials, created);
  }

  public StoredKey with(KeyStatus changed) {
    return new StoredKey(id, arn, description, policy, external, tags, changed, materials, created);
  }

  public StoredKey with(KeyMaterials changed) {
    return new StoredKey(id, arn, description, policy, external, tags, status, changed, created);
  }

  /// Never shows key material.
  @Override
  public String toString() {
    return "StoredKey[" + arn + "]";
  }
}
