package org.xksworkbench.bridge.localkms.state;

import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Holds the state, changes it one change at a time, and has it kept before it holds. Keys whose
/// waiting period is over are gone at the first look after it.
public final class Vault {

  private final Consumer<KmsState> keeper;
  private final Clock clock;
  private Consumer<StoredKey> deletedKeys = _ -> {};
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

  public synchronized KmsState now() {
    var due = state.due(clock.instant());
    if (!due.isEmpty()) {
      var next = state;
      for (var key : due) {
        next = next.withoutKey(key.id());
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
      state = next;
    }
  }
}
