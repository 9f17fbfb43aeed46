package org.xksworkbench.app.kms.aws;

import org.xksworkbench.app.kms.AwsAccess;

/// Everything of AWS that this program asks, for one connection.
public final class AwsServices {

  private AwsServices() {}

  /// Makes the clients of AWS KMS; no request is sent yet. Those of IAM and CloudTrail are made
  /// when they are asked for the first time.
  ///
  /// @throws org.xksworkbench.app.kms.KmsException if the AWS configuration of the profile cannot
  ///   be read
  public static AwsAccess open(AwsConnection connection) {
    // Once for all: a role with MFA asks for one code and not for three.
    var settings = KmsFailures.translated(() -> ClientSettings.of(connection));
    return new AwsAccess(
        AwsKeyManagement.open(settings),
        new AwsPrincipals(() -> settings),
        new AwsKeyEvents(() -> settings));
  }
}
