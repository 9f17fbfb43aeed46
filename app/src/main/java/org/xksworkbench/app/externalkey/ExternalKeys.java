package org.xksworkbench.app.externalkey;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KeyNames;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness.KeySurroundings;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness.KeyUse;
import org.xksworkbench.bridge.hsm.HsmKey;

/// The external keys that a KMS key could have. Blocks.
public final class ExternalKeys {

  private final KeyManagement kms;
  private final AttachedHsm hsm;
  private final OwnProxy proxy;
  private final KeyCensus census;

  public ExternalKeys(KeyManagement kms, AttachedHsm hsm, OwnProxy proxy, KeyCensus census) {
    this.kms = kms;
    this.hsm = hsm;
    this.proxy = proxy;
    this.census = census;
  }

  /// Which external keys of the key store are in use; nothing of the token yet.
  public Candidates inUse(String keyStoreId, Consumer<KeyCensus.CensusProgress> progress)
      throws InterruptedException {
    var used = census.inStore(keyStoreId, progress);
    var names = KeyNames.of(kms.aliases());
    var usedBy =
        used.keyIds().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, key -> names.name(key.getValue())));
    var elsewhere =
        used.elsewhere().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, key -> key.getValue().stream().map(names::name).toList()));
    return new Candidates(false, List.of(), usedBy, elsewhere, used.unknown());
  }

  /// The same with the keys of the token that the user is logged in to; unchanged if there is none.
  public Candidates withToken(Candidates used) {
    var session = hsm.session();
    if (session.isEmpty()) {
      return used;
    }
    var keys = session.get().secretKeys();
    var aesGcm = session.get().doesAesGcm();
    var sameLabels =
        keys.stream().collect(Collectors.groupingBy(HsmKey::label, Collectors.counting()));
    var healthKey = proxy.healthKey();
    var choices =
        keys.stream()
            .map(key ->
                new ExternalKeyChoice(
                    key,
                    ExternalKeyFitness.of(
                        key,
                        KeySurroundings.onToken(
                                sameLabels.getOrDefault(key.label(), 1L).intValue(), aesGcm)
                            .withUse(
                                new KeyUse(
                                    used.usedBy(key.label()).stream().toList(),
                                    used.elsewhere(key.label()),
                                    healthKey.equals(Optional.of(key.label())))))))
            .sorted(
                Comparator.comparing((ExternalKeyChoice choice) -> !choice.selectable())
                    .thenComparing(choice -> choice.key().label()))
            .toList();
    return new Candidates(true, choices, used.usedBy(), used.elsewhere(), used.unknownKeys());
  }

  /// What is known of an external key, from whoever can be asked.
  public ExternalKeyCheck.ExternalKeyReport check(
      String xksKeyId, ExternalKeyStore store, Candidates candidates) {
    return ExternalKeyChecks.of(xksKeyId, store, candidates, proxy);
  }
}
