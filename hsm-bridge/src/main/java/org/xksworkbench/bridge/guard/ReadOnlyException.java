package org.xksworkbench.bridge.guard;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A change was refused because the profile, or this machine, is read-only. Nothing was sent to
/// anybody.
public final class ReadOnlyException extends RuntimeException {

  /// Stable and searchable, as AWS's error codes are.
  public static final String CODE = "PROFILE_READ_ONLY";

  private static final long serialVersionUID = 1;

  private final String profile;
  private final String operation;
  private final @Nullable String policy;

  public ReadOnlyException(String profile, String operation) {
    this(
        "The profile %s is read-only on this workstation; %s was not done."
            .formatted(profile, operation),
        profile,
        operation,
        null);
  }

  private ReadOnlyException(
      String sentence, String profile, String operation, @Nullable String policy) {
    super(sentence);
    this.profile = profile;
    this.operation = operation;
    this.policy = policy;
  }

  /// Refused for every profile.
  ///
  /// @param why a sentence that names the file
  static ReadOnlyException byPolicy(String why, String operation) {
    return new ReadOnlyException(
        "This machine is read-only; %s was not done. %s".formatted(operation, why),
        "",
        operation,
        why);
  }

  /// Empty if the whole machine is read-only.
  public String profile() {
    return profile;
  }

  /// What was to be done, such as `CreateKey`.
  public String operation() {
    return operation;
  }

  /// What the policy of this machine says; empty if the user can unlock the profile.
  public Optional<String> policy() {
    return Optional.ofNullable(policy);
  }
}
