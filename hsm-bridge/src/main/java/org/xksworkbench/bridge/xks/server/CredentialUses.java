package org.xksworkbench.bridge.xks.server;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/// When each credential last signed a request well, to the second: so that who rotates one sees
/// whether AWS KMS still uses the old one. Only credentials of the configuration come in here,
/// because no other signature is valid.
public final class CredentialUses {

  /// A credential without its secret.
  ///
  /// @param path of its prefix
  public record CredentialName(String path, String accessKeyId) {}

  private final InstantSource clock;
  private final Map<CredentialName, AtomicLong> seconds = new ConcurrentHashMap<>();

  public CredentialUses(InstantSource clock) {
    this.clock = clock;
  }

  void note(String path, String accessKeyId) {
    note(new CredentialName(path, accessKeyId), clock.millis() / 1000);
  }

  /// One that was noted before this process was.
  public void note(CredentialName name, Instant at) {
    note(name, at.getEpochSecond());
  }

  private void note(CredentialName name, long second) {
    var last = seconds.get(name);
    if (last == null) {
      last = seconds.computeIfAbsent(name, _ -> new AtomicLong());
    }
    // Most requests come within the second of another: no processor takes the line from all others.
    if (last.get() < second) {
      last.accumulateAndGet(second, Math::max);
    }
  }

  public Optional<Instant> lastUse(CredentialName name) {
    return Optional.ofNullable(seconds.get(name))
        .map(second -> Instant.ofEpochSecond(second.get()));
  }

  public Map<CredentialName, Instant> lastUses() {
    return seconds.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, entry -> Instant.ofEpochSecond(entry.getValue().get())));
  }
}
