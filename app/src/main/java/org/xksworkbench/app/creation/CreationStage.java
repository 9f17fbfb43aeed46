package org.xksworkbench.app.creation;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// How far a creation is known to have come.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "name")
@JsonSubTypes({
  @JsonSubTypes.Type(value = CreationStage.CreationIntended.class, name = "intended"),
  @JsonSubTypes.Type(value = CreationStage.KeyCreated.class, name = "key-created"),
  @JsonSubTypes.Type(value = CreationStage.CreationFinished.class, name = "finished")
})
public sealed interface CreationStage {

  /// CreateKey was about to be called; whether AWS KMS did it is not known.
  record CreationIntended() implements CreationStage {}

  /// The KMS key exists; whether its alias does is not known.
  ///
  /// @param createKeyRequestId empty where the answer was lost and the key was found again
  record KeyCreated(String keyId, String arn, String createKeyRequestId) implements CreationStage {}

  /// The KMS key exists and has its alias.
  ///
  /// @param createAliasRequestId empty where the answer was lost
  record CreationFinished(
      String keyId, String arn, String createKeyRequestId, String createAliasRequestId)
      implements CreationStage {}
}
