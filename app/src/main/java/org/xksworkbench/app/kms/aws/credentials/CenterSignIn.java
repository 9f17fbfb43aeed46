package org.xksworkbench.app.kms.aws.credentials;

import java.util.Optional;

/// Where somebody signs in to IAM Identity Center, whatever role comes after it.
///
/// @param session its name; empty for profiles of the old kind, whose sessions are not renewed
/// @param region of IAM Identity Center
public record CenterSignIn(Optional<String> session, String startUrl, String region) {

  /// As it is told to people.
  String words() {
    return session.map(name -> "the sso-session " + name).orElse(startUrl);
  }
}
