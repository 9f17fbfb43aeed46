package org.xksworkbench.app.lineage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.lineage.Mismatch.Side;
import org.xksworkbench.app.record.BackupRecord;
import org.xksworkbench.app.record.CeremonyRecord;
import org.xksworkbench.bridge.hsm.HsmKey;

/// One external key through all its links: HSM key, XKS key ID, path of the proxy, key store, KMS
/// key, alias, ceremony, backup. What is missing is empty.
///
/// @param xksKeyId label of the HSM key
/// @param hsmKeys keys of the token with that label; more than one is a mismatch
/// @param mismatches in the order of the links
public record Lineage(
    String xksKeyId,
    List<HsmKey> hsmKeys,
    String checkValue,
    List<String> proxyPaths,
    Optional<ExternalKeyStore> store,
    Optional<KmsKey> kmsKey,
    List<String> aliases,
    Optional<CeremonyRecord> ceremony,
    Optional<BackupRecord> backup,
    List<Mismatch> mismatches) {

  public Lineage {
    hsmKeys = List.copyOf(hsmKeys);
    proxyPaths = List.copyOf(proxyPaths);
    aliases = List.copyOf(aliases);
    mismatches = List.copyOf(mismatches);
  }

  /// The first alias of the KMS key, or its key ID where it has none.
  public Optional<String> kmsKeyName() {
    return kmsKey.map(key -> aliases.isEmpty() ? key.keyId() : aliases.getFirst());
  }

  public boolean serious() {
    return mismatches.stream().anyMatch(Mismatch::serious);
  }

  /// Everything that one side at least knows of. A KMS key has a line of its own, so that an
  /// external key which two of them use has two.
  public static List<Lineage> of(LineageSources sources) {
    return new Join(sources).all();
  }

  private static final class Join {

    private final LineageSources sources;
    private final Map<String, List<HsmKey>> hsmKeys;
    private final Map<String, List<KmsKey>> kmsKeys;
    private final Map<String, ExternalKeyStore> stores;

    Join(LineageSources sources) {
      this.sources = sources;
      this.hsmKeys =
          sources.keys().stream()
              .collect(
                  Collectors.groupingBy(HsmKey::label, LinkedHashMap::new, Collectors.toList()));
      this.kmsKeys =
          sources.kmsKeys().stream()
              .filter(key -> key.xksKeyId().isPresent())
              .collect(Collectors.groupingBy(key -> key.xksKeyId().orElseThrow()));
      this.stores =
          sources.stores().stream()
              .collect(Collectors.toMap(ExternalKeyStore::id, store -> store, (one, _) -> one));
    }

    List<Lineage> all() {
      var ids = new LinkedHashSet<String>();
      ids.addAll(hsmKeys.keySet());
      ids.addAll(kmsKeys.keySet());
      ofThisToken(sources.ceremonies(), CeremonyRecord::token).forEach(one -> ids.add(one.label()));
      ofThisToken(sources.backups(), BackupRecord::token).forEach(one -> ids.add(one.label()));
      var lines = new ArrayList<Lineage>();
      for (var id : ids) {
        var users = kmsKeys.getOrDefault(id, List.of());
        if (users.isEmpty()) {
          lines.add(line(id, Optional.empty()));
        }
        users.forEach(user -> lines.add(line(id, Optional.of(user))));
      }
      lines.sort(
          Comparator.comparing(Lineage::serious, Comparator.reverseOrder())
              .thenComparing(Lineage::xksKeyId));
      return List.copyOf(lines);
    }

    private <R> List<R> ofThisToken(List<R> records, java.util.function.Function<R, String> token) {
      return records.stream()
          .filter(one ->
              sources.token().isEmpty() || sources.token().equals(Optional.of(token.apply(one))))
          .toList();
    }

    private Lineage line(String id, Optional<KmsKey> kmsKey) {
      var found = hsmKeys.getOrDefault(id, List.of());
      var store = kmsKey.flatMap(KmsKey::customKeyStoreId).map(stores::get);
      var paths =
          found.stream()
              .flatMap(key -> sources.pathsServing().apply(key).stream())
              .distinct()
              .toList();
      var aliases =
          kmsKey.stream()
              .flatMap(key ->
                  sources.aliases().entrySet().stream()
                      .filter(alias -> alias.getValue().equals(key.keyId()))
                      .map(Map.Entry::getKey))
              .sorted()
              .toList();
      var ceremonies =
          ofThisToken(sources.ceremonies(), CeremonyRecord::token).stream()
              .filter(one -> one.label().equals(id))
              .toList();
      var backups =
          ofThisToken(sources.backups(), BackupRecord::token).stream()
              .filter(one -> one.label().equals(id))
              .toList();
      var checkValue = sources.checkValues().getOrDefault(id, "");
      var mismatches = new ArrayList<Mismatch>();
      if (sources.healthKey().equals(Optional.of(id)) && kmsKey.isEmpty()) {
        return new Lineage(
            id,
            found,
            checkValue,
            paths,
            store,
            kmsKey,
            aliases,
            ceremonies.stream().findFirst(),
            backups.stream().findFirst(),
            mismatches);
      }
      ofHsmKey(id, found, kmsKey, store, mismatches);
      ofProxy(id, found, paths, store, mismatches);
      ofKmsKey(id, found, kmsKey, mismatches);
      ofAlias(kmsKey, aliases, mismatches);
      ofCeremony(id, found, checkValue, kmsKey, ceremonies, mismatches);
      ofBackup(id, found, kmsKey, backups, mismatches);
      return new Lineage(
          id,
          found,
          checkValue,
          paths,
          store,
          kmsKey,
          aliases,
          ceremonies.stream().reduce((_, later) -> later),
          backups.stream().reduce((_, later) -> later),
          mismatches);
    }

    private void ofHsmKey(
        String id,
        List<HsmKey> found,
        Optional<KmsKey> kmsKey,
        Optional<ExternalKeyStore> store,
        List<Mismatch> mismatches) {
      if (found.size() > 1) {
        add(
            mismatches,
            Side.HSM_KEY,
            true,
            "%d secret keys on the token have the label %s: the XKS key ID names none of them."
                .formatted(found.size(), id));
      }
      if (found.isEmpty()
          && sources.token().isPresent()
          && store.filter(sources.ownStore()).isPresent()) {
        add(
            mismatches,
            Side.HSM_KEY,
            true,
            "KMS key %s uses the external key %s, which is not on the token %s: it cannot decrypt."
                .formatted(kmsKey.map(KmsKey::keyId).orElse(""), id, sources.token().orElse("")));
      }
    }

    private void ofProxy(
        String id,
        List<HsmKey> found,
        List<String> paths,
        Optional<ExternalKeyStore> store,
        List<Mismatch> mismatches) {
      var own = store.filter(sources.ownStore());
      if (own.isPresent() && !found.isEmpty() && !paths.contains(own.get().proxy().uriPath())) {
        add(
            mismatches,
            Side.PROXY_PATH,
            true,
            "The XKS proxy does not serve %s at %s, where the key store %s looks for it."
                .formatted(id, own.get().proxy().uriPath(), own.get().name()));
      }
      if (store.isPresent() && own.isEmpty()) {
        add(
            mismatches,
            Side.PROXY_PATH,
            false,
            "The key store %s is served by an XKS proxy of another machine: what it serves is not known here."
                .formatted(store.get().name()));
      }
    }

    private void ofKmsKey(
        String id, List<HsmKey> found, Optional<KmsKey> kmsKey, List<Mismatch> mismatches) {
      if (kmsKey.isEmpty()) {
        if (!found.isEmpty()) {
          add(
              mismatches,
              Side.KMS_KEY,
              false,
              sources.unknownKmsKeys() == 0
                  ? "No KMS key uses the HSM key " + id + "."
                  : "No KMS key that can be seen uses the HSM key %s; %,d of the account may not be described."
                      .formatted(id, sources.unknownKmsKeys()));
        }
        return;
      }
      var key = kmsKey.get();
      var storeId = key.customKeyStoreId().orElse("");
      if (!stores.containsKey(storeId)) {
        add(
            mismatches,
            Side.KEY_STORE,
            true,
            "KMS key %s belongs to the key store %s, which does not exist."
                .formatted(key.keyId(), storeId));
      }
      var users = kmsKeys.getOrDefault(id, List.of());
      if (users.size() > 1) {
        add(
            mismatches,
            Side.XKS_KEY_ID,
            true,
            "%d KMS keys use the external key %s: %s."
                .formatted(
                    users.size(),
                    id,
                    users.stream().map(KmsKey::keyId).sorted().collect(Collectors.joining(", "))));
      }
      if (key.pendingDeletion()) {
        add(
            mismatches,
            Side.KMS_KEY,
            false,
            "KMS key %s is pending deletion; its HSM key is needed until nobody needs its data."
                .formatted(key.keyId()));
      }
    }

    private static void ofAlias(
        Optional<KmsKey> kmsKey, List<String> aliases, List<Mismatch> mismatches) {
      if (kmsKey.isPresent() && aliases.isEmpty()) {
        add(mismatches, Side.ALIAS, false, "KMS key " + kmsKey.get().keyId() + " has no alias.");
      }
    }

    private void ofCeremony(
        String id,
        List<HsmKey> found,
        String checkValue,
        Optional<KmsKey> kmsKey,
        List<CeremonyRecord> ceremonies,
        List<Mismatch> mismatches) {
      if (ceremonies.isEmpty()) {
        if (!found.isEmpty()) {
          add(mismatches, Side.CEREMONY, false, "No ceremony is recorded for " + id + ".");
        }
        return;
      }
      if (ceremonies.size() > 1) {
        add(
            mismatches,
            Side.CEREMONY,
            true,
            "%d ceremonies are recorded for %s: %s."
                .formatted(
                    ceremonies.size(),
                    id,
                    ceremonies.stream()
                        .map(CeremonyRecord::title)
                        .collect(Collectors.joining(", "))));
      }
      for (var ceremony : ceremonies) {
        if (found.isEmpty() && sources.token().isPresent()) {
          add(
              mismatches,
              Side.HSM_KEY,
              true,
              "The ceremony %s made the key %s, which is not on the token %s."
                  .formatted(ceremony.title(), id, sources.token().orElse("")));
        } else if (!ceremony.kmsKeyArn().isEmpty()
            && kmsKey.filter(key -> !key.arn().equals(ceremony.kmsKeyArn())).isPresent()) {
          add(
              mismatches,
              Side.CEREMONY,
              true,
              "The ceremony %s created the KMS key %s for %s; another one uses it now: %s."
                  .formatted(
                      ceremony.title(), ceremony.kmsKeyArn(), id, kmsKey.orElseThrow().arn()));
        } else if (!checkValue.isEmpty()
            && !ceremony.checkValue().isEmpty()
            && !ceremony.checkValue().toUpperCase(Locale.ROOT).equals(checkValue)) {
          add(
              mismatches,
              Side.CEREMONY,
              true,
              "The ceremony %s witnessed the check value %s of %s; the token computes %s: this is another key."
                  .formatted(
                      ceremony.title(),
                      ceremony.checkValue().toUpperCase(Locale.ROOT),
                      id,
                      checkValue));
        }
      }
    }

    private void ofBackup(
        String id,
        List<HsmKey> found,
        Optional<KmsKey> kmsKey,
        List<BackupRecord> backups,
        List<Mismatch> mismatches) {
      if (backups.isEmpty() && !found.isEmpty()) {
        add(
            mismatches,
            Side.BACKUP,
            kmsKey.isPresent(),
            kmsKey.isPresent()
                ? "No backup of %s is recorded: if it is lost, all data under KMS key %s is lost."
                    .formatted(id, kmsKey.get().keyId())
                : "No backup of " + id + " is recorded.");
      }
      if (!backups.isEmpty() && found.isEmpty() && sources.token().isPresent()) {
        add(
            mismatches,
            Side.BACKUP,
            false,
            "A backup of %s is recorded, but the key is not on the token %s."
                .formatted(id, sources.token().orElse("")));
      }
    }

    private static void add(List<Mismatch> mismatches, Side side, boolean serious, String words) {
      mismatches.add(new Mismatch(side, serious, words));
    }
  }
}
