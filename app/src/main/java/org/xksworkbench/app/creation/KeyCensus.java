package org.xksworkbench.app.creation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.waiting.SignsOfLife;

/// Which KMS keys there are, and which external key each belongs to: the one way to list keys. AWS
/// KMS lists key IDs only, so each key is described (ListKeys and DescribeKey); in which key store
/// a key is and by which external key can never change, so that is asked once. Several keys are
/// asked for at a time, at a tenth of the quota of DescribeKey (2,000 a second in most Regions),
/// which all callers of the account share. A key that may not be described costs itself only. Safe
/// for use by several threads.
public final class KeyCensus {

  private static final int AT_A_TIME = 8;
  private static final Duration PACE = Duration.ofMillis(5);

  /// How often a key is asked for while AWS KMS throttles, over some six seconds.
  private static final int TRIES = 7;

  private final KeyManagement kms;
  private final Pace pace;
  private final Map<String, KeyHome> homes = new ConcurrentHashMap<>();

  private record KeyHome(Optional<String> keyStoreId, Optional<String> xksKeyId) {}

  /// How far a census is.
  public record CensusProgress(int done, int of) {}

  /// The KMS keys of one key store.
  ///
  /// @param keyIds external key ID to key ID
  /// @param elsewhere external key ID to key IDs of other key stores
  /// @param unknown how many keys of the account could not be described, for lack of permission
  public record KeysOfStore(
      Map<String, String> keyIds, Map<String, List<String>> elsewhere, int unknown) {

    public KeysOfStore {
      keyIds = Map.copyOf(keyIds);
      elsewhere = Map.copyOf(elsewhere);
    }
  }

  /// KMS keys as they are now.
  ///
  /// @param unknown IDs of those that could not be described
  public record AllKeys(List<KmsKey> keys, List<String> unknown) {

    public AllKeys {
      keys = List.copyOf(keys);
      unknown = List.copyOf(unknown);
    }
  }

  public KeyCensus(KeyManagement kms) {
    this(kms, PACE);
  }

  /// @param pace the least time between two requests
  public KeyCensus(KeyManagement kms, Duration pace) {
    this(kms, new Pace(pace, Pace.Time.system()));
  }

  KeyCensus(KeyManagement kms, Pace pace) {
    this.kms = kms;
    this.pace = pace;
  }

  /// Describes every key.
  public AllKeys all(Consumer<CensusProgress> progress) throws InterruptedException {
    return describe(kms.keyIds(), progress);
  }

  /// Describes the keys that are in custom key stores, and those of which that is not known yet.
  public AllKeys inKeyStores(Consumer<CensusProgress> progress) throws InterruptedException {
    var ids =
        kms.keyIds().stream()
            .filter(id -> {
              var home = homes.get(id);
              return home == null || home.keyStoreId().isPresent();
            })
            .toList();
    var found = describe(ids, progress);
    return new AllKeys(
        found.keys().stream().filter(key -> key.customKeyStoreId().isPresent()).toList(),
        found.unknown());
  }

  /// Describes those keys only that were never described before.
  public KeysOfStore inStore(String keyStoreId, Consumer<CensusProgress> progress)
      throws InterruptedException {
    var ids = kms.keyIds();
    var unknown = describe(ids.stream().filter(id -> !homes.containsKey(id)).toList(), progress);
    var found = new HashMap<String, String>();
    var elsewhere = new HashMap<String, List<String>>();
    for (var id : ids) {
      var home = homes.get(id);
      if (home == null || home.xksKeyId().isEmpty()) {
        continue;
      }
      var xksKeyId = home.xksKeyId().get();
      if (home.keyStoreId().equals(Optional.of(keyStoreId))) {
        found.put(xksKeyId, id);
      } else {
        elsewhere.computeIfAbsent(xksKeyId, _ -> new ArrayList<>()).add(id);
      }
    }
    return new KeysOfStore(found, elsewhere, unknown.unknown().size());
  }

  private AllKeys describe(List<String> ids, Consumer<CensusProgress> progress)
      throws InterruptedException {
    var keys = new ArrayList<KmsKey>();
    var unknown = new ArrayList<String>();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    var threads =
        Executors.newFixedThreadPool(
            AT_A_TIME, Thread.ofPlatform().daemon().name("key-census-", 0).factory());
    try {
      var answers = new ArrayList<Future<Optional<KmsKey>>>();
      ids.forEach(id -> answers.add(threads.submit(() -> describeOne(id))));
      for (var i = 0; i < ids.size(); i++) {
        progress.accept(new CensusProgress(i, ids.size()));
        var id = ids.get(i);
        answers.get(i).get().ifPresentOrElse(keys::add, () -> unknown.add(id));
        SignsOfLife.tell();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
    progress.accept(new CensusProgress(ids.size(), ids.size()));
    return new AllKeys(keys, unknown);
  }

  private Optional<KmsKey> describeOne(String id) throws InterruptedException {
    for (var attempt = 1; ; attempt++) {
      pace.await();
      try {
        var key = kms.key(id);
        homes.put(id, new KeyHome(key.customKeyStoreId(), key.xksKeyId()));
        return Optional.of(key);
      } catch (KmsException e) {
        // Not every key of an account lets everybody describe it; a key may go meanwhile.
        if (e.is(KmsErrorCode.ACCESS_DENIED) || e.is(KmsErrorCode.NOT_FOUND)) {
          return Optional.empty();
        }
        if (!e.is(KmsErrorCode.THROTTLING) || attempt == TRIES) {
          throw e;
        }
        pace.slowDown(attempt);
      }
    }
  }
}
