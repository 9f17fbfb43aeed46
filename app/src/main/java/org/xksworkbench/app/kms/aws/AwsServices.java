package org.xksworkbench.app.kms.aws;

import java.time.InstantSource;
import org.xksworkbench.app.kms.AwsAccess;
import org.xksworkbench.app.kms.aws.client.ClientFactory;
import org.xksworkbench.bridge.guard.MachinePolicy;

/// Everything of AWS that this program asks, for one connection.
public final class AwsServices {

  private AwsServices() {}

  /// AWS itself, as far as the policy of this machine allows. Makes the clients of AWS KMS; no
  /// request is sent yet. Those of IAM, CloudTrail and CloudWatch are made when they are asked.
  ///
  /// @throws org.xksworkbench.app.kms.KmsException if profile, proxy or CA bundle cannot be used
  /// @throws org.xksworkbench.bridge.guard.PolicyException if profile or Region are not allowed
  public static AwsAccess open(
      AwsConnection.AwsProfileConnection connection, MachinePolicy policy) {
    policy.requireProfile(connection.profile());
    policy.requireRegion(connection.region());
    return connect(connection, policy);
  }

  /// The stand-in on this machine.
  public static AwsAccess open(AwsConnection.LocalKmsConnection connection) {
    return connect(connection, MachinePolicy.none());
  }

  /// Has the SDK answer the first request of the window once in memory, so that its classes are
  /// loaded when the real one comes. Takes some hundred milliseconds: call it beside other work.
  /// Nothing is sent; where the connection is the stand-in, the user's AWS files stay unread.
  public static void warmUp(AwsConnection connection) {
    var _ = FirstRequest.inMemory(connection);
  }

  private static AwsAccess connect(AwsConnection connection, MachinePolicy policy) {
    return access(KmsFailures.translate(() -> AwsClientAssembly.of(connection, policy)), policy);
  }

  static AwsAccess access(ClientFactory clients) {
    return access(clients, MachinePolicy.none());
  }

  private static AwsAccess access(ClientFactory clients, MachinePolicy policy) {
    return new AwsAccess(
        AwsKeyManagement.open(clients),
        new AwsPrincipals(() -> clients),
        new AwsKeyEvents(() -> clients),
        new AwsKeyStoreMetrics(() -> clients, InstantSource.system()),
        new AwsKeyStoreSearch(() -> clients, policy));
  }
}
