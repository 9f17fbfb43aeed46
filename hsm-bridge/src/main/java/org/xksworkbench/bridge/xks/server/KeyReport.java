package org.xksworkbench.bridge.xks.server;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;
import org.xksworkbench.bridge.hsm.HsmKey;

/// Which keys the prefixes serve, and which IDs name more than one key: those are served to nobody
/// until the token says which is meant.
///
/// @param served path prefix to the number of its keys
/// @param ambiguous path prefix to the IDs that name several keys, with their number
record KeyReport(Map<String, Long> served, Map<String, Map<String, Integer>> ambiguous) {

  private static final Logger LOG = LoggerFactory.getLogger(KeyReport.class);

  static KeyReport of(Collection<XksPrefix> prefixes, Collection<HsmKey> keys) {
    var served = new TreeMap<String, Long>();
    var ambiguous = new TreeMap<String, Map<String, Integer>>();
    for (var prefix : prefixes) {
      var several = new TreeMap<String, Integer>();
      var count = 0L;
      for (var entry : prefix.ids().index(keys).entrySet()) {
        if (entry.getValue().size() > 1) {
          several.put(entry.getKey(), entry.getValue().size());
        } else if (ExternalKeyFitness.isLegalXksKeyId(entry.getKey())
            && prefix.keys().admits(entry.getValue().getFirst())) {
          count++;
        }
      }
      served.put(prefix.path(), count);
      ambiguous.put(prefix.path(), several);
    }
    return new KeyReport(served, ambiguous);
  }

  /// Says in the log what differs from an earlier report.
  void log(KeyReport before) {
    served.forEach((path, count) -> {
      if (!count.equals(before.served().get(path))) {
        LOG.info("The prefix {} serves {} keys", path, count);
      }
    });
    ambiguous.forEach((path, several) -> {
      var known = before.ambiguous().getOrDefault(path, Map.of());
      several.forEach((id, count) -> {
        if (!count.equals(known.get(id))) {
          LOG.warn(
              "The external key ID {} of the prefix {} names {} keys of the token and is not"
                  + " served",
              id,
              path,
              count);
        }
      });
    });
  }

  static KeyReport none() {
    return of(List.of(), List.of());
  }
}
