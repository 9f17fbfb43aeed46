package org.xksworkbench.app.creation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.KmsKey;

/// Which KMS keys there are, and which external key each belongs to. AWS KMS lists key IDs only, so
/// each key is described (ListKeys and DescribeKey); in which key store a key is and by which
/// external key can never change, so that is asked once. Several keys are asked for at a time, at a
/// tenth of the quota of DescribeKey (2,000 a second in most Regions). Safe for use by several
/// threads.
public final class KeyCensus {

  private static final int AT_A_TIME = 8;
  private static final Duration PACE = Duration.ofMillis(5);

  private final KeyManagement kms;
  private final Duration pace;
  private final Map<String, Home> homes = new ConcurrentHashMap<>();
  private final Object pacing = new Object();
  private long next = System.nanoTime();

  private record Home(Optional<String> keyStoreId, Optional<String> xksKeyId) {}

  /// How far a census is.
  public record Progress(int done, int of) {}

  /// The KMS keys of one key store.
  ///
  /// @param keyIds external key ID to key ID
  /// @param unknown how many keys of the account could not be described, for lack of permission
  public record KeysOfStore(Map<String, String> keyIds, int unknown) {

    public KeysOfStore {
      keyIds = Map.copyOf(keyIds);
    }
  }

  /// All KMS keys.
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
    this.kms = kms;
    this.pace = pace;
  }

  /// Describes every key as it is now.
  public AllKeys all(Consumer<Progress> progress) throws InterruptedException {
    return describe(kms.keyIds(), progress);
  }

  /// Describes those keys only that were never described before.
  public KeysOfStore inStore(String keyStoreId, Consumer<Progress> progress)
      throws InterruptedException {
    var ids = kms.keyIds();
    var unknown = describe(ids.stream().filter(id -> !homes.containsKey(id)).toList(), progress);
    var found = new HashMap<String, String>();
    for (var id : ids) {
      var home = homes.get(id);
      if (home != null && home.keyStoreId().equals(Optional.of(keyStoreId))) {
        home.xksKeyId().ifPresent(xksKeyId -> found.put(xksKeyId, id));
      }
    }
    return new KeysOfStore(found, unknown.unknown().size());
  }

  private AllKeys describe(List<String> ids, Consumer<Progress> progress)
      throws InterruptedException {
    var keys = new ArrayList<KmsKey>();
    var unknown = new ArrayList<String>();
    var slots = new Semaphore(AT_A_TIME);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Future<Optional<KmsKey>>>();
      try {
        for (var id : ids) {
          slots.acquire();
          answers.add(threads.submit(releasing(slots, id)));
          progress.accept(new Progress(answers.size() - 1, ids.size()));
        }
        for (var i = 0; i < answers.size(); i++) {
          var key = answers.get(i).get();
          key.ifPresentOrElse(keys::add, missing(unknown, ids.get(i)));
        }
      } catch (ExecutionException e) {
        threads.shutdownNow();
        throw e.getCause() instanceof KmsException kmsFailure
            ? kmsFailure
            : new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        threads.shutdownNow();
        throw e;
      }
    }
    progress.accept(new Progress(ids.size(), ids.size()));
    return new AllKeys(keys, unknown);
  }

  private static Runnable missing(List<String> unknown, String id) {
    return () -> unknown.add(id);
  }

  private Callable<Optional<KmsKey>> releasing(Semaphore slots, String id) {
    return () -> {
      try {
        pace();
        var key = kms.key(id);
        homes.put(id, new Home(key.customKeyStoreId(), key.xksKeyId()));
        return Optional.of(key);
      } catch (KmsException e) {
        // Not every key of an account lets everybody describe it; a key may go meanwhile.
        if (e.code().equals("AccessDeniedException") || e.code().equals("NotFoundException")) {
          return Optional.empty();
        }
        throw e;
      } finally {
        slots.release();
      }
    };
  }

  private void pace() throws InterruptedException {
    long wait;
    synchronized (pacing) {
      var now = System.nanoTime();
      next = Math.max(now, next) + pace.toNanos();
      wait = next - pace.toNanos() - now;
    }
    if (wait > 0) {
      Thread.sleep(Duration.ofNanos(wait));
    }
  }
}
