package org.xksworkbench.bridge.guard;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.store.Document;
import org.xksworkbench.bridge.store.Kept;
import org.xksworkbench.bridge.store.StoreException;

/// Which profiles are unlocked for changes, and which one the window works with: one small JSON
/// file, shared by window and command line. Holds nothing secret. What cannot be kept is locked.
public final class ProfileLocks implements Kept {

  private static final int VERSION = 1;

  private final Document<LockState> document;

  /// A profile in use that the file does not know of.
  private volatile @Nullable String unwritten;

  private volatile @Nullable StoreException trouble;

  public ProfileLocks(Path file) {
    this.document = new Document<>(file, LockState.class, VERSION);
  }

  /// The user's own.
  public static ProfileLocks ofUser() {
    return new ProfileLocks(UserFolders.configuration().resolve("profiles.json"));
  }

  @Override
  public Path file() {
    return document.file();
  }

  /// The lock of a profile: read-only until the user unlocks it.
  public ChangeLock of(String profile) {
    return new KeptLock(profile);
  }

  /// Whether a profile was ever used or unlocked here.
  public boolean inUse() {
    return Files.exists(file());
  }

  /// Everything is locked while the file cannot be read.
  @Override
  public Optional<StoreException> trouble() {
    return Optional.ofNullable(trouble);
  }

  @Override
  public int unwrittenChanges() {
    return unwritten == null ? 0 : 1;
  }

  @Override
  public void tryAgain() {
    var profile = unwritten;
    if (profile == null) {
      var _ = state();
    } else {
      use(profile);
    }
  }

  /// Then nothing is unlocked.
  @Override
  public Path setAside() {
    var to = document.setAside();
    tryAgain();
    return to;
  }

  /// The profile that the window works with, or worked with last.
  public Optional<String> current() {
    return Optional.of(state().current()).filter(name -> !name.isEmpty());
  }

  /// Says which profile the window works with. If that cannot be kept, there is [#trouble].
  public void use(String profile) {
    unwritten = profile;
    try {
      change(state -> new LockState(profile, state.unlocked()));
      unwritten = null;
    } catch (StoreException e) {
      // Kept as trouble; the window goes on.
    }
  }

  /// The profiles that are unlocked, by name.
  public NavigableSet<String> unlockedProfiles() {
    return new TreeSet<>(state().unlocked());
  }

  record LockState(String current, NavigableSet<String> unlocked) {

    static final LockState NONE = new LockState("", Collections.emptyNavigableSet());

    LockState unlocking(String profile) {
      var more = new TreeSet<>(unlocked);
      more.add(profile);
      return new LockState(current, more);
    }

    LockState locking(String profile) {
      var less = new TreeSet<>(unlocked);
      less.remove(profile);
      return new LockState(current, less);
    }
  }

  /// If the file cannot be understood, nothing is unlocked.
  private LockState state() {
    try {
      var read = document.read().orElse(LockState.NONE);
      if (unwritten == null) {
        trouble = null;
      }
      return read;
    } catch (StoreException e) {
      trouble = e;
      return LockState.NONE;
    }
  }

  private void change(UnaryOperator<LockState> change) {
    try {
      var _ = document.change(LockState.NONE, change);
      trouble = null;
    } catch (StoreException e) {
      trouble = e;
      throw e;
    }
  }

  private final class KeptLock implements ChangeLock {

    private final String profile;

    private KeptLock(String profile) {
      this.profile = profile;
    }

    @Override
    public String profile() {
      return profile;
    }

    @Override
    public boolean readOnly() {
      return !unlockedProfiles().contains(profile);
    }

    @Override
    public void setReadOnly(boolean readOnly) {
      change(state -> readOnly ? state.locking(profile) : state.unlocking(profile));
    }
  }
}
