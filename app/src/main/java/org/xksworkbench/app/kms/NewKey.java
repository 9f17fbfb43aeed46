package org.xksworkbench.app.kms;

import java.util.Map;
import java.util.Optional;

/// What CreateKey needs to know of a KMS key in an external key store. The other values are
/// required to be SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT, EXTERNAL_KEY_STORE and single-Region.
///
/// @param xksKeyId the ID by which the external key store proxy knows the external key; permanent
/// @param description may be empty; appears in clear in CloudTrail
/// @param policy the key policy, JSON; without one AWS KMS gives the key its default policy
/// @param tags tag key to tag value; appear in clear in CloudTrail
public record NewKey(
    String customKeyStoreId,
    String xksKeyId,
    String description,
    Optional<String> policy,
    Map<String, String> tags) {

  public NewKey {
    tags = Map.copyOf(tags);
  }

  /// A key with the default policy of AWS KMS and no tags.
  public NewKey(String customKeyStoreId, String xksKeyId, String description) {
    this(customKeyStoreId, xksKeyId, description, Optional.empty(), Map.of());
  }
}
