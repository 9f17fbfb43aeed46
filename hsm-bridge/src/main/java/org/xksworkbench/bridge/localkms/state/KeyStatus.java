package org.xksworkbench.bridge.localkms.state;

import java.time.Instant;

/// What was decided about a KMS key, whatever became of its key store.
public sealed interface KeyStatus {

  record Enabled() implements KeyStatus {}

  record Disabled() implements KeyStatus {}

  /// @param due when the key is deleted
  record PendingDeletion(Instant due, int windowInDays) implements KeyStatus {}
}
