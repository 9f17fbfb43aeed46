package org.xksworkbench.bridge.guard;

/// A change was refused because the profile is read-only. Nothing was sent to anybody.
public final class ReadOnlyException extends RuntimeException {

  /// Stable and searchable, as AWS's error codes are.
  public static final String CODE = "PROFILE_READ_ONLY";

  private static final long serialVersionUID = 1;

  private final String profile;
  private final String operation;

  public ReadOnlyException(String profile, String operation) {
    super(
        "The profile %s is read-only on this workstation; %s was not done."
            .formatted(profile, operation));
    this.profile = profile;
    this.operation = operation;
  }

  public String profile() {
    return profile;
  }

  /// What was to be done, such as `CreateKey`.
  public String operation() {
    return operation;
  }
}
