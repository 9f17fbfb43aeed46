package org.xksworkbench.app.creation;

/// A key in an external key store as it was read.
///
/// @param plan what would make such a key; without a policy where that was not read, and with
///   `alias/` alone where the key has no alias
/// @param tagsRead whether the tags of the plan are those of the key
public record ExistingKey(String keyId, KeyPlan plan, boolean tagsRead) {

  boolean hasAlias() {
    return plan.hasAlias();
  }
}
