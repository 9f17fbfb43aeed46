package org.xksworkbench.app.lineage;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.bridge.hsm.HsmKey;

/// Asks AWS KMS, the proxy and the records, and joins what they say with the keys of a token.
/// Blocks.
public final class LineageReader {

  private final KeyManagement kms;
  private final KeyCensus census;
  private final OwnProxy proxy;
  private final KeyRecords records;

  public LineageReader(KeyManagement kms, KeyCensus census, OwnProxy proxy, KeyRecords records) {
    this.kms = kms;
    this.census = census;
    this.proxy = proxy;
    this.records = records;
  }

  /// @param token label of the token that the keys are of; empty if none is looked into
  /// @param checkValues CMAC by label that were computed just now; those on record are added
  /// @throws org.xksworkbench.app.kms.KmsException if AWS KMS cannot be asked
  public LineageReading read(
      Optional<String> token, List<HsmKey> keys, Map<String, String> checkValues)
      throws InterruptedException {
    var known = new HashMap<String, String>();
    token.ifPresent(label ->
        keys.forEach(key ->
            records
                .checkValueOf(label, key.label(), key.id())
                .ifPresent(cmac -> known.put(key.label(), cmac))));
    known.putAll(checkValues);
    var kmsKeys = census.inKeyStores(_ -> {});
    var stores = kms.keyStores();
    var lines =
        Lineage.of(
            new LineageSources(
                token,
                keys,
                known,
                proxy.servedPaths(),
                store -> proxy.serves(store.proxy()),
                proxy.healthKey(),
                stores,
                kmsKeys.keys(),
                kmsKeys.unknown().size(),
                kms.aliases(),
                records.ceremonies(),
                records.backups()));
    var own =
        stores.stream()
            .filter(store -> proxy.serves(store.proxy()))
            .map(ExternalKeyStore::id)
            .collect(Collectors.toSet());
    return new LineageReading(Instant.now(), lines, own, kmsKeys.unknown().size());
  }
}
