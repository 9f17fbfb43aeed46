package org.xksworkbench.bridge.xks.server;

import java.util.Collection;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;
import org.xksworkbench.bridge.hsm.HsmKey;

/// Says in the log which keys a prefix serves, and which IDs name more than one key: those are
/// served to nobody until the token says which is meant.
final class KeyReport {

  private static final Logger LOG = LoggerFactory.getLogger(KeyReport.class);

  private KeyReport() {}

  static void log(Collection<XksPrefix> prefixes, Collection<HsmKey> keys) {
    for (var prefix : prefixes) {
      var named = new TreeMap<String, Integer>();
      for (var key : keys) {
        prefix.ids().idOf(key).ifPresent(id -> named.merge(id, 1, Integer::sum));
      }
      var served =
          keys.stream()
              .filter(prefix.keys()::admits)
              .flatMap(key -> prefix.ids().idOf(key).stream())
              .filter(ExternalKeyFitness::isLegalXksKeyId)
              .filter(id -> named.getOrDefault(id, 0) == 1)
              .count();
      LOG.info("The prefix {} serves {} keys", prefix.path(), served);
      named.forEach((id, count) -> {
        if (count > 1) {
          LOG.warn(
              "The external key ID {} of the prefix {} names {} keys of the token and is not"
                  + " served",
              id,
              prefix.path(),
              count);
        }
      });
    }
  }
}
