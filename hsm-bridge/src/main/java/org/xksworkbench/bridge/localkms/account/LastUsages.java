package org.xksworkbench.bridge.localkms.account;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.xksworkbench.bridge.localkms.wire.Call;

/// When each key was last used, and by which call: what GetKeyLastUsage tells. Kept in memory, so
/// tracking begins anew at each start, and says so.
public final class LastUsages {

  /// `KeyLastUsageTrackingOperation`, those that such keys can do.
  private static final Set<String> TRACKED =
      Set.of(
          "Encrypt", "Decrypt", "ReEncrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext");

  private final Map<String, RecordedUsage> usages = new ConcurrentHashMap<>();
  private volatile Instant since;

  /// @param eventId of CloudTrail
  public record RecordedUsage(String operation, Instant time, String eventId, String requestId) {}

  /// @param since when tracking began
  public LastUsages(Instant since) {
    this.since = since;
  }

  /// Is told of calls that succeeded. ReEncrypt uses two keys.
  void record(Call call, String eventId) {
    var operation = call.operation().name();
    if (TRACKED.contains(operation)) {
      var usage = new RecordedUsage(operation, call.receivedAt(), eventId, call.requestId());
      call.resources().keySet().forEach(arn -> usages.put(arn, usage));
    }
  }

  public Optional<RecordedUsage> of(String keyArn) {
    return Optional.ofNullable(usages.get(keyArn));
  }

  public Instant since() {
    return since;
  }

  public void forget(String keyArn) {
    usages.remove(keyArn);
  }

  /// Begins anew.
  public void clear(Instant now) {
    usages.clear();
    since = now;
  }
}
