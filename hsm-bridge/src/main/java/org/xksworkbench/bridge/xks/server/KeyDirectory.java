package org.xksworkbench.bridge.xks.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.xks.protocol.XksError;
import org.xksworkbench.bridge.xks.protocol.XksException;

/// XKS key IDs to keys of the token. What was found is remembered for a short while: a label that
/// moves to another key raises no error in PKCS#11, so it is looked up again now and then.
final class KeyDirectory {

  private static final long REMEMBER_NANOS = Duration.ofSeconds(10).toNanos();

  private record Found(HsmKey key, long at) {}

  /// An ID means what the rule says, and a prefix may get another rule.
  private record Place(KeyIdRule rule, String xksKeyId) {}

  private final HsmSession session;
  private final String healthKeyLabel;
  private final LongSupplier nanoTime;
  private final Map<Place, Found> found = new ConcurrentHashMap<>();

  /// @param healthKeyLabel the key of the health check, which nobody else is served
  KeyDirectory(HsmSession session, String healthKeyLabel, LongSupplier nanoTime) {
    this.session = session;
    this.healthKeyLabel = healthKeyLabel;
    this.nanoTime = nanoTime;
  }

  /// The key as it is now.
  HsmKey look(XksPrefix prefix, String xksKeyId) {
    var keys = prefix.ids().find(session, xksKeyId);
    if (keys.size() > 1) {
      throw new XksException(
          XksError.KEY_NOT_FOUND,
          "The external key ID names "
              + keys.size()
              + " keys of the token. It must be unique to be served.");
    }
    if (keys.isEmpty()
        || keys.getFirst().label().equals(healthKeyLabel)
        || !prefix.keys().admits(keys.getFirst())) {
      forget(prefix, xksKeyId);
      throw notFound();
    }
    found.put(place(prefix, xksKeyId), new Found(keys.getFirst(), nanoTime.getAsLong()));
    return keys.getFirst();
  }

  /// The key as it was at most ten seconds ago.
  HsmKey recall(XksPrefix prefix, String xksKeyId) {
    var known = found.get(place(prefix, xksKeyId));
    return known != null
            && nanoTime.getAsLong() - known.at() < REMEMBER_NANOS
            && prefix.keys().admits(known.key())
        ? known.key()
        : look(prefix, xksKeyId);
  }

  void forget(XksPrefix prefix, String xksKeyId) {
    found.remove(place(prefix, xksKeyId));
  }

  private static Place place(XksPrefix prefix, String xksKeyId) {
    return new Place(prefix.ids(), xksKeyId);
  }

  static XksException notFound() {
    return new XksException(
        XksError.KEY_NOT_FOUND, "The external key is not found, or is not served here.");
  }
}
