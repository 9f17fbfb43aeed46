package org.xksworkbench.bridge.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.guard.MachinePolicy;
import org.xksworkbench.bridge.guard.PolicyException;
import org.xksworkbench.bridge.guard.ProfileLocks;
import org.xksworkbench.bridge.guard.ReadOnlyException;

/// Refuses commands that change something for a read-only profile, and what the policy of this
/// machine does not allow.
///
/// The profile is the one that is named, else that of the environment, else the one that the window
/// works with. On a machine on which no profile was ever used there is none, and nothing to guard.
final class ProfileGuard {

  private final MachinePolicy policy;
  private final ProfileLocks locks;
  private final Map<String, String> environment;

  ProfileGuard(MachinePolicy policy, ProfileLocks locks, Map<String, String> environment) {
    this.policy = policy;
    this.locks = locks;
    this.environment = environment;
  }

  /// @param profile named by `--profile`
  /// @param module named by `--module`
  /// @throws PolicyException if the policy of this machine does not allow one of them
  void requireAllowed(@Nullable String profile, @Nullable Path module) {
    if (profile != null) {
      policy.requireProfile(profile);
    }
    if (module != null) {
      policy.requireModule(module);
    }
  }

  /// @param named by `--profile`
  /// @throws ReadOnlyException if the profile or this machine is read-only
  void require(@Nullable String named, Changes changes) {
    policy.requireChanges(changes.value());
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
