package org.xksworkbench.bridge.localkms.state;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.xksworkbench.bridge.localkms.wire.ServiceFault;

/// All that the stand-in holds, at one moment. Never changes; a change gives another.
public record KmsState(
    Map<String, CustomKeyStore> stores,
    Map<UUID, StoredKey> keys,
    Map<String, Alias> aliases,
    Map<String, Grant> grants) {

  public static final KmsState EMPTY = new KmsState(Map.of(), Map.of(), Map.of(), Map.of());

  public KmsState {
    stores = Collections.unmodifiableMap(new LinkedHashMap<>(stores));
    keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    aliases = Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
    grants = Collections.unmodifiableMap(new LinkedHashMap<>(grants));
  }

  public KmsState with(CustomKeyStore store) {
    return new KmsState(put(stores, store.id(), store), keys, aliases, grants);
  }

  public KmsState withoutStore(String id) {
    return new KmsState(keep(stores, store -> !store.id().equals(id)), keys, aliases, grants);
  }

  public KmsState with(StoredKey key) {
    return new KmsState(stores, put(keys, key.id(), key), aliases, grants);
  }

  /// Its aliases and grants go with it.
  public KmsState withoutKey(UUID id) {
    return new KmsState(
        stores,
        keep(keys, key -> !key.id().equals(id)),
        keep(aliases, alias -> !alias.keyId().equals(id)),
        keep(grants, grant -> !grant.keyId().equals(id)));
  }

  public KmsState with(Alias alias) {
    return new KmsState(stores, keys, put(aliases, alias.name(), alias), grants);
  }

  public KmsState withoutAlias(String name) {
    return new KmsState(stores, keys, keep(aliases, alias -> !alias.name().equals(name)), grants);
  }

  public KmsState with(Grant grant) {
    return new KmsState(stores, keys, aliases, put(grants, grant.id(), grant));
  }

  public KmsState withoutGrant(String id) {
    return new KmsState(stores, keys, aliases, keep(grants, grant -> !grant.id().equals(id)));
  }

  /// @throws ServiceFault CustomKeyStoreNotFoundException
  public CustomKeyStore store(String id) {
    return Optional.ofNullable(stores.get(id)).orElseThrow(() -> noStore(id));
  }

  public static ServiceFault noStore(String idOrName) {
    return ServiceFault.of(
        "CustomKeyStoreNotFoundException",
        "There is no custom key store %s in this account and Region.".formatted(idOrName));
  }

  /// Pending deletion stands above all; then a key whose key store is not connected is unavailable.
  public LocalKeyState stateOf(StoredKey key) {
    return switch (key.status()) {
      case KeyStatus.PendingDeletion _ -> LocalKeyState.PENDING_DELETION;
      case KeyStatus.Enabled _ ->
          available(key) ? LocalKeyState.ENABLED : LocalKeyState.UNAVAILABLE;
      case KeyStatus.Disabled _ ->
          available(key) ? LocalKeyState.DISABLED : LocalKeyState.UNAVAILABLE;
    };
  }

  private boolean available(StoredKey key) {
    return key.external().map(e -> store(e.customKeyStoreId()).connected()).orElse(true);
  }

  public Collection<StoredKey> keysIn(String customKeyStoreId) {
    return keys.values().stream().filter(key -> key.isIn(customKeyStoreId)).toList();
  }

  /// Keys whose waiting period is over.
  public List<StoredKey> due(Instant now) {
    return keys.values().stream()
        .filter(key ->
            key.status() instanceof KeyStatus.PendingDeletion(var due, _) && !due.isAfter(now))
        .toList();
  }

  /// Enabled keys whose schedule says that their material is rotated.
  public List<StoredKey> toRotate(Instant now) {
    return keys.values().stream()
        .filter(key -> key.materials().isDue(now))
        .filter(key -> stateOf(key) == LocalKeyState.ENABLED)
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
