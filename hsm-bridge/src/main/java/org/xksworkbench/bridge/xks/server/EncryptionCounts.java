package org.xksworkbench.bridge.xks.server;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.hsm.HsmKey;

/// How often each key encrypted since the proxy started. With random initialization vectors a key
/// may encrypt 2^32 times in all (NIST SP 800-38D, section 8.3), on all machines that share it
/// together: what one process counts is its part of that.
final class EncryptionCounts {

  private static final Logger LOG = LoggerFactory.getLogger(EncryptionCounts.class);

  /// A sixteenth of the limit: 41 hours at 1,800 encryptions a second. Each doubling warns again.
  static final long FIRST_WARNING = 1L << 28;

  private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();

  void count(HsmKey key) {
    add(key.label(), 1);
  }

  void add(String label, long encryptions) {
    var counter = counts.computeIfAbsent(label, _ -> new AtomicLong());
    var now = counter.addAndGet(encryptions);
    if (isWarning(now - encryptions, now)) {
      LOG.warn(
          "The key {} has encrypted {} times since this proxy started. At 2^32 in all, on all"
              + " machines together, it must be replaced (NIST SP 800-38D).",
          label,
          now);
    }
  }

  /// Whether 2^28, or a doubling of it, lies between two counts.
  static boolean isWarning(long before, long now) {
    return now >= FIRST_WARNING && Long.highestOneBit(before) != Long.highestOneBit(now);
  }

  /// Label of the key to the number of its encryptions.
  Map<String, Long> now() {
    var now = new TreeMap<String, Long>();
    counts.forEach((label, count) -> now.put(label, count.get()));
    return now;
  }
}
