package org.xksworkbench.bridge.cli;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.guard.ProfileLocks;
import org.xksworkbench.bridge.guard.ReadOnlyException;

/// Refuses commands that change something for a read-only profile.
///
/// The profile is the one that is named, else that of the environment, else the one that the window
/// works with. On a machine on which no profile was ever used there is none, and nothing to guard.
final class ProfileGuard {

  private final ProfileLocks locks;
  private final Map<String, String> environment;

  ProfileGuard(ProfileLocks locks, Map<String, String> environment) {
    this.locks = locks;
    this.environment = environment;
  }

  /// @param named by `--profile`
  /// @throws ReadOnlyException if the profile is read-only
  void require(@Nullable String named, Changes changes) {
    profile(named).ifPresent(profile -> locks.of(profile).requireUnlocked(changes.value()));
  }

  private Optional<String> profile(@Nullable String named) {
    if (named != null) {
      return Optional.of(named);
    }
    if (!locks.inUse()) {
      return Optional.empty();
    }
    return Optional.ofNullable(environment.get("AWS_PROFILE"))
        .filter(name -> !name.isEmpty())
        .or(locks::current)
        // The file is there but cannot be understood: guard rather than guess.
        .or(() -> Optional.of("default"));
  }
}
