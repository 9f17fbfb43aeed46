package org.xksworkbench.bridge.localkms.state;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Holds the state, changes it one change at a time, and has it kept before it holds. Keys whose
/// waiting period is over are gone at the first look after it, and those whose rotation is due are
/// rotated.
public final class Vault {

  private final Consumer<KmsState> keeper;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private Consumer<StoredKey> deletedKeys = _ -> {};
  private Consumer<StoredKey> rotatedKeys = _ -> {};
  private KmsState state;

  /// @param keeper is given every new state before it holds; throws if it cannot be kept
  public Vault(KmsState state, Consumer<KmsState> keeper, Clock clock) {
    this.state = state;
    this.keeper = keeper;
    this.clock = clock;
  }

  /// Who is told of keys whose waiting period is over.
  public synchronized void onDeletedKey(Consumer<StoredKey> listener) {
    deletedKeys = listener;
  }

  public Instant instant() {
    return clock.instant();
  }

  /// Who is told of keys whose material was rotated.
  public synchronized void onRotatedKey(Consumer<StoredKey> listener) {
    rotatedKeys = listener;
  }

  public synchronized KmsState now() {
    var now = clock.instant();
    var due = state.due(now);
    var toRotate = state.toRotate(now);
    if (!due.isEmpty() || !toRotate.isEmpty()) {
      var next = state;
      for (var key : due) {
        next = next.withoutKey(key.id());
      }
      for (var key : toRotate) {
        var material = KeyMaterials.fresh(random);
        next = next.with(key.with(key.materials().rotatedBySchedule(material, now)));
      }
      keep(next);
      due.forEach(deletedKeys);
    }
    return state;
  }

  /// Changes the state, or leaves it as it is if the change throws or cannot be kept.
  ///
  /// @param change checks what must be true when it happens; must be quick, others wait
  public synchronized KmsState change(UnaryOperator<KmsState> change) {
    keep(change.apply(now()));
    return state;
  }

  private void keep(KmsState next) {
    if (!next.equals(state)) {
      keeper.accept(next);
      var before = state;
      state = next;
      next.keys().values().stream()
          .filter(key -> key.materials().currentIndex() > indexIn(before, key))
          .forEach(rotatedKeys);
    }
  }

  /// What is new was not rotated.
  private static int indexIn(KmsState before, StoredKey key) {
    var known = before.keys().get(key.id());
    return known == null ? Integer.MAX_VALUE : known.materials().currentIndex();
  }
}
