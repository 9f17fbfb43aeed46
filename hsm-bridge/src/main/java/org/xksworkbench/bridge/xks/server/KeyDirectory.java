package org.xksworkbench.bridge.xks.server;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.xks.auth.Credential;
import org.xksworkbench.bridge.xks.protocol.XksError;
import org.xksworkbench.bridge.xks.protocol.XksException;

/// XKS key IDs to keys of the token.
///
/// Finding a key takes a token time that grows with the number of its objects, so no request that
/// encrypts or decrypts waits for it: a thread of its own lists the keys every ten seconds, less
/// often where a listing takes long. A label that moves to another key, or is given twice, raises
/// no error in PKCS#11; that is why it looks again at all. Only an ID that the last listing did not
/// have is looked up at once: the key may be new.
final class KeyDirectory implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KeyDirectory.class);

  static final Duration BETWEEN_LISTINGS = Duration.ofSeconds(10);
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);

  /// A listing that takes a second is made every fifty seconds: at most 2% of the token's time.
  private static final int SHARE = 50;

  /// A listing that could not be renewed for so long is not used any more.
  private static final long STALE_NANOS = Duration.ofMinutes(2).toNanos();

  private record Listing(
      List<HsmKey> keys, long at, Map<KeyIdRule, Map<String, List<HsmKey>>> indexes) {

    Listing(List<HsmKey> keys) {
      this(keys, System.nanoTime(), new ConcurrentHashMap<>());
    }

    Map<String, List<HsmKey>> index(KeyIdRule rule) {
      return indexes.computeIfAbsent(rule, _ -> new ConcurrentHashMap<>(rule.index(keys)));
    }

    boolean isStale() {
      return System.nanoTime() - at > STALE_NANOS;
    }
  }

  private final HsmSession session;
  private final String healthKeyLabel;
  private final Supplier<? extends Collection<XksPrefix>> prefixes;
  private final Duration betweenListings;
  private final Thread lister;

  /// The one prefix that is served the key of the health check.
  private volatile @Nullable XksPrefix rehearsal;

  private volatile Listing listing;
  private volatile boolean closed;

  /// Lists the keys once, and from then on by itself.
  ///
  /// @param healthKeyLabel the key of the health check, which nobody else is served
  /// @param prefixes for the report of what is served
  /// @param betweenListings at least
  /// @throws HsmException if the token cannot be asked
  KeyDirectory(
      HsmSession session,
      String healthKeyLabel,
      Supplier<? extends Collection<XksPrefix>> prefixes,
      Duration betweenListings) {
    this.session = session;
    this.healthKeyLabel = healthKeyLabel;
    this.prefixes = prefixes;
    this.betweenListings = betweenListings;
    listing = new Listing(session.secretKeys());
    lister = Thread.ofPlatform().name("xks-keys").daemon().unstarted(this::keepListing);
    lister.start();
  }

  /// The key as it is now.
  HsmKey look(XksPrefix prefix, String xksKeyId) {
    var keys = prefix.ids().find(session, xksKeyId);
    var index = listing.index(prefix.ids());
    if (keys.isEmpty()) {
      index.remove(xksKeyId);
    } else {
      index.put(xksKeyId, keys);
    }
    return servedKey(prefix, keys);
  }

  /// The key as it was when the keys were listed.
  HsmKey recall(XksPrefix prefix, String xksKeyId) {
    var known = listing;
    var keys = known.index(prefix.ids()).get(xksKeyId);
    return keys == null || known.isStale() ? look(prefix, xksKeyId) : servedKey(prefix, keys);
  }

  /// Looks the key up when it is asked for the next time.
  void forget(XksPrefix prefix, String xksKeyId) {
    listing.index(prefix.ids()).remove(xksKeyId);
  }

  /// Serves the key of the health check under a prefix that nobody else knows, until
  /// [#endRehearsal].
  XksPrefix rehearse(String path, Credential credential, String xksKeyId) {
    // One of several, if it has an ID.
    var id =
        listing.keys().stream()
            .filter(key -> key.label().equals(healthKeyLabel))
            .map(HsmKey::id)
            .max(Comparator.naturalOrder())
            .orElse("");
    var ids = new KeyIdRule.Mapped(Map.of(xksKeyId, new KeyIdRule.Selector(healthKeyLabel, id)));
    var prefix =
        new XksPrefix(
            path, List.of(credential), new KeyAdmission.AllSecretKeys(), ids, false, Set.of());
    rehearsal = prefix;
    return prefix;
  }

  void endRehearsal() {
    rehearsal = null;
  }

  @Override
  public void close() {
    closed = true;
    lister.interrupt();
  }

  private HsmKey servedKey(XksPrefix prefix, List<HsmKey> keys) {
    if (keys.size() > 1 && keys.stream().anyMatch(key -> mayBeServed(prefix, key))) {
      throw ambiguous(keys.size());
    }
    if (keys.size() != 1 || !mayBeServed(prefix, keys.getFirst())) {
      throw new XksException(
          XksError.KEY_NOT_FOUND, "The external key is not found, or is not served here.");
    }
    return keys.getFirst();
  }

  private boolean mayBeServed(XksPrefix prefix, HsmKey key) {
    var shown = !key.label().equals(healthKeyLabel) || prefix.equals(rehearsal);
    return shown && prefix.keys().admits(key);
  }

  private static XksException ambiguous(int number) {
    return new XksException(
        XksError.KEY_NOT_FOUND,
        "The external key ID names " + number + " keys. It must be unique to be served.");
  }

  private void keepListing() {
    var report = KeyReport.none();
    var took = Duration.ZERO;
    var failed = false;
    while (!closed) {
      try {
        var now = KeyReport.of(prefixes.get(), withoutHealthKey(listing.keys()));
        now.log(report);
        report = now;
        Thread.sleep(failed ? AFTER_A_FAILURE : longer(betweenListings, took.multipliedBy(SHARE)));
        var began = System.nanoTime();
        listing = new Listing(session.secretKeys());
        took = Duration.ofNanos(System.nanoTime() - began);
        failed = false;
      } catch (InterruptedException e) {
        // closed tells what it means
      } catch (HsmException e) {
        failed = true;
        LOG.debug("The keys cannot be listed: {}", e.getMessage());
      } catch (RuntimeException e) {
        failed = true;
        LOG.error("A defect while listing the keys", e);
      }
    }
  }

  private List<HsmKey> withoutHealthKey(List<HsmKey> keys) {
    return keys.stream().filter(key -> !key.label().equals(healthKeyLabel)).toList();
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }
}
