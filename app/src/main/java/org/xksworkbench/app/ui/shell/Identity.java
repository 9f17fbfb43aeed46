package org.xksworkbench.app.ui.shell;

import org.xksworkbench.app.kms.KmsEndpoint;

/// Who is at work where: shown at all times.
///
/// @param profile name of the AWS profile, `demo` for the demo
/// @param account 12 digits, empty until it is known
/// @param arn of the caller, empty until it is known
public record Identity(String profile, KmsEndpoint endpoint, String account, String arn) {

  public Identity(String profile, KmsEndpoint endpoint, String account) {
    this(profile, endpoint, account, "");
  }

  /// ARN of the caller, or the profile while that is not known.
  public String who() {
    return arn.isEmpty() ? profile : arn;
  }

  /// Account and Region in words, for questions before something is changed.
  public String place() {
    return "account %s, Region %s"
        .formatted(account.isEmpty() ? "(not known yet)" : account, endpoint.region());
  }

  /// What the permanent band says; empty only for AWS's own host over TLS.
  public String band() {
    if (endpoint.isAws()) {
      return "";
    }
    return endpoint.isLoopback() ? "Local KMS, not AWS" : endpoint.uri().getHost() + ", not AWS";
  }
}
