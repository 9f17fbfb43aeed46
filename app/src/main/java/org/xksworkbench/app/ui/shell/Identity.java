package org.xksworkbench.app.ui.shell;

import org.xksworkbench.app.kms.KmsEndpoint;
import org.xksworkbench.app.words.Words;

/// Who is at work where: shown at all times.
///
/// @param profile name of the AWS profile, `demo` for the demo
/// @param account 12 digits, empty until it is known
/// @param arn of the caller, empty until it is known
public record Identity(String profile, KmsEndpoint endpoint, String account, String arn) {

  private static final Words WORDS = Words.of(Identity.class);

  public Identity(String profile, KmsEndpoint endpoint, String account) {
    this(profile, endpoint, account, "");
  }

  /// ARN of the caller, or the profile while that is not known.
  public String who() {
    return arn.isEmpty() ? profile : arn;
  }

  /// Account and Region in words, for questions before something is changed.
  public String place() {
    if (endpoint.isNone()) {
      return WORDS.text("place.hsm");
    }
    return WORDS.text(
        "place.known",
        account.isEmpty() ? WORDS.text("place.no-account") : account,
        endpoint.region());
  }

  /// What the permanent band says; empty only for AWS's own host over TLS.
  public String band() {
    if (endpoint.isAws()) {
      return "";
    }
    if (endpoint.isNone()) {
      return WORDS.text("place.no-kms");
    }
    return endpoint.isLoopback()
        ? WORDS.text("place.local")
        : WORDS.text("place.other", endpoint.uri().getHost());
  }
}
