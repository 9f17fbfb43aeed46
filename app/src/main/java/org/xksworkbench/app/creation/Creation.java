package org.xksworkbench.app.creation;

import java.time.Instant;

/// One creation of a KMS key, as it is on disk.
///
/// @param id of the record, not of the key
/// @param kms which AWS KMS: its host, or `local` for the stand-in
public record Creation(
    String id,
    Instant begun,
    String kms,
    String region,
    String account,
    KeyPlan plan,
    CreationStage stage) {

  Creation at(CreationStage next) {
    return new Creation(id, begun, kms, region, account, plan, next);
  }

  public boolean finished() {
    return stage instanceof CreationStage.CreationFinished;
  }
}
