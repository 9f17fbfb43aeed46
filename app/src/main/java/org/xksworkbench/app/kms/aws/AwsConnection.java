package org.xksworkbench.app.kms.aws;

import java.net.URI;
import org.xksworkbench.app.kms.MfaPrompt;

/// Whom to talk to. Chosen by the user; the one is never a fallback for the other.
public sealed interface AwsConnection {

  String region();

  /// AWS, with a profile of the user's AWS files.
  ///
  /// @param prompt asks for the code of an MFA device where the profile needs one
  record AwsProfileConnection(String profile, String region, MfaPrompt prompt)
      implements AwsConnection {

    /// Without anybody to ask for a code.
    public AwsProfileConnection(String profile, String region) {
      this(profile, region, MfaPrompt.none());
    }
  }

  /// The stand-in on this machine, with credentials that are none. Nothing of the user's AWS files
  /// or environment is read.
  record LocalKmsConnection(URI endpoint, String region) implements AwsConnection {

    public LocalKmsConnection {
      if (!isOnThisMachine(endpoint)) {
        throw new IllegalArgumentException("The local KMS is on 127.0.0.1 only: " + endpoint);
      }
    }

    public static boolean isOnThisMachine(URI endpoint) {
      return "http".equals(endpoint.getScheme()) && "127.0.0.1".equals(endpoint.getHost());
    }
  }
}
