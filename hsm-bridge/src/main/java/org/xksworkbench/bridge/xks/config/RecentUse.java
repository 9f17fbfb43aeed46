package org.xksworkbench.bridge.xks.config;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.xksworkbench.bridge.xks.server.CredentialUses.CredentialName;

/// Keeps a credential that is still in use from being removed: all hosts of AWS KMS change to a new
/// one only after some time (specification, SigV4 credentials rotation).
public final class RecentUse {

  private static final Duration RECENT = Duration.ofMinutes(10);

  private RecentUse() {}

  /// Why a credential should not be removed now, as a sentence without its full stop; empty if
  /// nothing speaks against it.
  ///
  /// @param path the prefix, empty for all
  public static Optional<String> objection(
      Map<CredentialName, Instant> uses, Optional<String> path, String accessKeyId, Instant now) {
    return uses.entrySet().stream()
        .filter(use -> use.getKey().accessKeyId().equals(accessKeyId))
        .filter(use -> path.map(use.getKey().path()::equals).orElse(true))
        .map(Map.Entry::getValue)
        .max(Instant::compareTo)
        .filter(last -> last.isAfter(now.minus(RECENT)))
        .map(last ->
            accessKeyId
                + " signed a request at "
                + last
                + ", within the last "
                + RECENT.toMinutes()
                + " minutes: AWS KMS still uses it. Give AWS KMS the new one (UpdateCustomKeyStore),"
                + " and wait");
  }
}
