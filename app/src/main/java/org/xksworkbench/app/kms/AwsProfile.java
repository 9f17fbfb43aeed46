package org.xksworkbench.app.kms;

import java.util.Optional;

/// A profile of the user's AWS files, as far as it may be shown. Nothing secret is in it.
///
/// @param region that the profile names
/// @param fault why it has no credentials, a sentence; empty where it may have some
public record AwsProfile(
    String name, ProfileKind kind, Optional<String> region, Optional<String> fault) {

  /// The name by which the credentials of the terminal count for policy and lock. It is in no file.
  public static final String ENVIRONMENT = "environment";

  /// One that may be used.
  public AwsProfile(String name, ProfileKind kind, Optional<String> region) {
    this(name, kind, region, Optional.empty());
  }

  /// Where its credentials come from.
  public enum ProfileKind {
    STATIC("access key in the AWS files"),
    ROLE("assumed role"),
    ROLE_WITH_MFA("assumed role, asks for an MFA code"),
    CREDENTIAL_PROCESS("credential_process"),
    SSO("IAM Identity Center"),
    WEB_IDENTITY("web identity token"),
    CONSOLE_LOGIN("aws login"),
    ENVIRONMENT("credentials of this terminal"),
    OTHER("other");

    private final String words;

    ProfileKind(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }
}
