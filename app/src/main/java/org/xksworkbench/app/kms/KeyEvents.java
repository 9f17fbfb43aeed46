package org.xksworkbench.app.kms;

import java.util.Optional;

/// What AWS CloudTrail knows of a KMS key. Needs the permission `cloudtrail:LookupEvents`;
/// CloudTrail tells of the last 90 days and some minutes late. The call blocks, may be interrupted,
/// and throws [KmsException].
@FunctionalInterface
public interface KeyEvents {

  /// The CreateKey event of a key; empty where CloudTrail has none (LookupEvents).
  Optional<KeyEvent> creationOf(KmsKey key);
}
