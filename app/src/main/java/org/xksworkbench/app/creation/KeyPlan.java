package org.xksworkbench.app.creation;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Optional;
import org.xksworkbench.app.kms.KmsChange.CreateKey;

/// All that was decided about a KMS key before it exists.
///
/// @param keyStoreName for people; AWS KMS needs the ID alone
/// @param alias with its `alias/` prefix
/// @param policy JSON; empty where it is not known
public record KeyPlan(
    @JsonProperty("customKeyStoreId") String keyStoreId,
    @JsonProperty("customKeyStoreName") String keyStoreName,
    String xksKeyId,
    String alias,
    String description,
    Map<String, String> tags,
    String policy) {

  public KeyPlan {
    tags = Map.copyOf(tags);
  }

  boolean hasAlias() {
    return alias.length() > "alias/".length();
  }

  /// Where no policy is known, AWS KMS gives the key its default policy.
  CreateKey createKey() {
    return new CreateKey(
        keyStoreId,
        xksKeyId,
        description,
        Optional.of(policy).filter(text -> !text.isBlank()),
        tags);
  }
}
