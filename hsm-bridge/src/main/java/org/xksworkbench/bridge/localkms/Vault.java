package org.xksworkbench.bridge.localkms;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Holds the state, changes it one change at a time, and keeps it in the state file if there is
/// one. Keys whose waiting period is over are gone at the first look after it.
final class Vault {

  private final Optional<StateFile> file;
  private final Clock clock;
  private Consumer<KmsKey> deletedKeys = _ -> {};
  private KmsState state;

  Vault(KmsState state, Optional<StateFile> file, Clock clock) {
    this.state = state;
    this.file = file;
    this.clock = clock;
  }

  /// Who is told of keys whose waiting period is over.
  synchronized void onDeletedKey(Consumer<KmsKey> listener) {
    deletedKeys = listener;
  }

  Instant instant() {
    return clock.instant();
  }

  synchronized KmsState now() {
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
  synchronized KmsState change(UnaryOperator<KmsState> change) {
    keep(change.apply(now()));
    return state;
  }

  private void keep(KmsState next) {
    if (!next.equals(state)) {
      file.ifPresent(kept -> kept.write(next));
      state = next;
    }
  }
}
