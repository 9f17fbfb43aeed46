package org.xksworkbench.bridge.localkms;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/// All that the stand-in holds, at one moment. Never changes; a change gives another.
record KmsState(
    Map<String, CustomKeyStore> stores,
    Map<UUID, KmsKey> keys,
    Map<String, Alias> aliases,
    Map<String, Grant> grants) {

  static final KmsState EMPTY = new KmsState(Map.of(), Map.of(), Map.of(), Map.of());

  KmsState {
    stores = Collections.unmodifiableMap(new LinkedHashMap<>(stores));
    keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    aliases = Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
    grants = Collections.unmodifiableMap(new LinkedHashMap<>(grants));
  }

  KmsState with(CustomKeyStore store) {
    return new KmsState(put(stores, store.id(), store), keys, aliases, grants);
  }

  KmsState withoutStore(String id) {
    return new KmsState(keep(stores, store -> !store.id().equals(id)), keys, aliases, grants);
  }

  KmsState with(KmsKey key) {
    return new KmsState(stores, put(keys, key.id(), key), aliases, grants);
  }

  /// Its aliases and grants go with it.
  KmsState withoutKey(UUID id) {
    return new KmsState(
        stores,
        keep(keys, key -> !key.id().equals(id)),
        keep(aliases, alias -> !alias.keyId().equals(id)),
        keep(grants, grant -> !grant.keyId().equals(id)));
  }

  KmsState with(Alias alias) {
    return new KmsState(stores, keys, put(aliases, alias.name(), alias), grants);
  }

  KmsState withoutAlias(String name) {
    return new KmsState(stores, keys, keep(aliases, alias -> !alias.name().equals(name)), grants);
  }

  KmsState with(Grant grant) {
    return new KmsState(stores, keys, aliases, put(grants, grant.id(), grant));
  }

  KmsState withoutGrant(String id) {
    return new KmsState(stores, keys, aliases, keep(grants, grant -> !grant.id().equals(id)));
  }

  /// @throws org.xksworkbench.bridge.localkms.wire.ServiceFault CustomKeyStoreNotFoundException
  CustomKeyStore store(String id) {
    return Optional.ofNullable(stores.get(id)).orElseThrow(() -> CustomKeyStores.notFound(id));
  }

  /// Pending deletion stands above all; then a key whose key store is not connected is unavailable.
  KeyState stateOf(KmsKey key) {
    return switch (key.status()) {
      case KeyStatus.PendingDeletion _ -> KeyState.PENDING_DELETION;
      case KeyStatus.Enabled _ -> available(key) ? KeyState.ENABLED : KeyState.UNAVAILABLE;
      case KeyStatus.Disabled _ -> available(key) ? KeyState.DISABLED : KeyState.UNAVAILABLE;
    };
  }

  private boolean available(KmsKey key) {
    return key.external().map(e -> store(e.customKeyStoreId()).connected()).orElse(true);
  }

  Collection<KmsKey> keysIn(String customKeyStoreId) {
    return keys.values().stream().filter(key -> key.isIn(customKeyStoreId)).toList();
  }

  /// Keys whose waiting period is over.
  List<KmsKey> due(Instant now) {
    return keys.values().stream()
        .filter(key ->
            key.status() instanceof KeyStatus.PendingDeletion(var due, _) && !due.isAfter(now))
        .toList();
  }

  private static <K, V> Map<K, V> put(Map<K, V> map, K key, V value) {
    var changed = new LinkedHashMap<>(map);
    changed.put(key, value);
    return changed;
  }

  private static <K, V> Map<K, V> keep(Map<K, V> map, Predicate<V> kept) {
    var changed = new LinkedHashMap<>(map);
    changed.values().removeIf(kept.negate());
    return changed;
  }
}
