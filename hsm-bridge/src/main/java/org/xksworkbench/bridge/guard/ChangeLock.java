package org.xksworkbench.bridge.guard;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Whether something may be changed in the name of one profile. Safe for use by several threads.
public interface ChangeLock {

  /// Name of the AWS profile, or `demo`.
  String profile();

  boolean readOnly();

  /// Locks or unlocks the profile.
  ///
  /// @throws org.xksworkbench.bridge.store.StoreException if that cannot be kept; the profile is
  ///   read-only then
  /// @throws ReadOnlyException if the policy of this machine does not allow changes
  void setReadOnly(boolean readOnly);

  /// Why its user cannot unlock it, a sentence; empty if the user can.
  default Optional<String> keptBy() {
    return Optional.empty();
  }

  /// Called right before a change.
  ///
  /// @param operation in the field's own terms, such as `CreateKey` or `C_DestroyObject`
  /// @throws ReadOnlyException if the profile is read-only
  default void requireUnlocked(String operation) {
    if (readOnly()) {
      throw new ReadOnlyException(profile(), operation);
    }
  }

  /// A lock that is forgotten with the program.
  static ChangeLock inMemory(String profile, boolean readOnly) {
    var state = new AtomicBoolean(readOnly);
    return new ChangeLock() {
      @Override
      public String profile() {
        return profile;
      }

      @Override
      public boolean readOnly() {
        return state.get();
      }

      @Override
      public void setReadOnly(boolean readOnly) {
        state.set(readOnly);
      }
    };
  }
}
