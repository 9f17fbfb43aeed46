package org.xksworkbench.app.ui.screen.keylist;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;

/// Asks AWS KMS for the keys with their aliases and key stores. Blocks.
record KeyListing(KeyManagement kms, KeyCensus census) {

  /// @param unknown how many keys could not be described
  record Listed(List<KeyRow> rows, int unknown) {}

  Listed read(Consumer<KeyCensus.CensusProgress> told) throws InterruptedException {
    var stores =
        kms.keyStores().stream()
            .collect(Collectors.toMap(ExternalKeyStore::id, ExternalKeyStore::name));
    Map<String, List<String>> aliases =
        kms.aliases().entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getValue,
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    var keys = census.all(told);
    var rows =
        keys.keys().stream()
            .filter(key -> key.customerManaged())
            .map(key ->
                new KeyRow(
                    key,
                    aliases.getOrDefault(key.keyId(), List.of()).stream().sorted().toList(),
                    key.customKeyStoreId().map(id -> stores.getOrDefault(id, id)).orElse("")))
            .sorted(Comparator.comparing(KeyRow::alias))
            .toList();
    return new Listed(rows, keys.unknown().size());
  }
}
