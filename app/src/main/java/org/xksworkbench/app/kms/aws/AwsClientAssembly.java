package org.xksworkbench.app.kms.aws;

import org.xksworkbench.app.kms.aws.client.ClientFactory;
import org.xksworkbench.app.kms.aws.config.AwsConfiguration;
import org.xksworkbench.app.kms.aws.config.AwsEnvironment;
import org.xksworkbench.app.kms.aws.config.Selection;
import org.xksworkbench.app.kms.aws.credentials.CredentialAssembly;
import org.xksworkbench.app.kms.aws.credentials.CredentialPlan;
import org.xksworkbench.app.kms.aws.credentials.CredentialPlans;
import org.xksworkbench.app.kms.aws.network.HttpClients;
import org.xksworkbench.app.kms.aws.network.WayOut;
import org.xksworkbench.bridge.guard.MachinePolicy;
import software.amazon.awssdk.regions.Region;

/// Everything that the clients of a connection share, put together once: a role with MFA asks for
/// one code and not for three.
final class AwsClientAssembly {

  private AwsClientAssembly() {}

  /// Where the policy of this machine has nothing to say.
  static ClientFactory of(AwsConnection connection) {
    return of(connection, MachinePolicy.none());
  }

  /// @param policy of this machine
  static ClientFactory of(AwsConnection connection, MachinePolicy policy) {
    return of(connection, policy, AwsEnvironment.ofThisProcess());
  }

  /// Sends nothing yet.
  ///
  /// @throws org.xksworkbench.app.kms.KmsException if profile, proxy or CA bundle cannot be used
  static ClientFactory of(
      AwsConnection connection, MachinePolicy policy, AwsEnvironment surroundings) {
    return switch (connection) {
      case AwsConnection.LocalKmsConnection(var endpoint, var region) ->
          ClientFactory.toStandIn(endpoint, Region.of(region), HttpClients.toThisMachine());
      case AwsConnection.AwsProfileConnection aws -> toAws(aws, policy, surroundings);
    };
  }

  private static ClientFactory toAws(
      AwsConnection.AwsProfileConnection connection,
      MachinePolicy policy,
      AwsEnvironment surroundings) {
    var configuration = AwsConfiguration.read(surroundings);
    return toAws(
        connection,
        new CredentialPlans(surroundings, configuration, policy).of(connection.profile()),
        surroundings,
        configuration,
        network(surroundings, configuration, connection.profile()));
  }

  /// @throws org.xksworkbench.app.kms.KmsException if proxy or CA bundle cannot be used
  static WayOut network(
      AwsEnvironment surroundings, AwsConfiguration configuration, String profile) {
    return WayOut.of(
        surroundings,
        configuration
            .profile(Selection.settingsOf(profile, surroundings))
            .flatMap(found -> found.value("ca_bundle")));
  }

  static ClientFactory toAws(
      AwsConnection.AwsProfileConnection connection,
      CredentialPlan plan,
      AwsEnvironment surroundings,
      AwsConfiguration configuration,
      WayOut network) {
    var profile = connection.profile();
    var unsigned =
        ClientFactory.toAws(
            Region.of(connection.region()),
            surroundings,
            configuration,
            Selection.settingsOf(profile, surroundings),
            HttpClients.toAws(network));
    var assembly = new CredentialAssembly(unsigned, surroundings, connection.prompt());
    return unsigned.signingWith(assembly.of(plan), assembly::close);
  }
}
