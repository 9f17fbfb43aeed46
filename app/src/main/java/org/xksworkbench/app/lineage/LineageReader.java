package org.xksworkbench.app.lineage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.bridge.hsm.HsmKey;

/// Asks AWS KMS, the proxy and the records, and joins what they say with the keys of a token.
/// Blocks.
public final class LineageReader {

  private final KeyManagement kms;
  private final OwnProxy proxy;
  private final KeyRecords records;

  public LineageReader(KeyManagement kms, OwnProxy proxy, KeyRecords records) {
    this.kms = kms;
    this.proxy = proxy;
    this.records = records;
  }

  /// @param token label of the token that the keys are of; empty if none is looked into
  /// @param checkValues CMAC by label that were computed just now; those on record are added
  /// @throws org.xksworkbench.app.kms.KmsException if AWS KMS cannot be asked
  public List<Lineage> read(
      Optional<String> token, List<HsmKey> keys, Map<String, String> checkValues) {
    var known = new HashMap<String, String>();
    token.ifPresent(label ->
        keys.forEach(key ->
            records
                .checkValueOf(label, key.label(), key.id())
                .ifPresent(cmac -> known.put(key.label(), cmac))));
    known.putAll(checkValues);
    return Lineage.of(
        new LineageSources(
            token,
            keys,
            known,
            proxy.servedPaths(),
            store -> proxy.serves(store.proxy()),
            proxy.healthKey(),
            kms.keyStores(),
            kms.keys(),
            kms.aliases(),
            records.ceremonies(),
            records.backups()));
  }
}
